/** One computation under the scheduler: a request, a job with its finalizer, a batch of events. */
import type {
  Operation,
  Performer,
  Resume,
  Step,
  Suspension,
  TransactionKilled,
} from './suspension';
import type { Candidate } from './strategy';
import type { Timer } from './timers';
import { Trail } from './trail';

export type TaskState =
  'runnable' | 'running' | 'blocked' | 'sleeping' | 'external' | 'pooled' | 'done';

export type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/** A fixed number of places that tasks take from their start to their end (workers). */
export class Pool {
  taken = 0;
  /** Tasks that wait for a place, first come first. */
  readonly waiting: Task[] = [];

  constructor(
    readonly name: string,
    readonly size: number,
  ) {}

  get hasRoom(): boolean {
    return this.taken < this.size;
  }
}

export interface TaskSpec<T> {
  /** For people: `queueable LaneRunner`. */
  readonly name: string;
  run(): Step<T>;
  /** The task starts only when the pool has room. */
  readonly pool?: Pool;
  /** First operation, for strategies. */
  readonly op?: Operation;
  /**
   * All that its code was given at its creation and that name and first operation do not say. With it
   * whoever wrote that code vouches that everything it is told later is noted in its trail, as far as
   * it remembers that beyond its next suspension. Absent or null: nobody knows where it stands.
   */
  readonly given?: string | null;
}

export const START: Operation = { kind: 'start', object: '' };

/** Internal state of a task; users see it through `Scheduler.spawn`. */
export class Task<T = unknown> implements Candidate {
  state: TaskState = 'runnable';
  kind: Candidate['kind'] = 'start';
  op: Operation;
  since = 0;
  resume: Resume = { kind: 'go' };
  /** Transactions that it waits for. */
  on: readonly number[] = [];
  /** Its own transaction, while it waits for others. */
  by: number | undefined;
  timer: Timer | null = null;
  /** Who performs `op`, where a transaction does. */
  performer: Performer | null = null;
  /** Ends it when it is its turn. */
  doom: TransactionKilled | null = null;
  /** Operations performed so far. */
  steps = 0;
  generator: Step<T> | null = null;
  outcome: Outcome<T> | null = null;
  readonly trail: Trail;
  readonly pool: Pool | undefined;
  readonly name: string;
  readonly #run: () => Step<T>;
  readonly #listeners: ((outcome: Outcome<T>) => void)[] = [];

  constructor(
    readonly task: number,
    spec: TaskSpec<T>,
  ) {
    this.name = spec.name;
    this.pool = spec.pool;
    this.op = spec.op ?? START;
    const { given = null } = spec;
    this.trail = new Trail(given !== null);
    if (given !== null) this.trail.tell(given);
    this.#run = () => spec.run();
  }

  /** Goes on to the next suspension. */
  advance(): IteratorResult<Suspension, T> {
    this.steps++;
    this.trail.goesOn(this.resume.kind);
    this.generator ??= this.#run();
    if (this.doom) return this.generator.throw(this.doom);
    return this.generator.next(this.resume);
  }

  /** Somebody waits for the outcome. */
  get awaited(): boolean {
    return this.#listeners.length > 0;
  }

  /** @returns whether anybody waited for the outcome */
  settle(outcome: Outcome<T>): boolean {
    this.state = 'done';
    this.outcome = outcome;
    this.timer?.cancel();
    const listeners = this.#listeners.splice(0);
    for (const listener of listeners) listener(outcome);
    return listeners.length > 0;
  }

  whenDone(listener: (outcome: Outcome<T>) => void): void {
    if (this.outcome) listener(this.outcome);
    else this.#listeners.push(listener);
  }

  /** Resolves or rejects as the computation ends. */
  result(): Promise<T> {
    return new Promise((resolve, reject) => {
      this.whenDone((o) => ('value' in o ? resolve(o.value) : reject(o.error)));
    });
  }
}

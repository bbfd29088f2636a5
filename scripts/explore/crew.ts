/** Shares the parts of a plan among workers. What comes of it does not depend on their number. */
import { LoadError } from '../load/target';
import { announced, RANDOM, type Part } from './plan';
import type { PartResult } from './run-part';
import type { Worker } from './worker';

/** A part that could not be done. */
export interface Crash {
  readonly message: string;
}

export type PartEnd = PartResult | Crash;

export function crashed(end: PartEnd): end is Crash {
  return 'message' in end;
}

export interface CrewHooks {
  /** A run was made. */
  readonly onRun: (part: Part) => void;
  readonly onEnd: (part: number, end: PartEnd) => void;
  /** Place of the section that a part belongs to. */
  readonly sectionOf: (part: Part) => number;
}

export class Crew {
  readonly #workers: (Worker | null)[];
  readonly #busy = new Map<Worker, number>();
  #stopped = false;
  #waiting: number[] = [];

  /** @param start brings a worker into being; called again in place of one that is gone */
  constructor(
    readonly size: number,
    readonly start: () => Worker,
  ) {
    this.#workers = new Array<Worker | null>(size).fill(null);
  }

  /** Parts in progress end after their run in progress; no other is begun. */
  stop(): void {
    this.#stopped = true;
    this.#waiting = [];
    for (const worker of this.#busy.keys()) worker.stop();
  }

  /**
   * Does all parts but those in `done`. A failure that its row does not announce ends all parts after
   * it; an announced one ends its row.
   * @throws LoadError when a part was refused: the user must change something
   */
  async run(parts: readonly Part[], done: ReadonlySet<number>, hooks: CrewHooks): Promise<void> {
    this.#waiting = this.#stopped ? [] : [...parts.keys()].filter((at) => !done.has(at));
    const one = async (place: number): Promise<void> => {
      for (;;) {
        const at = this.#next(parts, this.#workers[place] ?? null, hooks);
        if (at === undefined) return;
        let worker = this.#workers[place] ?? null;
        if (worker === null || worker.gone) this.#workers[place] = worker = this.start();
        this.#busy.set(worker, at);
        const end = await ended(worker, parts[at]!, hooks);
        this.#busy.delete(worker);
        if (!crashed(end) && end.found) this.#found(parts, at, end.found.failure.invariant);
        hooks.onEnd(at, end);
      }
    };
    await Promise.all(this.#workers.map((_, place) => one(place)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.flatMap((worker) => (worker ? [worker.close()] : [])));
  }

  /**
   * Of the first section that is not all given out, as it is told before the next one: a part whose org
   * the worker has; else the first one whose org nobody has; else the first.
   */
  #next(parts: readonly Part[], worker: Worker | null, hooks: CrewHooks): number | undefined {
    const others = this.#workers.filter((each) => each !== null && each !== worker);
    const sectionOf = (at: number): number => hooks.sectionOf(parts[at]!);
    const section = Math.min(...this.#waiting.map(sectionOf));
    const now = this.#waiting.filter((at) => sectionOf(at) === section);
    const own = now.find((at) => worker?.ready(parts[at]!));
    const free = now.find((at) => !others.some((other) => other?.ready(parts[at]!)));
    const at = own ?? free ?? now[0];
    this.#waiting = this.#waiting.filter((each) => each !== at);
    return at;
  }

  #found(parts: readonly Part[], at: number, invariant: string): void {
    const { row } = parts[at]!;
    const known = announced(parts[at]!, invariant);
    const later = (other: number): boolean => other > at && parts[other]!.row === row;
    this.#waiting = known ? this.#waiting.filter((other) => !later(other)) : [];
    // Short parts before it go on: if they fail too, the first failure of the plan is told.
    const short = (other: number): boolean => RANDOM.includes(parts[other]!.strategy);
    for (const [worker, other] of this.#busy)
      if (later(other) || (!known && (other > at || !short(other)))) worker.stop();
  }
}

async function ended(worker: Worker, part: Part, hooks: CrewHooks): Promise<PartEnd> {
  try {
    return await worker.run(part, () => hooks.onRun(part));
  } catch (error) {
    if (error instanceof LoadError) throw error;
    return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Small programs over shared variables, whose numbers of runs are known by counting. */
import { VirtualClock } from '../../../local-org/clock/clock';
import { Scheduler } from '../../../local-org/scheduler/scheduler';
import type { Operation, Step } from '../../../local-org/scheduler/suspension';
import { TransactionKilled } from '../../../local-org/scheduler/suspension';
import { Decider } from '../../decider';
import { digestOfMove, fingerprint } from '../../fingerprint';
import type { FaultMenu } from '../../options';
import type { Run, Subject } from '../../model';
import { Recorder } from '../../recorder';
import type { Standing } from '../../states/survey';
import type { Player } from '../../strategies/contract';

/** What the tasks of a program share. */
export class Shared {
  readonly values = new Map<string, number>();
  readonly owners = new Map<string, number>();
  /** Told what the running task touches. */
  touch: (cell: string, changed: boolean) => void = () => undefined;
  /** Told that a lock is free. */
  freed: (owner: number) => void = () => undefined;

  /** Begins another task. `given`: what decides how it goes on, besides its place among its siblings. */
  spawn: (task: Task, me: number, given?: string) => void = () => undefined;
  /** Told of what the running task gets to know. */
  tell: (text: string) => void = () => undefined;
  now: () => number = () => 0;

  *read(name: string): Step<number> {
    yield step('query', name);
    this.touch(name, false);
    const value = this.values.get(name) ?? 0;
    this.tell(`${value}`);
    return value;
  }

  *write(name: string, value: number): Step<void> {
    yield step('update', name);
    this.touch(name, true);
    this.values.set(name, value);
  }

  /** Compares and swaps in one move. A swap that fails only looks. */
  *swap(name: string, from: number, to: number): Step<boolean> {
    yield step('update', name);
    const fits = (this.values.get(name) ?? 0) === from;
    this.touch(name, fits);
    if (fits) this.values.set(name, to);
    this.tell(`${fits}`);
    return fits;
  }

  *lock(name: string, me: number): Step<void> {
    const op: Operation = { kind: 'lock', object: `lock ${name}` };
    yield { kind: 'step', op, by: PERFORMER };
    const deadline = this.now() + 10_000;
    for (let owner = this.owners.get(name); owner !== undefined; owner = this.owners.get(name)) {
      this.touch(op.object, false);
      const resume = yield { kind: 'blocked', op, on: [owner], by: me, deadline };
      this.tell('waited');
      if (resume.kind === 'timeout') throw new TimedOut(name);
    }
    this.touch(op.object, true);
    this.owners.set(name, me);
  }

  *unlock(name: string, me: number): Step<void> {
    yield step('update', `lock ${name}`);
    this.free(me);
  }

  /** Lets go of every lock of a task. */
  free(me: number): void {
    for (const [name, owner] of this.owners)
      if (owner === me) {
        this.touch(`lock ${name}`, true);
        this.owners.delete(name);
      }
    this.freed(me);
  }
}

class TimedOut extends Error {}

const PERFORMER = { context: 'program', className: null };

const step = (kind: 'query' | 'update', object: string) =>
  ({ kind: 'step', op: { kind, object }, by: PERFORMER }) as const;

export type Task = (shared: Shared, me: number) => Step<void>;

/** `check` looks at the end of each run and says what is wrong, or null. */
export class Program implements Subject {
  readonly name = 'program';
  readonly ends = new Set<string>();

  constructor(
    readonly tasks: readonly Task[],
    readonly check: (values: ReadonlyMap<string, number>) => string | null = () => null,
    readonly menu: FaultMenu = { faults: [] },
  ) {}

  async run(player: Player): Promise<Run> {
    const strategy = { name: 'none', choose: () => 0 };
    const scheduler = new Scheduler({ clock: new VirtualClock(), strategy });
    const { menu } = this;
    const decider = new Decider(player);
    const shared = new Shared();
    const survey = player.surveyor?.(standing(scheduler, shared, () => recorder));
    const recorder: Recorder = new Recorder(scheduler, decider, {
      limit: 1000,
      menu,
      strikeOrg: () => scheduler.letPass(60_000),
      ...(survey ? { survey } : {}),
    });
    shared.touch = (cell, changed) => recorder.tracer!.touch(cell, changed);
    shared.freed = (owner) => scheduler.released(owner);
    shared.now = () => scheduler.clock.now();
    shared.tell = (text) => scheduler.trail?.tell(text);
    shared.spawn = (task, me, given = '') => {
      const run = (): Step<void> => guarded(task, shared, me);
      const spawned = scheduler.spawn({ name: 'task', given: `${me} ${given}`, run });
      void spawned.result().catch(() => undefined);
    };
    this.tasks.forEach((task, i) => shared.spawn(task, i + 1));
    await scheduler.idle();
    recorder.detach();
    const { moves } = recorder;
    const { choices } = decider;
    const abandoned = recorder.abandoned || survey?.rest([]) === false;
    if (survey?.contradiction) throw new Error(survey.contradiction);
    const message = abandoned ? null : this.check(shared.values);
    if (!abandoned) this.ends.add(JSON.stringify([...shared.values].sort()));
    const failures =
      message === null ? [] : [{ invariant: 'check', message, after: moves.length - 1 }];
    const print = fingerprint(moves.map(digestOfMove), failures);
    return { moves, choices, failures, abandoned, fingerprint: print };
  }
}

/** What decides how a run of a program goes on. */
function standing(scheduler: Scheduler, shared: Shared, recorder: () => Recorder): Standing {
  const sorted = (map: ReadonlyMap<string, number>): string => JSON.stringify([...map].sort());
  return {
    get moves() {
      return recorder().moves;
    },
    get spoilt() {
      return recorder().abandoned || recorder().exhausted;
    },
    state() {
      const names = { task: (task: number) => recorder().idOf(task), transaction: String, digest };
      const tasks = scheduler.describe(names);
      const own = recorder().stateText();
      if (tasks === null || own === null) return null;
      const cells = [sorted(shared.values), sorted(shared.owners)];
      return [tasks, own, ...cells, scheduler.clock.now()].join('\n');
    },
  };
}

const numbers = new Map<string, string>();

/** Stands for a text, in this process. */
function digest(text: string): string {
  let known = numbers.get(text);
  if (known === undefined) numbers.set(text, (known = String(numbers.size)));
  return known;
}

/** A task that fails or is killed frees its locks. A killed one leaves a value behind, too. */
function* guarded(task: Task, shared: Shared, me: number): Step<void> {
  try {
    yield* task(shared, me);
  } catch (error) {
    if (!(error instanceof TimedOut || error instanceof TransactionKilled)) throw error;
    shared.free(me);
    if (error instanceof TransactionKilled) {
      shared.touch('x', true);
      shared.values.set('x', 100 + me);
    }
    throw error;
  }
}

/** Each task writes the variables in turn. */
export function writers(...lists: readonly (readonly string[])[]): Program {
  return new Program(
    lists.map((names, i) => {
      return function* (shared): Step<void> {
        for (const name of names) yield* shared.write(name, i + 1);
      };
    }),
  );
}

/** Each task adds one, by reading and then writing. */
export function adders(count: number): Program {
  const add: Task = function* (shared) {
    const value = yield* shared.read('x');
    yield* shared.write('x', value + 1);
  };
  return new Program(new Array<Task>(count).fill(add), (values) =>
    values.get('x') === count ? null : `x is ${values.get('x') ?? 0} after ${count} additions`,
  );
}

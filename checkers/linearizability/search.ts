/**
 * Decides whether a history of one object is linearizable (Herlihy and Wing, TOPLAS 1990).
 *
 * The search goes through calls and answers in time. It is Wing and Gong's (JPDC 1993), with the two
 * improvements of Lowe (Concurrency and Computation, 2017): an operation is put in order only when
 * an answer demands it (just-in-time linearisation), since whatever may come earlier may as well
 * come later as long as nobody has been told; and what has been reached before, the same state with
 * the same pending operations done, is not tried again. Porcupine (Athalye, 2017) showed how far
 * this goes when each key is checked alone, which is up to the caller here.
 *
 * Cost: for each answer, at most states × subsets of the operations pending at that moment. Objects
 * whose results say a lot, like tickets and tokens, leave one or two of them.
 */
import type { Model, Timed, Verdict } from './model';

/** Steps after which a search is given up. A history of 10,000 calls on locks or lanes needs 10⁵. */
const MOST_STEPS = 5_000_000;

/** An order so far, shared by all that begin with it: the last operation, and what came before. */
interface Path {
  readonly op: number;
  readonly before: Path | null;
  readonly length: number;
}

/** One way in which things may stand between two events. */
interface Position<State> {
  readonly state: State;
  /** Operations that have taken effect and not been answered yet, rising. */
  readonly early: readonly number[];
  readonly path: Path | null;
}

interface Event {
  readonly at: number;
  readonly op: number;
  readonly kind: 'call' | 'answer';
}

/** @param mostSteps steps of the model after which the search ends as `undecided` */
export function linearize<State, Op>(
  model: Model<State, Op>,
  ops: readonly Timed<Op>[],
  mostSteps = MOST_STEPS,
): Verdict<State, Op> {
  const start: Position<State> = { state: model.initial, early: [], path: null };
  const search = new Search(model, ops, mostSteps);
  let positions: readonly Position<State>[] = [start];
  for (const { op, kind } of events(ops)) {
    if (kind === 'call') {
      search.pending.add(op);
      continue;
    }
    const after = search.answer(op, positions);
    if (after === null) return { kind: 'undecided', steps: search.steps };
    if (after.length === 0) {
      const { state, path } = search.longest ?? start;
      return { kind: 'not-linearizable', stuck: ops[op]!, order: orderOf(path, ops), state };
    }
    search.pending.delete(op);
    positions = after;
  }
  return { kind: 'linearizable', order: orderOf(positions[0]!.path, ops) };
}

class Search<State, Op> {
  readonly pending = new Set<number>();
  steps = 0;
  /** The longest order among those that the answer at hand was to be added to. */
  longest: Position<State> | null = null;

  constructor(
    readonly model: Model<State, Op>,
    readonly ops: readonly Timed<Op>[],
    readonly mostSteps: number,
  ) {}

  /** All positions in which `op` has taken effect, by whatever pending operations come before it. */
  answer(op: number, positions: readonly Position<State>[]): readonly Position<State>[] | null {
    const reached = new Map<string, Position<State>>();
    const tried = new Set<string>();
    const open = [...positions];
    this.longest = null;
    for (let position = open.pop(); position; position = open.pop()) {
      const key = this.#key(position);
      if (tried.has(key)) continue;
      tried.add(key);
      if (lengthOf(position) >= lengthOf(this.longest)) this.longest = position;
      if (position.early.includes(op)) {
        const told = { ...position, early: position.early.filter((early) => early !== op) };
        reached.set(this.#key(told), told);
      } else open.push(...this.#further(position));
      if (this.steps > this.mostSteps) return null;
    }
    return [...reached.values()];
  }

  /** What one more of the pending operations makes of a position. */
  #further(position: Position<State>): Position<State>[] {
    const changes: Position<State>[] = [];
    const same = this.model.key(position.state);
    for (const op of this.pending) {
      if (position.early.includes(op)) continue;
      this.steps++;
      const { op: what, answered } = this.ops[op]!;
      const state = this.model.step(position.state, what);
      if (state === null) continue;
      // What nobody was told and what changes nothing here may as well happen later, or never.
      if (answered === null && this.model.key(state) === same) continue;
      const early = [...position.early, op].sort((a, b) => a - b);
      const path = { op, before: position.path, length: lengthOf(position) + 1 };
      const next = { state, early, path };
      // A right answer that changes nothing, ever, is best given at once: it stands in nobody's way.
      if (this.model.looksOnly(what)) return [next];
      changes.push(next);
    }
    return changes;
  }

  #key({ state, early }: Position<State>): string {
    return `${early.join(',')};${this.model.key(state)}`;
  }
}

const lengthOf = (position: Position<unknown> | null): number => position?.path?.length ?? 0;

/** Calls and answers in time. At the same time calls come first: such operations may overlap. */
function events<Op>(ops: readonly Timed<Op>[]): Event[] {
  const all = ops.flatMap(({ invoked, answered }, op): Event[] => [
    { at: invoked, op, kind: 'call' },
    ...(answered === null ? [] : [{ at: answered, op, kind: 'answer' } as const]),
  ]);
  return all.sort(
    (a, b) => compare(a.at, b.at) || (a.kind === b.kind ? 0 : a.kind === 'call' ? -1 : 1),
  );
}

/** Not by subtraction, which is no number for two infinities. */
const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

function orderOf<Op>(path: Path | null, ops: readonly Timed<Op>[]): Timed<Op>[] {
  const order: Timed<Op>[] = [];
  for (let at = path; at; at = at.before) order.push(ops[at.op]!);
  return order.reverse();
}

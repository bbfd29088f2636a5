/**
 * What has not been taken yet, and the way there. The choices of a state are taken in order; a state
 * is done when all of them are taken and every state that they led to is done.
 */
import { OPEN, type StateTable } from './state-table';

/** A run can come back to a state that it was in, and so go on for ever. */
export class Cycle extends Error {}

export class Frontier {
  /** Choices of a state that were taken, counted from the first. */
  #taken = new Uint16Array(1024);
  /** Choices of a state, counted from the first, that led to states that are done. */
  #done = new Uint16Array(1024);

  #begun = 0;
  /** States from which one comes to what is open, as was found last; nothing was taken since. */
  #way: ReadonlySet<number> = new Set();

  /** @param taken of each state of the table */
  constructor(
    readonly table: StateTable,
    taken = new Uint16Array(),
  ) {
    this.#grow();
    this.#taken.set(taken);
    for (const each of taken) this.#begun += each;
  }

  /** Choices that nobody has taken. */
  get open(): number {
    return this.table.choices - this.#begun;
  }

  /** By state: how many of its choices were taken. */
  get taken(): Uint16Array {
    return this.#taken.subarray(0, this.table.size);
  }

  /** @returns the choice that leads to something new soonest, or -1: all is known from here on */
  next(state: number): number {
    this.#grow();
    const taken = this.#taken[state]!;
    if (taken < this.table.choicesOf(state)) return taken;
    return this.hasOpen(state) ? this.#done[state]! : -1;
  }

  /** The choice is taken, wherever it leads to. */
  take(state: number, choice: number): void {
    this.#grow();
    if (choice !== this.#taken[state]) return;
    this.#taken[state] = choice + 1;
    this.#begun++;
    this.#way = new Set();
  }

  /**
   * Whether something that was not taken can be reached from a state. A state that is found to be done
   * is never looked at again, so all calls together look at each choice about once.
   * @throws Cycle
   */
  hasOpen(from: number): boolean {
    if (this.#way.has(from)) return true;
    this.#grow();
    const { table } = this;
    const path = [from];
    const onPath = new Set(path);
    for (let state = from; path.length > 0; state = path.at(-1)!) {
      const choice = this.#done[state]!;
      if (choice === table.choicesOf(state)) {
        path.pop();
        onPath.delete(state);
        continue;
      }
      // A run that is in progress, or that has failed, has not said yet where its last choice leads to.
      const taken = choice < this.#taken[state]!;
      const to = taken ? table.target(state, choice) : OPEN;
      if (to === OPEN) {
        this.#way = onPath;
        return true;
      }
      if (this.#done[to] === table.choicesOf(to)) this.#done[state] = choice + 1;
      else if (onPath.has(to)) throw cycleOf(path.length - path.indexOf(to));
      else {
        path.push(to);
        onPath.add(to);
      }
    }
    return false;
  }

  #grow(): void {
    const { size } = this.table;
    if (size <= this.#taken.length) return;
    const room = Math.max(size, 2 * this.#taken.length);
    this.#taken = widened(this.#taken, room);
    this.#done = widened(this.#done, room);
  }
}

export function cycleOf(moves: number): Cycle {
  return new Cycle(
    `A run can come back to a state that it was in, after ${moves} moves, so it need not come to an end.`,
  );
}

function widened(from: Uint16Array, room: number): Uint16Array<ArrayBuffer> {
  const to = new Uint16Array(room);
  to.set(from);
  return to;
}

/**
 * States by a digest of their text, with what each of their choices led to. Made for a million of
 * them: everything lies in typed arrays, about 40 bytes for each state and 8 for each choice.
 *
 * Digests are 128 bits of SHA-1, so among n states two are taken for one with a probability of about
 * n² / 2^129: for ten million states 10^-25.
 */
import { hash } from 'node:crypto';

/** Nobody has taken this choice yet. */
export const OPEN = -1;

const WORDS = 4;

/** What a table holds, and nothing that can be worked out of it. */
export interface TableParts {
  readonly digests: Uint32Array<ArrayBuffer>;
  readonly first: Int32Array<ArrayBuffer>;
  readonly offered: Uint32Array<ArrayBuffer>;
  readonly targets: Int32Array<ArrayBuffer>;
  readonly moves: Uint32Array<ArrayBuffer>;
}

export class StateTable {
  #digests = new Uint32Array(WORDS * 1024);
  /** Where the choices of each state begin; one more than there are states. */
  #first = new Int32Array(1025);
  #offered = new Uint32Array(1024);
  #targets = new Int32Array(4096);
  #moves = new Uint32Array(4096);
  /** Numbers of states by digest, from 1 on; 0: nothing. */
  #index = new Int32Array(4096);
  #size = 0;

  /** @throws Error when the parts do not belong together */
  static of({ digests, first, offered, targets, moves }: TableParts): StateTable {
    const size = offered.length;
    const choices = first[size];
    const fit = digests.length === WORDS * size && first.length === size + 1;
    if (!fit || targets.length !== choices || moves.length !== choices)
      throw new Error('This is no table of states: its parts are of different sizes.');
    const table = new StateTable();
    if (size === 0) return table;
    table.#size = size;
    table.#targets = targets;
    table.#moves = moves;
    table.#digests = digests;
    table.#first = first;
    table.#offered = offered;
    table.#number(size, size);
    return table;
  }

  parts(): TableParts {
    const { size, choices } = this;
    return {
      digests: this.#digests.slice(0, WORDS * size),
      first: this.#first.slice(0, size + 1),
      offered: this.#offered.slice(0, size),
      targets: this.#targets.slice(0, choices),
      moves: this.#moves.slice(0, choices),
    };
  }

  get size(): number {
    return this.#size;
  }

  /** Choices of all states, taken or not. */
  get choices(): number {
    return this.#first[this.#size]!;
  }

  /** Bytes that it holds now. */
  get bytes(): number {
    return [this.#digests, this.#first, this.#offered, this.#targets, this.#moves, this.#index]
      .map(({ byteLength }) => byteLength)
      .reduce((sum, each) => sum + each, 0);
  }

  /** @returns its number, or -1 */
  find(text: string): number {
    return this.#index[this.#place(digestOf(text))]! - 1;
  }

  /**
   * @param text not known yet
   * @param offered tells what can be chosen there
   * @returns its number: one more than that of the state before
   */
  add(text: string, choices: number, offered: number): number {
    const state = this.#size++;
    this.#grow(this.choicesBefore(state) + choices);
    const digest = digestOf(text);
    this.#digests.set(digest, WORDS * state);
    this.#index[this.#place(digest, state)] = state + 1;
    this.#offered[state] = offered;
    this.#first[state + 1] = this.#first[state]! + choices;
    this.#targets.fill(OPEN, this.#first[state], this.#first[state + 1]);
    return state;
  }

  offered(state: number): number {
    return this.#offered[state]!;
  }

  choicesOf(state: number): number {
    return this.#first[state + 1]! - this.#first[state]!;
  }

  choicesBefore(state: number): number {
    return this.#first[state]!;
  }

  /** Number of the state that the choice led to, or OPEN. */
  target(state: number, choice: number): number {
    return this.#targets[this.#first[state]! + choice]!;
  }

  /** Tells the move that was made there from others. */
  move(state: number, choice: number): number {
    return this.#moves[this.#first[state]! + choice]!;
  }

  lead(state: number, choice: number, to: number, move: number): void {
    const at = this.#first[state]! + choice;
    this.#targets[at] = to;
    this.#moves[at] = move;
  }

  /** The place of a digest in the index, or the free one where it belongs. */
  #place(digest: Uint32Array, below = this.#size): number {
    const mask = this.#index.length - 1;
    let at = digest[0]! & mask;
    for (; this.#index[at] !== 0; at = (at + 1) & mask) {
      const state = this.#index[at]! - 1;
      if (state < below && this.#same(state, digest)) break;
    }
    return at;
  }

  #same(state: number, digest: Uint32Array): boolean {
    for (let i = 0; i < WORDS; i++)
      if (this.#digests[WORDS * state + i] !== digest[i]) return false;
    return true;
  }

  #grow(choices: number): void {
    if (choices > this.#targets.length) {
      const room = Math.max(choices, 2 * this.#targets.length);
      this.#targets = widened(this.#targets, new Int32Array(room));
      this.#moves = widened(this.#moves, new Uint32Array(room));
    }
    if (this.#size <= this.#offered.length) return;
    const room = 2 * this.#offered.length;
    this.#digests = widened(this.#digests, new Uint32Array(WORDS * room));
    this.#first = widened(this.#first, new Int32Array(room + 1));
    this.#offered = widened(this.#offered, new Uint32Array(room));
    this.#number(this.#size - 1, room);
  }

  /** Makes the index anew. @param room for so many states, before all of this grows */
  #number(states: number, room: number): void {
    this.#index = new Int32Array(2 ** Math.ceil(Math.log2(4 * room)));
    for (let state = 0; state < states; state++) {
      const digest = this.#digests.subarray(WORDS * state, WORDS * (state + 1));
      this.#index[this.#place(digest, state)] = state + 1;
    }
  }
}

function widened<T extends Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

let known = '';
const scratch = new Uint32Array(WORDS);

/** Of the text that was asked for last it is at hand. */
function digestOf(text: string): Uint32Array {
  if (text === known) return scratch;
  const digest = hash('sha1', text, 'buffer');
  for (let i = 0; i < WORDS; i++) scratch[i] = digest.readUInt32LE(4 * i);
  known = text;
  return scratch;
}

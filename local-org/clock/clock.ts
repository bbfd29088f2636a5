/**
 * The one clock of a local org. Nothing else in `local-org` may read the time of the machine.
 *
 * `real`: wall clock plus an offset, so that tests of a running server can jump ahead.
 * `virtual`: stands still unless advanced, so that timing never decides a test.
 */
export type ClockMode = 'real' | 'virtual';

export interface Clock {
  readonly mode: ClockMode;
  /** Org time, epoch milliseconds. */
  now(): number;
  /** Jumps ahead by `ms` (>= 0). */
  advance(ms: number): void;
  /** Jumps to `epochMs` when that lies ahead; never goes back. */
  advanceTo(epochMs: number): void;
  /** How far off the clock of the server is on which the next transaction begins, in milliseconds. */
  nextSkewMs?: number;
}

/** A clock that only moves when told to. */
export class VirtualClock implements Clock {
  readonly mode = 'virtual';
  nextSkewMs = 0;
  #now: number;

  /** @param start first instant, epoch milliseconds. */
  constructor(start = Date.UTC(2026, 0, 5, 9, 0, 0)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`A clock cannot go back: advance(${ms}).`);
    this.#now += ms;
  }

  advanceTo(epochMs: number): void {
    if (epochMs > this.#now) this.#now = epochMs;
  }

  /** Back to an earlier instant, for an org that becomes again what it was then. */
  turnBackTo(epochMs: number): void {
    this.#now = epochMs;
  }
}

/** Wall clock plus an offset that only grows. */
export class RealClock implements Clock {
  readonly mode = 'real';
  #offset = 0;

  now(): number {
    return Date.now() + this.#offset;
  }

  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`A clock cannot go back: advance(${ms}).`);
    this.#offset += ms;
  }

  advanceTo(epochMs: number): void {
    this.advance(Math.max(0, epochMs - this.now()));
  }
}

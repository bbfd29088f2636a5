/**
 * The scheduler with its pump: it performs choices while there are any, gives way to the event loop
 * so that requests from outside arrive in between, and lets time pass.
 *
 * Virtual clock: when nothing can go on but a transaction waits for a lock or sleeps, the clock moves
 * to its deadline at once; delayed jobs and schedules never move it. Real clock: the pump sleeps.
 */
import { SchedulerCore } from './core';
import type { Task, TaskSpec } from './task';
import { Treadmill } from './treadmill';

/**
 * Choices between two visits to the event loop. Counted, not timed, so that runs repeat. With a real
 * clock there are clients outside, and more visits let their requests interleave better.
 */
const STEPS_PER_TURN = { virtual: 512, real: 4 };

export class Scheduler extends SchedulerCore {
  #pumping = false;
  #sleep: NodeJS.Timeout | null = null;
  #idle: { readonly resolve: () => void; readonly reject: (why: Error) => void }[] = [];
  readonly #treadmill = new Treadmill();
  #closed = false;

  /**
   * Resolves when no transaction is in progress and nothing is due; the clock moves for waits only.
   *
   * @throws EndlessWork when that will never be, as something starts itself again and again
   */
  idle(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#idle.length === 0) this.#treadmill.restart();
      this.#idle.push({ resolve, reject });
      this.changed();
    });
  }

  override spawn<T>(spec: TaskSpec<T>): Task<T> {
    const endless =
      this.#idle.length > 0 ? this.#treadmill.began(spec.name, this.clock.now()) : null;
    if (endless) for (const { reject } of this.#idle.splice(0)) reject(endless);
    return super.spawn(spec);
  }

  /** Moves the clock ahead by `ms`, firing what becomes due on the way in its order, then idles. */
  async advance(ms: number): Promise<void> {
    const target = this.clock.now() + ms;
    for (;;) {
      await this.idle();
      const due = this.timers.next();
      if (due === undefined || due > target) break;
      this.clock.advanceTo(due);
    }
    this.clock.advanceTo(target);
    await this.idle();
  }

  /** Runs until nothing can go on, without visiting the event loop. For tests and the explorer. */
  drain(): void {
    do {
      this.fireDue();
      while (this.step()) this.fireDue();
    } while (this.#passTime());
  }

  /** Performs a single choice. False when nothing can go on without time passing. */
  stepOnce(): boolean {
    this.fireDue();
    return this.step();
  }

  /** Kills everything, forgets timers and choices. */
  reset(): void {
    this.forgetAll();
    if (this.#sleep) clearTimeout(this.#sleep);
    this.#sleep = null;
  }

  close(): void {
    this.reset();
    this.#closed = true;
    for (const { resolve } of this.#idle.splice(0)) resolve();
  }

  protected override changed(): void {
    if (this.#pumping || this.#closed) return;
    this.#pumping = true;
    if (this.#sleep) clearTimeout(this.#sleep);
    this.#sleep = null;
    setImmediate(() => this.#pump());
  }

  #pump(): void {
    if (this.#closed) return;
    this.answered = 0;
    this.fireDue();
    for (let n = 0; n < STEPS_PER_TURN[this.clock.mode] && this.answered === 0; n++) {
      if (!this.step()) break;
      this.fireDue();
    }
    // Clients of tasks that ended get their answers before the next choice.
    if (this.canStep || this.answered > 0) return void setImmediate(() => this.#pump());
    if (this.#passTime()) return void setImmediate(() => this.#pump());
    this.#pumping = false;
    this.#rest();
  }

  /** With a virtual clock, moves it to where a waiting transaction can go on. */
  #passTime(): boolean {
    if (this.clock.mode !== 'virtual' || this.external.size > 0 || !this.waitingForTime)
      return false;
    const due = this.timers.next();
    if (due === undefined) return false;
    this.clock.advanceTo(due);
    this.fireDue();
    return true;
  }

  /** Nothing can go on: tells who waits for that, and sets the alarm of a real clock. */
  #rest(): void {
    const inProgress = this.external.size > 0 || this.waitingForTime;
    if (!inProgress) for (const { resolve } of this.#idle.splice(0)) resolve();
    if (this.clock.mode !== 'real') return;
    const due = this.timers.next();
    if (due === undefined) return;
    const wait = Math.min(Math.max(0, due - this.clock.now()), 2 ** 31 - 1);
    this.#sleep = setTimeout(() => this.changed(), wait);
    // A server stays alive by its socket; a script may end while jobs are still to come.
    if (!inProgress) this.#sleep.unref();
  }
}

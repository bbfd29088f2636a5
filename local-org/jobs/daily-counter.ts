import { shared } from '../transaction/shared';
import type { Transaction } from '../transaction/transaction';

const DAY = 24 * 60 * 60 * 1000;

const hourOf = (now: number): number => Math.floor(now / 3_600_000) * 3_600_000;

/** Asynchronous executions of the last 24 hours, counted by the hour. */
export class DailyCounter {
  #hours = new Map<number, number>();

  constructor(readonly limit: number) {}

  used(now: number): number {
    let sum = 0;
    for (const [hour, n] of this.#hours) {
      if (hour <= now - DAY) this.#hours.delete(hour);
      else sum += n;
    }
    return sum;
  }

  /** Counts one execution, or throws System.AsyncException. */
  use(tx: Transaction): void {
    const now = tx.services.clock.now();
    if (!shared(tx, 'daily limit', () => this.#take(now)))
      throw tx.vm.exception(
        'System.AsyncException',
        `You've exceeded the limit of ${this.limit} for asynchronous Apex method executions in 24 hours`,
      );
  }

  /** Counts executions that others have begun in this hour. */
  spend(count: number, now: number): void {
    const hour = hourOf(now);
    this.#hours.set(hour, (this.#hours.get(hour) ?? 0) + count);
  }

  #take(now: number): boolean {
    if (this.used(now) >= this.limit) return false;
    this.spend(1, now);
    return true;
  }

  save(): ReadonlyMap<number, number> {
    return new Map(this.#hours);
  }

  load(saved: ReadonlyMap<number, number>): void {
    this.#hours = new Map(saved);
  }
}

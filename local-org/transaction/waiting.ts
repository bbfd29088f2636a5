import type { Blocked } from '../database/contract';
import type { Operation, Step } from '../scheduler/suspension';
import type { Transaction } from './transaction';

export const TIMED_OUT = Symbol('timed out');

export function isBlocked(outcome: object): outcome is Blocked {
  return 'blocked' in outcome;
}

/** A wait of one statement: however often it is woken in vain, it ends at the same instant. */
export class Patience {
  #deadline: number | null = null;

  constructor(readonly tx: Transaction) {}

  /** Repeats `attempt` until it is not blocked, or the statement's time is up. */
  *wait<T extends object>(op: Operation, attempt: () => Blocked | T): Step<T | typeof TIMED_OUT> {
    for (;;) {
      const outcome = attempt();
      if (!isBlocked(outcome)) return outcome;
      const { clock, settings } = this.tx.services;
      this.#deadline ??= clock.now() + settings.lockTimeoutMs;
      const resume = yield {
        kind: 'blocked',
        op,
        on: outcome.on,
        by: this.tx.db.id,
        deadline: this.#deadline,
      };
      if (resume.kind === 'timeout') return TIMED_OUT;
    }
  }
}

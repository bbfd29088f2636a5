import { shared } from '../transaction/shared';
import type { Transaction } from '../transaction/transaction';

/**
 * Signatures of jobs that wait. A job loses its signature when it is first dequeued: duplicates of a
 * running job are accepted. Enqueues that have not committed do not see each other.
 */
export class Signatures {
  readonly #waiting = new Map<string, number>();
  readonly #claims = new WeakMap<Transaction, Set<string>>();

  /** Throws System.DuplicateMessageException when an equal job waits. */
  claim(tx: Transaction, signature: string): void {
    const own = this.#claims.get(tx) ?? new Set();
    this.#claims.set(tx, own);
    tx.services.database.observer?.shared(`signature ${signature}`);
    const waits = shared(tx, 'signature', () => this.#waiting.has(signature));
    if (waits || own.has(signature))
      throw tx.vm.exception(
        'System.DuplicateMessageException',
        'Attempt to enqueue job with duplicate queueable signature',
      );
    own.add(signature);
  }

  add(signature: string | null): void {
    if (signature !== null) this.#waiting.set(signature, (this.#waiting.get(signature) ?? 0) + 1);
  }

  remove(signature: string | null): void {
    if (signature === null) return;
    const left = (this.#waiting.get(signature) ?? 0) - 1;
    if (left > 0) this.#waiting.set(signature, left);
    else this.#waiting.delete(signature);
  }

  describe(): string {
    return JSON.stringify([...this.#waiting].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  clear(): void {
    this.#waiting.clear();
  }
}

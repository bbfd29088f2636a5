import type { Transaction } from './transaction';

/**
 * Asks for something that transactions share outside the database, and takes part of it. Everything
 * of that kind goes through here, so that a transaction can be repeated from memory; `ask` must not
 * look at `tx`.
 */
export function shared<T>(tx: Transaction, what: string, ask: () => T): T {
  const { services } = tx;
  return services.shared ? services.shared(what, ask) : ask();
}

/**
 * The platform's read-only mode, in which an org is during some maintenance: reads go on, what writes
 * is refused, and nothing that runs by itself begins.
 */
import type { RowError } from '../runtime/host';
import type { Step } from '../scheduler/suspension';
import type { Services } from './services';
import type { Transaction } from './transaction';

/** Status code and text as orgs in that mode have been seen to give them. */
export const DURING_MAINTENANCE: RowError = {
  statusCode: 'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE',
  message: "Updates can't be made during maintenance. Try again when maintenance is complete.",
  fields: [],
};

/** Stands for the mode among the transactions that others wait for; numbers of those are above 0. */
const THE_MODE = -1;

export class Maintenance {
  #readOnly = false;

  /** @param released tells those who wait for the end of the mode that it has come */
  constructor(readonly released: (tx: number) => void) {}

  get readOnly(): boolean {
    return this.#readOnly;
  }

  /** When the mode ends, what would have begun meanwhile begins. */
  set(readOnly: boolean): void {
    this.#readOnly = readOnly;
    if (!readOnly) this.released(THE_MODE);
  }
}

/** Where something begins that no client asked for: lets it wait while the org may only be read. */
export function* whenWritable({ maintenance }: Services): Step<void> {
  while (maintenance.readOnly)
    yield {
      kind: 'blocked',
      op: { kind: 'admin', object: '', detail: 'read-only mode' },
      on: [THE_MODE],
      deadline: Infinity,
    };
}

/** Whether a transaction may only read: the org is in that mode, or a test pretends so. */
export function isReadOnly(tx: Transaction): boolean {
  return tx.services.maintenance.readOnly || tx.testControl?.readOnly === true;
}

/**
 * Before whatever writes and has no rows to give an error to: locking queries, jobs, schedules.
 * What the platform throws there is not documented; this is what DML throws.
 *
 * @throws System.InvalidReadOnlyUserDmlException in read-only mode
 */
export function checkWritable(tx: Transaction): void {
  if (!isReadOnly(tx)) return;
  const { statusCode, message } = DURING_MAINTENANCE;
  throw tx.vm.exception('System.InvalidReadOnlyUserDmlException', `${statusCode}, ${message}`);
}

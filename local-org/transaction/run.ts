/** Runs one transaction from its first statement to commit or rollback. */
import type { Failure } from '../runtime/core/vm';
import type { Step } from '../scheduler/suspension';
import { inside } from './activation';
import { openLog } from './log-frame';
import type { Services } from './services';
import { Transaction, type TransactionSpec } from './transaction';

export type TransactionOutcome<T> =
  | { readonly ok: true; readonly value: T; readonly tx: Transaction }
  | {
      readonly ok: false;
      readonly failure: Failure;
      /** The JavaScript error that carries it. */
      readonly error: unknown;
      readonly tx: Transaction;
    };

/**
 * Commits when `body` returns. When Apex fails, everything is rolled back and the failure is
 * returned; anything else (a kill, a bug) is rolled back and thrown on.
 */
export function runTransaction<T>(
  services: Services,
  spec: TransactionSpec,
  body: (tx: Transaction) => Step<T>,
): Step<TransactionOutcome<T>> {
  const { memo } = services;
  const placed = onItsServer(services, spec);
  if (!memo || !placed.identity || spec.within) return perform(services, placed, body);
  return memo.run(services, placed, body, perform);
}

/** The transaction on the server whose clock is off, if somebody has chosen one for it. */
function onItsServer({ clock }: Services, spec: TransactionSpec): TransactionSpec {
  const skewMs = clock.nextSkewMs ?? 0;
  if (skewMs === 0 || spec.within) return spec;
  clock.nextSkewMs = 0;
  const { identity } = spec;
  // Another time is another transaction.
  const other = identity && { ...identity, name: `${identity.name} off by ${skewMs}` };
  return { ...spec, skewMs, ...(other ? { identity: other } : {}) };
}

function* perform<T>(
  services: Services,
  spec: TransactionSpec,
  body: (tx: Transaction) => Step<T>,
): Step<TransactionOutcome<T>> {
  const tx = new Transaction(services, spec);
  const closeLog = openLog(tx);
  try {
    const value = yield* inside(tx.vm, tx.activation, body(tx));
    yield* commit(tx);
    services.meter.ended(tx, false);
    return { ok: true, value, tx };
  } catch (error) {
    if (tx.db.state === 'open' && !spec.within) tx.db.rollback();
    services.meter.ended(tx, true);
    const failure = failureOf(tx, error);
    if (!failure) throw error;
    logFailure(tx, failure);
    return { ok: false, failure, error, tx };
  } finally {
    closeLog();
    if (tx.log.enabled && !spec.within) services.logged?.(tx, tx.db.state !== 'committed');
  }
}

/** Everything becomes visible, then jobs and events that came with it are let go. */
export function* commit(tx: Transaction): Step<void> {
  if (tx.spec.within) return;
  const resume = yield* tx.step({ kind: 'commit', object: '' });
  tx.unheard = resume.kind === 'unheard';
  tx.db.commit();
  for (const effect of tx.afterCommit.splice(0)) effect();
  tx.services.async.deliver(tx.events.splice(0));
}

/** What an error means in Apex; evaluated with the transaction current, as messages may be computed. */
function failureOf(tx: Transaction, error: unknown): Failure | null {
  tx.vm.enter(tx.activation);
  try {
    return tx.vm.failure(error);
  } finally {
    tx.vm.leave();
  }
}

function logFailure(tx: Transaction, { type, message, stackTrace }: Failure): void {
  const line = /line (\d+)/.exec(stackTrace)?.[1] ?? '1';
  tx.log.add('EXCEPTION_THROWN', `[${line}]`, `${type}: ${message}`);
  tx.log.add('FATAL_ERROR', `${type}: ${message}\n\n${stackTrace}`);
}

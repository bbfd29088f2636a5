/** One batch of events through one trigger. */
import type { CompiledTrigger } from '../language/program';
import type { RunningUser, TriggerContext } from '../runtime/host';
import { ApexList, type SObjectValue } from '../runtime/core/values-all';
import type { Step } from '../scheduler/suspension';
import { serialize } from '../transaction/memo/serialize';
import { runTransaction } from '../transaction/run';
import type { Services } from '../transaction/services';
import type { Transaction } from '../transaction/transaction';

export interface EventRun {
  readonly user: RunningUser;
  readonly retries: number;
  readonly lastError: string | null;
  readonly within?: Transaction;
}

export interface EventResult {
  /** The same events are to be delivered again. */
  readonly retry: boolean;
  readonly error: string | null;
  /** Events that count as delivered, from the first on. */
  readonly done: number;
  readonly tx: Transaction;
}

export function* runEvents(
  services: Services,
  trigger: CompiledTrigger,
  events: readonly SObjectValue[],
  run: EventRun,
): Step<EventResult> {
  // Before anything is repeated from memory: what events are must not depend on that.
  for (const event of events) event.readOnly = true;
  const outcome = yield* runTransaction(
    services,
    {
      context: 'event',
      user: run.user,
      className: trigger.name,
      unit: `${trigger.name} on ${trigger.object} trigger event AfterInsert|__sfdc_trigger/${trigger.name}`,
      eventRetries: run.retries,
      eventError: run.lastError,
      identity: {
        name: `event ${trigger.name}`,
        input: () => serialize(new ApexList('Object', [run.retries, run.lastError, ...events])),
      },
      ...(run.within ? { within: run.within } : {}),
    },
    function* (tx): Step<void> {
      tx.triggers.push(contextOf(tx, trigger.object, events));
      yield* trigger.run();
    },
  );
  const { tx } = outcome;
  // The bus never learns of the commit, so it delivers the same events again.
  if (tx.unheard) return { retry: false, error: null, done: 0, tx };
  const done = checkpointed(tx, events);
  if (outcome.ok) return { retry: false, error: null, done, tx };
  const { type, message } = outcome.failure;
  const retry = type.toLowerCase() === 'eventbus.retryableexception';
  // Any other exception loses the batch, from the checkpoint on if the trigger set one.
  return { retry, error: message, done: tx.resumeCheckpoint ? done : events.length, tx };
}

/** How many events lie up to the checkpoint that the trigger set; all when it set none. */
function checkpointed(tx: Transaction, events: readonly SObjectValue[]): number {
  if (tx.resumeCheckpoint === null) return events.length;
  const at = events.findIndex((e) => e.fields.get('ReplayId') === tx.resumeCheckpoint);
  return at < 0 ? events.length : at + 1;
}

function contextOf(
  tx: Transaction,
  object: string,
  events: readonly SObjectValue[],
): TriggerContext {
  return {
    isBefore: false,
    isInsert: true,
    isUpdate: false,
    isDelete: false,
    isUndelete: false,
    newList: tx.vm.list(object, [...events]),
    newMap: null,
    oldList: null,
    oldMap: null,
    size: events.length,
    operation: 'AFTER_INSERT',
  };
}

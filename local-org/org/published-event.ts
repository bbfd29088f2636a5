/** Platform events as clients hear of them: plain values instead of Apex. */
import type { Values } from '../database/contract';
import type { Stored } from '../database/schema';
import type { EventListener } from '../jobs/event-bus';
import type { RunningUser } from '../runtime/host';
import { asNumber } from '../runtime/library/support/numbers';
import { ApexBlob, ApexDate, ApexDatetime, ApexTime, type Value } from '../runtime/core/values-all';

export interface OrgEvent {
  /** `Order_Event__e`. */
  readonly object: string;
  readonly replayId: number;
  readonly publisher: RunningUser;
  /** As the database would keep them; what was not set is absent. */
  readonly values: Values;
}

const DAY_MS = 86_400_000;

function plain(value: Value | undefined): Stored {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof ApexDatetime || value instanceof ApexTime) return value.ms;
  if (value instanceof ApexDate) return new Date(value.days * DAY_MS).toISOString().slice(0, 10);
  if (value instanceof ApexBlob) return value.bytes.toString('base64');
  return asNumber(value);
}

/** Turns a listener for plain events into one for the event bus. */
export function plainListener(listener: (event: OrgEvent) => void): EventListener {
  return ({ object, event, publisher, replayId }) => {
    const values: Record<string, Stored> = {};
    for (const [name, value] of event.fields) values[name] = plain(value);
    listener({ object, replayId, publisher, values });
  };
}

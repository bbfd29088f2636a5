/** Actors whose items do more than leave an effect: see ExplorerHandler. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import { anonymous, runs, type Actor } from '../scenario';

/** The payload of an item for ExplorerHandler. */
export interface Part {
  readonly key: string;
  /** So many attempts fail by an exception, */
  readonly fails?: number;
  /** and so many die of a governor limit. */
  readonly dies?: number;
  /** Its effect is written by a hook, before the handler is called. */
  readonly hooked?: boolean;
  /** Percent of the day's jobs that must be free when it is called. */
  readonly spare?: number;
  /** An item that the handler enqueues, and the lane for it. */
  readonly sends?: string;
  readonly sendsTo?: string;
}

/** Apex that enqueues the parts. */
export function apexOf(lane: string, ...parts: readonly Part[]): string {
  const payloads = parts.map((part) => `'${JSON.stringify(part)}'`).join(', ');
  return `ExplorerHandler.enqueue('${lane}', new List<String>{ ${payloads} });`;
}

/** Somebody who hands over such items; what their handlers enqueue counts as handed over, too. */
export function hands(name: string, lane: string, ...parts: readonly Part[]): Actor {
  const keys = parts.flatMap(({ key, sends }) => (sends === undefined ? [key] : [key, sends]));
  return runs(
    name,
    `enqueues ${parts.map(told).join(', ')} into lane ${lane}`,
    apexOf(lane, ...parts),
    keys,
  );
}

function told({ key, fails, dies, sends, sendsTo }: Part): string {
  if (fails !== undefined) return `${key} (fails ${fails} times)`;
  if (dies !== undefined) return `${key} (dies ${dies} times)`;
  return sends === undefined ? key : `${key} (enqueues ${sends} into ${sendsTo ?? ''})`;
}

/** Policy and attempts of a lane, written by hand as an administrator does. */
export async function configure(
  org: EmbeddedOrg,
  lane: string,
  policy: string,
  attempts: number,
): Promise<void> {
  await anonymous(
    org,
    `update as system new Mutex__c(Id = [SELECT Id FROM Mutex__c WHERE Key__c = '${lane}'].Id, Policy__c = '${policy}', Max_Attempts__c = ${attempts});`,
  );
}

/** Apex that calls an operator's action with the id of an item. */
export function onItem(action: string, key: string): string {
  return `LaneAdmin.${action}([SELECT Id FROM Queue_Item__c WHERE Request_Key__c = '${key}'].Id);`;
}

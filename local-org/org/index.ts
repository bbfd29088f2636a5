/** An embedded stand-in for a Salesforce org. */
import type { LocalOrgOptions } from './contract';
import type { EmbeddedOrg } from './embedded';
import { MemoryOrg } from './local-org';
import { Wiring } from './wiring';

export * from './contract';
export { EndlessWork } from '../scheduler/treadmill';
export type * from './embedded';
export type { KeptOrg } from './kept-state';
export type { OrgSnapshot } from './snapshot';
export type { OrgEvent } from './published-event';

/** Makes an org that is ready for deploys, requests and Apex. */
export async function createLocalOrg(options: LocalOrgOptions = {}): Promise<EmbeddedOrg> {
  return new MemoryOrg(new Wiring(options));
}

/** An embedded stand-in for a Salesforce org. */
import type { EmbeddedOrg, LocalOrgOptions } from './contract';
import { MemoryOrg } from './local-org';
import { Wiring } from './wiring';

export * from './contract';

/** Makes an org that is ready for deploys, requests and Apex. */
export async function createLocalOrg(options: LocalOrgOptions = {}): Promise<EmbeddedOrg> {
  return new MemoryOrg(new Wiring(options));
}

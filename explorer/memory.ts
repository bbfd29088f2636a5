/** What the orgs of one process keep in memory, together. */
import type { EmbeddedOrg } from '../local-org/org/embedded';

/** Answers that resting orgs may remember: half a gigabyte. The one in use keeps up to twice as many. */
const MOST = 200_000;

/**
 * To be called before an org is used: what rests forgets, as far as all of it is too much.
 * @param orgs the one that was not used for longest first
 */
export function makeRoom(orgs: Iterable<EmbeddedOrg>, inUse: EmbeddedOrg, most = MOST): void {
  const resting = [...orgs].flatMap((org) => (org === inUse ? [] : (org.memory ?? [])));
  let sum = resting.reduce((all, { size }) => all + size, 0);
  for (const memory of resting) {
    if (sum <= most) return;
    sum -= memory.size;
    memory.clear();
  }
}

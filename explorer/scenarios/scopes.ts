/** Scenarios about work in a scope, attempts, guarded records and permits. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import type { FaultKind } from '../faults';
import { anonymous, insertItems, runs, type Actor, type Scenario } from '../scenario';
import { finish, HELD } from './leases';

const LONG_AGO_MS = 180_000;
const PASSES: readonly FaultKind[] = [
  { kind: 'pass', minutes: 2 },
  { kind: 'kill', match: { context: 'anonymous' } },
];

interface Taken {
  readonly name: string;
  readonly token: string;
}

/** Leases that setups have taken. */
const remembered = new WeakMap<EmbeddedOrg, Taken>();

/** Runs Apex that writes `lease=<name>=<token>` to its log. */
async function take(org: EmbeddedOrg, apex: string): Promise<Taken> {
  const { success, exceptionMessage, log } = await org.executeAnonymous(apex);
  const [, name, token] = /lease=([^=\n]+)=(\d+)/.exec(log) ?? [];
  if (!success || name === undefined || token === undefined)
    throw new Error(exceptionMessage ?? 'No lease was told.');
  return { name, token };
}

const unlocks = ({ name, token }: Taken): string =>
  `try { Mutex.resume('${name}', ${token}L).unlock(); } catch (MutexNotHeldException e) { System.debug(e); }`;

/** Takes a lease and loses sight of it for three minutes; it lasts one. */
const longAgo =
  (apex: string) =>
  async (org: EmbeddedOrg): Promise<void> => {
    await anonymous(org, "insert as system new Mutex_Action__c(Action__c = 'explorer');");
    remembered.set(org, await take(org, apex));
    await org.advance(LONG_AGO_MS);
  };

/** Work under a lane's name, in one transaction; what it threw, if it should, was caught. */
function works(name: string, key: string, fails: boolean): Actor {
  const call = `Mutexes.run('a', new ExplorerWork('a', '${key}', ${String(fails)}));`;
  const apex = fails ? `try { ${call} } catch (QueueException e) { System.debug(e); }` : call;
  const does = `writes ${key} in a scope under a${fails ? ', where it fails' : ''}`;
  return { ...runs(name, does, apex), writes: [key] };
}

async function saves(org: EmbeddedOrg, { name, token }: Taken, key: string): Promise<void> {
  await anonymous(org, `ExplorerWork.save('${name}', '${key}', ${token}L);`);
  await anonymous(org, unlocks({ name, token }));
}

const saver = (name: string, key: string, lease: (org: EmbeddedOrg) => Promise<Taken>): Actor => ({
  name,
  does: `writes a record and ${key} under its lease on a and unlocks`,
  keys: [],
  writes: [key],
  act: async (org) => saves(org, await lease(org), key),
});

/** Takes a permit, writes under it in the next transaction, and gives it back in a third. */
const permitted = (name: string, key: string): Actor => ({
  name,
  does: `takes a permit of s, writes ${key} under it and gives it back`,
  keys: [],
  writes: [key],
  async act(org) {
    const permit = await take(org, "ExplorerWork.acquire('s');");
    await finish(org, permit.name, key, permit.token);
  },
});

const releasesLate: Actor = {
  name: 'owner',
  does: 'gives its permit back if it still holds it',
  keys: [],
  async act(org) {
    const { name, token } = remembered.get(org)!;
    await anonymous(
      org,
      `try { Permit.resume(new Lease('${name}', ${token}L)).release(); }
       catch (MutexNotHeldException e) { System.debug(e); }`,
    );
  },
};

const NO_PERMIT = /no permit is free/;

export const SCOPES: readonly Scenario[] = [
  {
    name: 'scope',
    summary: 'Two callers work in a scope under the name of a lane, and one of them fails.',
    actors: [
      works('caller A', 'W1', false),
      works('caller B', 'W2', true),
      insertItems('caller C', 'a', 'C1'),
    ],
    mayRefuse: /is held by queue runner/,
  },
  {
    name: 'fence',
    summary: 'The owner of a lapsed lease writes its record while another tries to lock.',
    setup: longAgo("ExplorerWork.attempt('a');"),
    actors: [
      saver('owner', 'W1', (org) => Promise.resolve(remembered.get(org)!)),
      saver('caller B', 'W2', (org) => take(org, "ExplorerWork.attempt('a');")),
      saver('caller C', 'W3', (org) => take(org, "ExplorerWork.attempt('a');")),
    ],
    mayRefuse: HELD,
  },
  {
    name: 'permits',
    summary: 'Three callers want one of two permits; one may crash, and leases may lapse.',
    actors: [permitted('caller A', 'W1'), permitted('caller B', 'W2'), permitted('caller C', 'W3')],
    faults: PASSES,
    mayRefuse: new RegExp(`${NO_PERMIT.source}|${HELD.source}`),
  },
  {
    name: 'late-permit',
    summary: 'The owner of a lapsed permit gives it back when others have it already.',
    setup: longAgo("ExplorerWork.acquire('s');"),
    actors: [releasesLate, permitted('caller B', 'W2'), permitted('caller C', 'W3')],
    // That none is free, not that one was lost.
    mayRefuse: NO_PERMIT,
  },
];

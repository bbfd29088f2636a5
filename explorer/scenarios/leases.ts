/** Scenarios about user leases: locks of code, guarded writes, and lanes of the same name. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import type { FaultKind } from '../faults';
import { anonymous, enqueue, insertItems, runs, type Actor, type Scenario } from '../scenario';

const WAIT: FaultKind = { kind: 'pass', minutes: 2 };
export const HELD = /is held by|is not held|UNABLE_TO_LOCK_ROW/;

/** Tokens of the leases that setups have taken: their owners remember them. */
export const remembered = new WeakMap<EmbeddedOrg, string>();

/** Takes a lease and returns its token, as an endpoint would hand it to its client. */
async function lock(org: EmbeddedOrg, mutex: string): Promise<string> {
  const apex = `Mutex m = ${mutex}; m.lock(0); System.debug('token=' + m.getToken());`;
  const result = await org.executeAnonymous(apex);
  const token = /token=(\d+)/.exec(result.log)?.[1];
  if (!result.success || token === undefined)
    throw new Error(result.exceptionMessage ?? 'The lock gave no token.');
  return token;
}

export async function lockFirst(org: EmbeddedOrg): Promise<void> {
  remembered.set(org, await lock(org, "new Mutex('a').withLease(60000L)"));
}

/** Writes under a lease, and returns it in the next transaction if it is still its own. */
export async function finish(
  org: EmbeddedOrg,
  lane: string,
  key: string,
  token: string,
): Promise<void> {
  const lease = `'${lane}', ${token}L`;
  await anonymous(org, `ExplorerJob.write('${lane}', '${key}', ${token}L);`);
  await anonymous(
    org,
    `try { Mutex.resume(${lease}).unlock(); } catch (MutexNotHeldException e) { System.debug(e); }`,
  );
}

/** Locks lane a for a minute, three minutes ago. */
async function lockLongAgo(org: EmbeddedOrg): Promise<void> {
  await lockFirst(org);
  await org.advance(180_000);
}

/** Locks lane a for a minute, 45 seconds ago: so it is still locked. */
export async function lockBefore(org: EmbeddedOrg): Promise<void> {
  await lockFirst(org);
  await org.advance(45_000);
}

/** Clocks of servers are apart by as much as the package allows for: `LaneSettings.SKEW_MS`. */
export const SKEW: FaultKind = { kind: 'skew', ms: 30_000 };

/** Goes on with the lease of the setup. */
export const goesOn: Actor = {
  name: 'owner',
  does: 'writes W1 under its lease on a and unlocks',
  keys: [],
  writes: ['W1'],
  act: (org) => finish(org, 'a', 'W1', remembered.get(org)!),
};

/** Takes a mutex in one transaction, writes under it in the next, and returns it. */
export function locksAndWrites(name: string, lane: string, key: string): Actor {
  const act = async (org: EmbeddedOrg): Promise<void> =>
    finish(org, lane, key, await lock(org, `new Mutex('${lane}').withLease(60000L)`));
  const does = `locks ${lane}, then writes ${key} under the lease and unlocks`;
  return { name, does, keys: [], writes: [key], act };
}

/** A lease for a job that will run in five minutes. */
const LEASE_FOR_JOB = `
  Mutex m = new Mutex('a').withLease(30000L);
  m.lock(0);
  m.forJob(System.enqueueJob(new ExplorerJob('a', 'W1', m.getToken()), 5)).extendLock();`;

/** What a copied org shows: a lease of somebody in the org that it was copied from. */
const FOREIGN_LEASE = `
  Mutex__c row = MutexRows.lockRow('a', 1);
  row.Holder__c = 'user';
  row.Token__c += 1;
  row.Lease_Until__c = System.now().getTime() + 36000000L;
  row.Org_Id__c = '00D000000000009EAQ';
  MutexRows.save(new List<Mutex__c>{ row });`;

export const LEASES: readonly Scenario[] = [
  {
    name: 'region',
    summary: 'The owner of a lease on a lane writes and unlocks while a caller hands over work.',
    setup: lockFirst,
    actors: [goesOn, insertItems('caller B', 'a', 'B1')],
  },
  {
    name: 'lapse',
    summary: 'A lease lapses while its owner is at work, and others want the lane.',
    setup: lockFirst,
    actors: [goesOn, insertItems('caller B', 'a', 'B1'), locksAndWrites('caller C', 'a', 'W2')],
    faults: [WAIT, { kind: 'kill', match: { context: 'anonymous' } }],
    mayRefuse: HELD,
  },
  {
    name: 'skewed-lease',
    summary:
      'A lease has a quarter of a minute left, and the clock of a server is off by half of one.',
    setup: lockBefore,
    actors: [goesOn, insertItems('caller B', 'a', 'B1')],
    faults: [SKEW],
    budget: 1,
  },
  {
    name: 'skewed-lease-wanted',
    summary:
      'The same, and three callers hand over work, each on a server with a clock of its own.',
    setup: lockBefore,
    actors: [
      goesOn,
      insertItems('caller B', 'a', 'B1'),
      enqueue('caller C', 'a', 'C1'),
      insertItems('caller D', 'a', 'D1'),
    ],
    faults: [SKEW],
    budget: 1,
  },
  {
    name: 'late-unlock',
    summary: 'The owner of a lapsed lease unlocks when somebody else has the mutex already.',
    setup: lockLongAgo,
    actors: [
      {
        name: 'owner',
        does: 'unlocks a if it still holds it',
        keys: [],
        act: (org) =>
          anonymous(
            org,
            `try { Mutex.resume('a', ${remembered.get(org)!}L).unlock(); } catch (MutexNotHeldException e) { System.debug(e); }`,
          ),
      },
      locksAndWrites('caller C', 'a', 'W2'),
    ],
    // That it is held, not that it was lost.
    mayRefuse: /Try again from a new transaction|is being changed by another/,
  },
  {
    name: 'mutex',
    summary: 'Two callers lock a mutex that nobody has used before.',
    actors: [locksAndWrites('caller A', 'new', 'W1'), locksAndWrites('caller B', 'new', 'W2')],
    faults: [WAIT, { kind: 'kill', match: { context: 'anonymous' } }],
    mayRefuse: HELD,
  },
  {
    name: 'job-lease',
    summary: 'A lease is short, but the job that it was taken for has not run yet.',
    setup: (org) => anonymous(org, LEASE_FOR_JOB),
    actors: [
      enqueue('caller B', 'a', 'B1'),
      runs(
        'caller C',
        'locks and unlocks a if it is free',
        "if (Mutexes.lock('a')) Mutexes.unlock('a');",
      ),
    ],
    faults: [WAIT],
    mayRefuse: HELD,
    written: ['W1'],
  },
  {
    name: 'copied',
    summary: 'A copied org shows a lease of somebody who does not exist here.',
    setup: (org) => anonymous(org, FOREIGN_LEASE),
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller B', 'a', 'B1')],
  },
  {
    name: 'late-visit',
    summary: 'The reaper visits a lane whose lease has lapsed while callers take it over.',
    setup: lockLongAgo,
    actors: [
      runs('reaper', 'visits a', "System.enqueueJob(new QueueWaker('a', null).asReaper());"),
      insertItems('caller A', 'a', 'A1'),
      enqueue('caller B', 'a', 'B1'),
    ],
  },
  {
    name: 'late-write',
    summary: 'The owner of a lapsed lease writes while others take the lane over.',
    setup: lockLongAgo,
    actors: [goesOn, insertItems('caller B', 'a', 'B1'), locksAndWrites('caller C', 'a', 'W2')],
    mayRefuse: HELD,
  },
];

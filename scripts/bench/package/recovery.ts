/** How long a lane stands still after its runner was killed, against the bound that PROTOCOL.md states. */
import type { LocalOrg } from '../../../local-org/org/contract';
import { anonymous, orgWith, PACKAGE, PROBE } from '../fixture';
import { table } from '../table';

const MINUTE = 60_000;
const REAPER_EVERY = 15;
const LANE = 'recovery';
/** "A lost job or finalizer: 1 minute + t + the platform's queue delay"; that delay is 0 here. */
const BOUND = (1 + REAPER_EVERY) * MINUTE;
/** Operations of a runner's transaction and its finalizer that a kill may come before. */
const PLACES = 12;

export interface Recovery {
  /** Virtual milliseconds from each kill to the settlement of the item, ascending. */
  readonly times: readonly number[];
  readonly bound: number;
}

/**
 * Kills one runner or finalizer after another, each before another of its operations, with nobody
 * enqueueing meanwhile: only the platform and the reaper can bring the lane back.
 *
 * @param kills how many
 * @returns the times, in virtual milliseconds
 */
export async function recovery(kills: number): Promise<Recovery> {
  const org = await orgWith(PACKAGE, PROBE);
  await anonymous(org, `MutexReaperSchedule.schedule(${60 / REAPER_EVERY});`);
  const times: number[] = [];
  for (let i = 0; i < kills; i++) times.push(await killed(org, i));
  await org.close();
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.ceil(share * times.length) - 1]! / MINUTE;
  table(
    `Recovery after ${kills} kills, minutes of the org's time`,
    ['', 'p50', 'p99', 'worst', 'bound'],
    [[`reaper every ${REAPER_EVERY} minutes`, at(0.5), at(0.99), at(1), BOUND / MINUTE]],
  );
  return { times, bound: BOUND };
}

/** One item, one kill; the time from then until the item is settled. */
async function killed(org: LocalOrg, i: number): Promise<number> {
  const context = i % 2 === 0 ? 'queueable' : 'finalizer';
  // The kills meet the reaper's clock at every phase: 7 and 15 have no common divisor.
  await org.advance((1 + (i % 7)) * MINUTE);
  org.addFault({
    kind: 'kill',
    match: { context },
    beforeOperation: 1 + (Math.floor(i / 2) % PLACES),
  });
  await anonymous(org, `LoadProbe.enqueue('${LANE}', new List<String>{ 'kill-${i}' });`);
  const began = org.clock.now();
  await org.idle();
  for (let waited = 0; waited < 100; waited++) {
    if (await settledAndFree(org, i)) break;
    if (waited === 99) throw new Error(`Kill ${i} was never recovered from.`);
    await org.advance(MINUTE / 2);
  }
  org.clearFaults();
  return org.clock.now() - began;
}

async function settledAndFree(org: LocalOrg, i: number): Promise<boolean> {
  const done = await org.query(
    `SELECT COUNT() FROM Probe_Effect__c WHERE Item_Key__c = 'kill-${i}'`,
  );
  const held = await org.query(
    `SELECT COUNT() FROM Mutex__c WHERE Key__c = '${LANE}' AND Holder__c != NULL`,
  );
  return done.totalSize === 1 && held.totalSize === 0;
}

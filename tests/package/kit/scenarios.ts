/** Races that a sound package survives and one with a missing guard does not. */
import { checkHistory } from '../../../checkers';
import type { Violation } from '../../../checkers/violation';
import type { Door } from '../../../scripts/load/history';
import type { PackageOrg } from './package-org';
import { rows } from './package-org';
import { parts, Recorder } from './recorder';

const DOORS: readonly Door[] = ['anonymous', 'collection', 'insert'];

/** Plays one case by its seed and judges what came of it. */
export type Scenario = (world: PackageOrg, seed: number) => Promise<readonly Violation[]>;

/** Four callers, each with three calls, over three lanes, while their runners run. */
export const crowd: Scenario = async (world, seed) => {
  await world.begin(seed);
  const recorder = new Recorder(world.org);
  await Promise.all(
    Array.from({ length: 4 }, async (_, caller) => {
      for (let n = 0; n < 3; n++)
        await recorder.enqueue(
          `lane ${(caller + n) % 3}`,
          parts(`${caller}-${n}-`, 1 + ((caller + n + seed) % 3)),
          DOORS[(caller + n) % DOORS.length],
        );
    }),
  );
  await recorder.drain(0);
  return checkHistory(await recorder.history());
};

/** One lane that runs empty again and again, and a caller who comes just then. */
export const trickle: Scenario = async (world, seed) => {
  await world.begin(seed);
  const recorder = new Recorder(world.org);
  await Promise.all(
    ['a', 'b'].map(async (caller) => {
      for (let n = 0; n < 6; n++) {
        await recorder.enqueue('lane', parts(`${caller}${n}-`, 1), 'insert');
        await recorder.lookForForgotten();
      }
    }),
  );
  await recorder.drain(0);
  return checkHistory(await recorder.history());
};

/** An operator takes the lane away from its runner, whatever that is doing at the moment. */
export const takenAway: Scenario = async (world, seed) => {
  const { org } = world;
  await world.begin(seed);
  const recorder = new Recorder(org);
  await recorder.enqueue('lane', parts('a', 5));
  for (let n = 0; n < 3; n++) {
    // Each a transaction: they let the runner get somewhere before it is dethroned.
    for (let wait = 0; wait < (seed + n) % 4; wait++) await rows(org, 'SELECT Id FROM Mutex__c');
    const reply = await org.apexRest({
      method: 'PATCH',
      path: '/load-probe',
      query: {},
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ lane: 'lane' })),
    });
    const pending = await recorder.pending();
    recorder.releases.push({
      lane: 'lane',
      token: Number(reply.body),
      pendingAfter: pending.map((item) => String(item['Request_Key__c'])),
    });
  }
  await recorder.drain(2);
  return checkHistory(await recorder.history());
};

/** Scenarios about transactions of somebody else that keep the row of a lane for a long time. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import type { Step } from '../../local-org/scheduler/suspension';
import { enqueue, insertItems, type Actor, type Scenario } from '../scenario';

const SECOND = 1000;

/** What a save of lane records with slow automation around it does: it locks the row, and is busy. */
export function keeps(seconds: number, lane = 'a'): Actor {
  const act = async (org: EmbeddedOrg): Promise<void> => {
    const run = (): Step<void> => keepsRow(org, seconds * SECOND, lane);
    await org.scheduler.spawn({ name: 'slow save', run }).result();
  };
  return {
    name: 'slow save',
    does: `keeps the row of lane ${lane} for ${seconds} s`,
    keys: [],
    act,
  };
}

function* keepsRow(org: EmbeddedOrg, ms: number, lane: string): Step<void> {
  const op = { kind: 'lock', object: 'Mutex__c', detail: `the row of lane ${lane}` } as const;
  yield { kind: 'step', op };
  const row = org.database.committed('Mutex__c').find((values) => values['Key__c'] === lane);
  const db = org.database.begin();
  // It is in no hurry: nobody keeps the row for ever.
  const deadline = org.clock.now() + 3600 * SECOND;
  for (;;) {
    const outcome = db.lock('Mutex__c', [String(row!['Id'])]);
    if (!('blocked' in outcome)) break;
    yield { kind: 'blocked', op, on: outcome.on, by: db.id, deadline };
  }
  yield { kind: 'sleep', until: org.clock.now() + ms, why: 'slow automation' };
  db.rollback();
}

function longLock(name: string, seconds: number, summary: string): Scenario {
  return {
    name,
    summary,
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller B', 'a', 'B1'), keeps(seconds)],
    mayRefuse: /UNABLE_TO_LOCK_ROW/,
    // No circle: whoever waits here does so until time has passed.
    mayDeadlock: true,
  };
}

export const LONG_LOCKS: readonly Scenario[] = [
  longLock('slow-save', 65, 'A slow save keeps the row of a lane longer than a run or two wait.'),
  longLock('slower-save', 105, 'A save keeps the row of a lane even longer than a waker waits.'),
];

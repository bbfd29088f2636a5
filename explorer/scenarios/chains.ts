/**
 * Scenarios about the end of a chain of jobs. In Developer and scratch orgs a chain has five jobs at
 * most; here it has one or two, so that the end is met at once. There the package goes on by an event,
 * whose subscriber starts the next chain.
 */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import type { FaultKind } from '../faults';
import { enqueue, insertItems, runs, type Actor, type Scenario } from '../scenario';
import { keeps } from './long-locks';
import { configure, hands } from './parts';
import { settings } from './settings';

/** @param depth most jobs of a chain, the first included */
export const chainsOf =
  (depth: number) =>
  async (org: EmbeddedOrg): Promise<void> =>
    org.limitChains(depth);

const SUBSCRIBER = { context: 'event' };

/** What may become of an event, of whoever answers it, and of the finalizer that published it. */
export const LOST_EVENTS: readonly FaultKind[] = [
  { kind: 'kill', match: SUBSCRIBER },
  { kind: 'kill', match: { context: 'finalizer' } },
  { kind: 'refuse', match: SUBSCRIBER },
  { kind: 'deliver again' },
];

/** A subscriber that is refused a job sends no second event: the reaper finds the lane (R23). */
export const LEFT_TO_REAPER = /^refuse$/;

const releases: Actor = runs(
  'operator',
  'releases lane a by force',
  "Mutexes.forceRelease('a', 'explorer');",
);

/** Two attempts, and every chain has one job. */
async function fewAttempts(org: EmbeddedOrg): Promise<void> {
  await configure(org, 'a', 'DeadLetter', 2);
  await chainsOf(1)(org);
}

/** All jobs of the day were used up 23 hours ago, and lanes do not ask how many are left. */
async function usedUp(org: EmbeddedOrg): Promise<void> {
  await settings({ Daily_Spare_Percent__c: 0 })(org);
  org.spendJobs(JOBS_OF_A_DAY);
  await org.advance(23 * HOUR_MS);
}

const JOBS_OF_A_DAY = 250_000;
const HOUR_MS = 3_600_000;

export const CHAINS: readonly Scenario[] = [
  {
    name: 'chain-end',
    summary: 'A chain may have one job: every further run comes by an event.',
    setup: chainsOf(1),
    actors: [
      insertItems('caller A', 'a', 'A1'),
      enqueue('caller B', 'a', 'B1'),
      insertItems('caller C', 'a', 'C1'),
    ],
    handlerCalls: 3,
  },
  {
    name: 'chain-end-lost',
    summary: 'The event at the end of a chain, its subscriber or its publisher meets an accident.',
    setup: chainsOf(1),
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller B', 'a', 'B1')],
    faults: LOST_EVENTS,
    needsReaperAfter: LEFT_TO_REAPER,
  },
  {
    name: 'chain-end-taken',
    summary: 'A lane is released by force and by failures while its runs go on by events.',
    setup: chainsOf(2),
    actors: [
      hands('caller A', 'a', { key: 'A1', fails: 1 }, { key: 'A2' }),
      releases,
      enqueue('caller B', 'a', 'B1'),
    ],
    faults: [{ kind: 'deliver again' }, { kind: 'pass', minutes: 2 }],
  },
  {
    name: 'chain-end-poison',
    summary: 'An item dies whenever it runs, and its runs follow each other by events.',
    setup: fewAttempts,
    actors: [
      hands('caller A', 'a', { key: 'A1', dies: 9 }, { key: 'A2' }),
      enqueue('caller B', 'a', 'B1'),
    ],
    ends: { A1: ['Dead'] },
  },
  {
    name: 'chain-end-slow',
    summary: 'A finalizer at the end of its chain cannot lock its lane for a long time.',
    setup: chainsOf(1),
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller B', 'a', 'B1'), keeps(65)],
    mayRefuse: /UNABLE_TO_LOCK_ROW/,
    // No circle: whoever waits here does so until time has passed.
    mayDeadlock: true,
  },
  {
    name: 'chain-end-slower',
    summary: 'The same, for so long that a waker meets the end of its chain, too.',
    setup: chainsOf(1),
    actors: [insertItems('caller A', 'a', 'A1'), keeps(110)],
    mayRefuse: /UNABLE_TO_LOCK_ROW/,
    mayDeadlock: true,
  },
  {
    name: 'chain-end-twice',
    summary: 'Two lanes are at the end of their chains at the same time.',
    setup: chainsOf(1),
    actors: [
      insertItems('caller A', 'a', 'A1'),
      enqueue('caller B', 'a', 'B1'),
      insertItems('caller C', 'new', 'C1'),
      enqueue('caller D', 'new', 'D1'),
    ],
    faults: [{ kind: 'deliver again' }],
  },
  {
    name: 'no-jobs',
    summary: 'The platform refuses every job for an hour: work waits, and nothing goes in circles.',
    setup: usedUp,
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller B', 'new', 'B1')],
    needsReaper: true,
  },
];

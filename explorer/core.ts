/**
 * The core of the protocol, small enough to be explored to the end: how a lane is created and
 * claimed, how work is handed over, finished, released, taken over and recovered, and how a lease is
 * renewed, each with one fault at any operation of anybody, or none.
 *
 * What may strike is what strikes a task: a server dies (three aftermaths for jobs), a finalizer is
 * lost, a job is refused, an answer is lost, a wait for a lock ends. Time that passes strikes the org
 * as a whole, in between any two operations; that is left to sampling.
 */
import type { EmbeddedOrg } from '../local-org/org/embedded';
import { repeating } from './doors';
import { explore, type Exploration } from './explore';
import type { FaultKind } from './faults';
import type { ModeName } from './modes';
import { OrgSubject } from './org-subject';
import { anonymous, enqueue, insertItems, runs, type Actor, type Scenario } from './scenario';
import { chainsOf, LEFT_TO_REAPER } from './scenarios/chains';
import {
  finish,
  goesOn,
  lockBefore,
  locksAndWrites,
  lockFirst,
  remembered,
  SKEW,
} from './scenarios/leases';
import { dead, sweeps } from './scenarios/reapers';
import { PlansPlayer, type PlanCounts } from './strategies/plans';

const FAULTS: readonly FaultKind[] = [
  { kind: 'kill' },
  { kind: 'kill', match: { context: 'queueable' }, aftermath: 'processing' },
  { kind: 'kill', match: { context: 'queueable' }, aftermath: 'requeued' },
  { kind: 'no finalizer' },
  { kind: 'refuse' },
  { kind: 'lose answer' },
  { kind: 'time out' },
];

const BUSY = /UNABLE_TO_LOCK_ROW|is being changed/;
const HELD = /is held by|is not held|UNABLE_TO_LOCK_ROW|is being changed/;

/** A client that never hears of its lease cannot return it: what waits behind it is the reaper's. */
const OWNER_LOST = /^(lose answer|time out)$/;

const releases = runs(
  'operator',
  'releases lane a by force',
  "Mutexes.forceRelease('a', 'explorer');",
);

const visits = runs(
  'reaper',
  'visits a',
  "System.enqueueJob(new QueueWaker('a', null).asReaper());",
);

/** Extends its lease, then writes under it and returns it. */
const renews: Actor = {
  name: 'owner',
  does: 'extends its lease on a, then writes W1 under it and unlocks',
  keys: [],
  writes: ['W1'],
  async act(org) {
    const token = remembered.get(org)!;
    await anonymous(org, `Mutex.resume('a', ${token}L).extendLock();`);
    await finish(org, 'a', 'W1', token);
  },
};

/** Lane b, as it is after some work. */
const secondLane = (org: EmbeddedOrg): Promise<void> =>
  anonymous(org, "LoadProbe.enqueue('b', new List<String>{ 'b0' });");

interface Core extends Omit<Scenario, 'budget'> {
  /** What of the protocol it is about. */
  readonly covers: string;
}

const lanes = (first: string, second: string, keys: readonly [string, string]): Actor =>
  runs(
    `caller ${keys[0].slice(0, 1)}`,
    `enqueues ${keys[0]} into ${first}, then ${keys[1]} into ${second}`,
    `LoadProbe.enqueue('${first}', new List<String>{ '${keys[0]}' });
     LoadProbe.enqueue('${second}', new List<String>{ '${keys[1]}' });`,
    keys,
  );

/** Smallest first. */
const CORES: readonly Core[] = [
  {
    name: 'core-skew',
    covers: 'judgement of a lease by a clock that is off',
    summary: 'The owner of a lease writes shortly before it ends while the reaper visits.',
    setup: lockBefore,
    actors: [goesOn, visits],
    faults: [SKEW],
  },
  {
    name: 'core-renew',
    covers: 'renew, release',
    summary: 'The owner of a lease extends it, writes and unlocks while a caller hands over work.',
    setup: lockFirst,
    actors: [renews, insertItems('caller B', 'a', 'B1')],
    mayRefuse: HELD,
    needsReaperAfter: OWNER_LOST,
  },
  {
    name: 'core-enqueue',
    covers: 'enqueue, claim, finish',
    summary: 'Two callers hand work to the same idle lane.',
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller B', 'a', 'B1')],
    mayRefuse: BUSY,
  },
  {
    name: 'core-create',
    covers: 'creation, claim, finish',
    summary: 'Two callers are the first ever to use a lane.',
    actors: [insertItems('caller A', 'new', 'A1'), enqueue('caller B', 'new', 'B1')],
    mayRefuse: BUSY,
  },
  {
    name: 'core-recover',
    covers: 'recover, enqueue',
    summary: 'The reaper finds a runner dead while a caller hands over work.',
    setup: dead,
    actors: [sweeps, enqueue('caller B', 'a', 'B1')],
    mayRefuse: BUSY,
    // A sweep that is refused its job leaves the lane to the next sweep.
    needsReaperAfter: /^refuse$/,
  },
  {
    name: 'core-repeat',
    covers: 'enqueue again after an answer was lost',
    summary: 'A caller that is not sure calls again while another hands over work.',
    actors: [repeating(insertItems('caller A', 'a', 'A1')), enqueue('caller B', 'a', 'B1')],
    mayRefuse: BUSY,
  },
  {
    name: 'core-release',
    covers: 'claim, release by force, finish of a dethroned runner',
    summary: 'An operator releases a lane by force while it is at work.',
    actors: [insertItems('caller A', 'a', 'A1', 'A2'), releases],
    mayRefuse: BUSY,
  },
  {
    name: 'core-lock',
    covers: 'lock, unlock, enqueue',
    summary: 'One locks a lane, writes and unlocks while another hands over work.',
    actors: [locksAndWrites('caller A', 'a', 'W1'), insertItems('caller B', 'a', 'B1')],
    mayRefuse: HELD,
    needsReaperAfter: OWNER_LOST,
  },
  {
    name: 'core-batch',
    covers: 'enqueue, claim, finish of a batch',
    summary: 'Two callers hand two items each to the same idle lane.',
    actors: [insertItems('caller A', 'a', 'A1', 'A2'), enqueue('caller B', 'a', 'B1', 'B2')],
    mayRefuse: BUSY,
  },
  {
    name: 'core-two-lanes',
    covers: 'two lanes, one caller in both',
    summary: 'A caller enqueues into two lanes in one transaction, another into the second one.',
    setup: secondLane,
    actors: [lanes('a', 'b', ['A1', 'A2']), enqueue('caller B', 'b', 'B1')],
    mayRefuse: BUSY,
  },
  {
    name: 'core-lanes',
    covers: 'two lanes, locked in opposite orders',
    summary: 'Two callers enqueue into two lanes in opposite order.',
    setup: secondLane,
    actors: [lanes('a', 'b', ['A1', 'A2']), lanes('b', 'a', ['B1', 'B2'])],
    mayRefuse: BUSY,
    mayDeadlock: true,
  },
];

/** What strikes the org as a whole, between any two operations. */
const ORG_FAULTS: readonly FaultKind[] = [
  { kind: 'maintenance', minutes: 60 },
  { kind: 'sandbox copy' },
  { kind: 'pass', minutes: 20 },
];

const THREE: Omit<Scenario, 'name'> = {
  summary: 'Three callers hand work to the same idle lane.',
  actors: [
    insertItems('caller A', 'a', 'A1'),
    enqueue('caller B', 'a', 'B1'),
    enqueue('caller C', 'a', 'C1'),
  ],
  mayRefuse: BUSY,
};

/**
 * Two faults in one run, three callers, or what strikes the org as a whole: too many orders for plans,
 * or nothing that a plan can name, and few enough states.
 */
const CROWDED: readonly (Omit<Scenario, 'budget'> & { readonly budget: number })[] = [
  { ...THREE, name: 'core-three', budget: 0 },
  { ...THREE, name: 'core-three-once', budget: 1 },
  {
    ...THREE,
    name: 'core-three-pairs',
    summary: 'Three callers hand two items each to the same idle lane.',
    actors: [
      insertItems('caller A', 'a', 'A1', 'A2'),
      enqueue('caller B', 'a', 'B1', 'B2'),
      enqueue('caller C', 'a', 'C1', 'C2'),
    ],
    budget: 1,
  },
  ...CORES.filter(({ name }) => name === 'core-enqueue').map(({ covers: _, ...scenario }) => {
    return { ...scenario, name: `${scenario.name}-twice`, budget: 2 };
  }),
  {
    name: 'core-chain',
    summary: 'Two callers hand work to an idle lane, and a chain of jobs may have one job only.',
    setup: chainsOf(1),
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller B', 'a', 'B1')],
    faults: [...FAULTS, { kind: 'deliver again' }],
    mayRefuse: BUSY,
    needsReaperAfter: LEFT_TO_REAPER,
    budget: 1,
  },
  {
    name: 'core-stop',
    summary: 'Maintenance, a sandbox copy or twenty minutes come while two callers hand over work.',
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller B', 'a', 'B1')],
    faults: ORG_FAULTS,
    mayRefuse: BUSY,
    budget: 1,
  },
];

/** One search to the end. */
export interface CoreConfiguration {
  readonly scenario: Scenario;
  readonly mode: ModeName;
  readonly covers: string;
}

/** Readings of the platform in which each configuration is explored. */
const READINGS: readonly ModeName[] = ['restart', 'recheck'];

const PLANNED: readonly Scenario[] = CORES.map(({ covers: _, ...scenario }) => {
  return { faults: FAULTS, ...scenario, budget: 1 };
});

/** For those who look scenarios up by name. */
export const CORE_SCENARIOS: readonly Scenario[] = [
  ...PLANNED,
  ...CROWDED.map((scenario) => ({ faults: FAULTS, ...scenario })),
];

/** What takes longer than all the others together: a quarter or half an hour of one core for each reading. */
const LONG: readonly string[] = ['core-lanes', 'core-three-once', 'core-three-pairs'];

export const takesLong = ({ scenario }: Pick<CoreConfiguration, 'scenario'>): boolean =>
  LONG.includes(scenario.name);

/** Every configuration in every reading, smallest first. */
export function coreConfigurations(): readonly CoreConfiguration[] {
  return PLANNED.flatMap((scenario, i) =>
    READINGS.map((mode) => ({ scenario, mode, covers: CORES[i]!.covers })),
  );
}

/** Whose last state was seen. */
const FLOODED: readonly string[] = [
  'core-skew',
  'core-renew',
  'core-lock',
  'core-enqueue',
  'core-batch',
  'core-recover',
  'core-repeat',
  'core-create',
  'core-three',
  'core-three-once',
  'core-three-pairs',
  'core-release',
  'core-chain',
  'core-stop',
];

/** What is searched state by state, in every reading. */
export function floodConfigurations(): readonly Pick<CoreConfiguration, 'scenario' | 'mode'>[] {
  const all = CORE_SCENARIOS.filter(({ name }) => FLOODED.includes(name));
  return all.flatMap((scenario) => READINGS.map((mode) => ({ scenario, mode })));
}

export interface Proof extends Exploration {
  readonly counts: PlanCounts;
}

/** Every twentieth run is made twice. */
const CHECK_EVERY = 20;

/**
 * Explores a configuration to its end, or to the first broken promise.
 * @param org in the mode of the configuration: see `explorerOrg`
 * @param onProgress called after each run
 * @param stopped true once the user wants to stop
 */
export async function prove(
  { scenario }: CoreConfiguration,
  org: EmbeddedOrg,
  onProgress: (counts: PlanCounts) => void,
  stopped: () => boolean,
): Promise<Proof> {
  const player = new PlansPlayer();
  const exploration = await explore(new OrgSubject(org, scenario), player, {
    schedules: Infinity,
    checkEvery: CHECK_EVERY,
    onRun: () => onProgress(player.counts),
    stopped,
  });
  return { ...exploration, counts: player.counts };
}

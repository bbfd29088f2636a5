/** Every public method that takes arguments refuses wrong ones by name, leaves nothing, and its caller goes on. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BAD_ARGUMENTS, NOT_CALLED, type BadCall } from './kit/bad-arguments';
import { endings } from './kit/bad-calls';
import { packageOrg, type PackageOrg } from './kit/package-org';
import { entrances, methodsWithArguments, pages } from './kit/signatures';

/** Public for want of a narrower modifier: called by this package or by the platform only. */
const INTERNAL = new Set(
  `DeadItemAction FlowRequests ForcedRelease HandlerScope IntakeItems ItemAction ItemProblem JobLauncher JobProbe
  LaneAction LaneConfig LaneConfigReader LaneItems LaneJudge LaneLimits LanePattern LaneRow LaneSearch LaneSeat
  LaneSession LaneSettings LaneStarter LaneWakeTriggerHandler MutexAudit MutexChanges MutexClock
  MutexHold MutexLog MutexName MutexReaperCron MutexRows MutexTriggerHandler NebulaLogAdapter
  OperatorAction PermitRows PurgedItems QueueArguments QueueAttempt QueueBackoff QueueCallbacks
  QueueDedup QueueFailure QueueFinalizer QueueHandlers QueueIntake QueueItemTriggerHandler
  QueueParking QueuePolicy QueuePurge QueueRun QueueRunUser QueueRunner QueueSettlement QueueWaker
  RankedSetting RunBudget`.split(/\s+/),
);
/** For tests: only a test class can call it, so its wrong arguments are in one. */
const KIT = 'QueueTestKit';
const KIT_TEST = '../../force-app/main/testkit/classes/tests/QueueTestKitTest.cls';
/** Made by the package; callers catch them. */
const isException = (name: string): boolean => name.endsWith('Exception');

let world: PackageOrg;
beforeAll(async () => (world = await packageOrg({ reaper: 0 })));
afterAll(() => world.org.close());

const forCallers = pages().filter((name) => entrances().has(name) && !isException(name));

test('every public class is for callers, by a permission set, or known to be internal', () => {
  const undecided = pages().filter(
    (name) => !entrances().has(name) && !isException(name) && !INTERNAL.has(name) && name !== KIT,
  );
  expect(undecided).toEqual([]);
  expect([...INTERNAL].filter((name) => !pages().includes(name))).toEqual([]);
});

test('every method with arguments has wrong ones in the table, and the table no other methods', () => {
  const methods = forCallers.flatMap(methodsWithArguments);
  expect(methods.length).toBeGreaterThan(70);
  expect([...Object.keys(BAD_ARGUMENTS), ...Object.keys(NOT_CALLED)].sort()).toEqual(
    methods.sort(),
  );
  expect(Object.entries(BAD_ARGUMENTS).filter(([, calls]) => calls.length === 0)).toEqual([]);
});

test('the kit for tests is called wrongly by its own test, every method with arguments', () => {
  const called = readFileSync(resolve(__dirname, KIT_TEST), 'utf8');
  const methods = methodsWithArguments(KIT).map((method) => method.split('(')[0]!);
  expect(methods.length).toBeGreaterThan(6);
  expect(methods.filter((method) => !called.includes(`${method}(`))).toEqual([]);
});

/** Calls of one class, one transaction for all: an org takes longer to come to rest than to refuse. */
const callsOf = (name: string): readonly BadCall[] =>
  Object.entries(BAD_ARGUMENTS).flatMap(([method, calls]) =>
    method.startsWith(`${name}.`) ? calls : [],
  );

test.each(forCallers.filter((name) => callsOf(name).length > 0))('%s', async (name) => {
  await world.begin(1);
  const calls = callsOf(name);
  const answers = await endings(
    world,
    calls.map(([call]) => call),
  );
  for (const [i, [call, ending]] of calls.entries())
    expect([call, answers[i]]).toEqual([call, expect.stringMatching(ending)]);
});

/** Judging each kind of history once finds what judging every history finds. */
import { checkHistory } from '../../../checkers';
import type { Database, Values } from '../../../local-org/database/contract';
import { sourcePackage } from '../../../scripts/local-org/package';
import { prepareFolders } from '../../../scripts/load/folders';
import { explorerOrg, OrgSubject } from '../../org-subject';
import { SCENARIOS } from '../../scenarios';
import { STRATEGIES } from '../../strategies';
import type { Move } from '../../model';
import type { World } from '../../world';
import { LANES } from '..';
import { historyOf } from '../history';
import { judgeHistory } from '../judgement';
import { look, type View } from '../view';

test.each([
  ['release-without-recheck', 'two-callers'],
  ['no-token-comparison', 'take-over'],
] as const)(
  'in runs without the guard %s of %s, some of which fail',
  async (sabotage, name) => {
    const folders = prepareFolders(sabotage);
    const packages = await Promise.all(folders.paths.map(sourcePackage));
    folders.remove();
    const seen = { sound: 0, broken: 0 };
    const world: World<View> = {
      ...LANES,
      always: [],
      judgeMoves: () => null,
      judgeEnd: () => null,
      judgeHistory(...run) {
        const once = judgeHistory(...run);
        const [found] = checkHistory(historyOf(...run));
        expect(once).toEqual(found ? { invariant: found.kind, message: found.message } : null);
        seen[found ? 'broken' : 'sound']++;
        return once;
      },
    };
    const org = await explorerOrg(packages);
    try {
      const scenario = { ...SCENARIOS.find((each) => each.name === name)!, world };
      const subject = new OrgSubject(org, scenario);
      const player = STRATEGIES.random(1);
      for (let i = 0; i < 600; i++) {
        player.begin();
        const run = await subject.run(player);
        expect(run.failures.filter(({ unjudged }) => unjudged)).toEqual([]);
      }
      expect(seen.sound).toBeGreaterThan(10);
      expect(seen.broken).toBeGreaterThan(10);
    } finally {
      await org.close();
    }
  },
  120_000,
);

/** Two items of lane `a`, those of `done` settled, as rows that nobody has seen before. */
function viewOf(...done: readonly number[]): View {
  const rows: Readonly<Record<string, readonly Values[]>> = {
    Mutex__c: [
      { Key__c: 'a', Token__c: 1, Holder__c: 'runner', Job_Id__c: 'j', Next_Ticket__c: 3 },
    ],
    Queue_Item__c: [1, 2].map((ticket) => ({
      Lane__c: 'a',
      Ticket__c: ticket,
      Status__c: done.includes(ticket) ? 'Done' : 'Pending',
      Request_Key__c: `a${ticket}`,
    })),
    Probe_Effect__c: [1, 2]
      .filter((ticket) => done.includes(ticket))
      .map((n) => ({ Id: `e${n}`, Item_Key__c: `a${n}`, Lane__c: 'a', Ticket__c: n, Token__c: 1 })),
  };
  return look({ committed: (object: string) => rows[object] ?? [] } as unknown as Database);
}

test('the same end by another way is another history', () => {
  const scenario = SCENARIOS[0]!;
  const judged = (...views: readonly View[]): unknown =>
    judgeHistory(
      scenario,
      [],
      [],
      views.map((view, i) => ({ after: i - 1, view })),
    );
  expect(viewOf(1, 2)).toBe(viewOf(2, 1));
  expect(judged(viewOf(), viewOf(1), viewOf(1, 2))).toBeNull();
  expect(judged(viewOf(), viewOf(2), viewOf(1, 2))).not.toBeNull();
});

/** As above, but the second item was done by another run, under a token and a job of its own. */
function byTwoRuns(...done: readonly number[]): View {
  const token = done.includes(2) ? 2 : 1;
  const rows: Readonly<Record<string, readonly Values[]>> = {
    Mutex__c: [
      {
        Key__c: 'b',
        Token__c: token,
        Holder__c: 'runner',
        Job_Id__c: `j${token}`,
        Next_Ticket__c: 3,
      },
    ],
    Queue_Item__c: [1, 2].map((ticket) => ({
      Lane__c: 'b',
      Ticket__c: ticket,
      Status__c: done.includes(ticket) ? 'Done' : 'Pending',
      Request_Key__c: `b${ticket}`,
    })),
    Probe_Effect__c: done.map((n) => ({
      Id: `f${n}`,
      Item_Key__c: `b${n}`,
      Lane__c: 'b',
      Ticket__c: n,
      Token__c: n,
    })),
  };
  return look({ committed: (object: string) => rows[object] ?? [] } as unknown as Database);
}

test('the same views in the same order are another history when a run began earlier', () => {
  const scenario = { ...SCENARIOS[0]! };
  /** @param tasks who makes each move; the first move of a task is its start */
  const judged = (...tasks: readonly string[]): unknown => {
    const moves = tasks.map((id, index) => {
      const kind = tasks.indexOf(id) === index ? 'start' : 'step';
      return { id, index, kind } as Move;
    });
    const last = (id: string): number => tasks.lastIndexOf(id);
    return judgeHistory(scenario, [], moves, [
      { after: -1, view: byTwoRuns() },
      { after: last('1'), view: byTwoRuns(1) },
      { after: last('2'), view: byTwoRuns(1, 2) },
    ]);
  };
  expect(judged('1', '1', '2', '2')).toBeNull();
  expect(judged('1', '2', '1', '2')).toMatchObject({ invariant: 'overlap' });
  expect(judged('1', '1', '2', '2')).toBeNull();
});

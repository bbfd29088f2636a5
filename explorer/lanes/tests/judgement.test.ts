/** Judging each kind of history once finds what judging every history finds. */
import { checkHistory } from '../../../checkers';
import { sourcePackage } from '../../../scripts/bench/source-package';
import { prepareFolders } from '../../../scripts/load/folders';
import { explorerOrg, OrgSubject } from '../../org-subject';
import { SCENARIOS } from '../../scenarios';
import { STRATEGIES } from '../../strategies';
import type { World } from '../../world';
import { LANES } from '..';
import { historyOf } from '../history';
import { judgeHistory } from '../judgement';
import type { View } from '../view';

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

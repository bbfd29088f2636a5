/** The checkers alone find what the invariants find, in what a run of the package leaves behind. */
import type { EmbeddedOrg } from '../../../local-org/org/embedded';
import { sourcePackage } from '../../../scripts/local-org/package';
import { prepareFolders } from '../../../scripts/load/folders';
import type { SabotageName } from '../../../scripts/load/sabotage';
import { explore } from '../../explore';
import { explorerOrg, OrgSubject } from '../../org-subject';
import { SCENARIOS } from '../../scenarios';
import { STRATEGIES } from '../../strategies';
import type { World } from '../../world';
import { LANES } from '..';
import type { View } from '../view';

async function orgOf(sabotage: SabotageName): Promise<EmbeddedOrg> {
  const folders = prepareFolders(sabotage);
  try {
    return await explorerOrg(await Promise.all(folders.paths.map(sourcePackage)));
  } finally {
    folders.remove();
  }
}

/** Looks at all commits as ever, and judges nothing but the history. */
const HISTORY_ONLY: World<View> = {
  ...LANES,
  always: [],
  judgeMoves: () => null,
  judgeEnd: () => null,
};

const CASES: readonly (readonly [SabotageName, string, RegExp])[] = [
  ['no-row-lock', 'two-callers', /ticket-gap|stale-token|not-linearizable|lost|stranded/],
  ['release-without-recheck', 'two-callers', /lost-wake-up/],
  ['no-token-comparison', 'take-over', /stale-token/],
];

test.each(CASES)('%s is seen in the history of %s', async (sabotage, name, kind) => {
  const org = await orgOf(sabotage);
  try {
    const scenario = { ...SCENARIOS.find((each) => each.name === name)!, world: HISTORY_ONLY };
    const { found } = await explore(new OrgSubject(org, scenario), STRATEGIES.pos(1), {
      schedules: 200,
      checkEvery: 0,
      stopped: () => false,
      shrinkRuns: 0,
    });
    expect(found?.failure.invariant).toMatch(kind);
  } finally {
    await org.close();
  }
});

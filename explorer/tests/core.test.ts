/** The smallest configurations of the core, to their ends; and a guard that only a fault reveals. */
import { sourcePackage } from '../../scripts/local-org/package';
import { prepareFolders } from '../../scripts/load/folders';
import type { SabotageName } from '../../scripts/load/sabotage';
import { coreConfigurations, prove, type Proof } from '../core';
import { repeats } from '../explore';
import { MODES, type ModeName } from '../modes';
import { explorerOrg, OrgSubject } from '../org-subject';

async function proofOf(name: string, mode: ModeName, sabotage?: SabotageName): Promise<Proof> {
  const folders = prepareFolders(sabotage);
  const packages = await Promise.all(folders.paths.map(sourcePackage));
  folders.remove();
  const org = await explorerOrg(packages, undefined, MODES[mode]);
  const configuration = coreConfigurations().find(
    (each) => each.scenario.name === name && each.mode === mode,
  )!;
  const nothing = (): void => undefined;
  const proof = await prove(configuration, org, nothing, () => false);
  if (proof.found)
    expect(await repeats(new OrgSubject(org, configuration.scenario), proof.found.shortest)).toBe(
      true,
    );
  await org.close();
  return proof;
}

test.each([
  ['core-renew', 'restart', 60, 782],
  ['core-lock', 'recheck', 62, 1573],
] as const)('%s (%s) holds in %i plans, to the end', async (name, mode, done, traces) => {
  const proof = await proofOf(name, mode);
  expect(proof).toMatchObject({ found: null, finished: true, unsteady: null });
  expect(proof.counts).toMatchObject({ done, known: done, traces, redundant: 0 });
  expect(proof.claim).toContain(`${traces} of ${traces} traces, ${done} plans`);
});

test('a request key that nobody looks up is found out by a lost answer alone', async () => {
  const { found, counts } = await proofOf('core-repeat', 'restart', 'no-request-key');
  expect(found?.shortest.moves.map(({ variant }) => variant)).toContain('lose answer');
  // It holds as long as nothing goes wrong.
  expect(counts.done).toBeGreaterThan(0);
});

/** Orgs for benchmarks: in this process, on a virtual clock, so that counts are the same every time. */
import { join, resolve } from 'node:path';
import { createLocalOrg } from '../../local-org/org';
import type { ContextStatistics, LocalOrg } from '../../local-org/org/contract';
import { sourcePackage } from '../local-org/package';

const ROOT = resolve(__dirname, '../..');
export const PACKAGE = join(ROOT, 'force-app');
export const PROBE = join(ROOT, 'scripts/load/probe');
export const RECIPE = join(ROOT, 'examples/checkbox');

/** A fresh org with these folders deployed. */
export async function orgWith(...folders: readonly string[]): Promise<LocalOrg> {
  const org = await createLocalOrg({ seed: 1, clock: 'virtual', interleaving: 'serial' });
  for (const folder of folders) {
    const outcome = await org.deploy({ files: await sourcePackage(folder) });
    if (!outcome.success)
      throw new Error(
        `${folder} was refused: ${outcome.components.find((c) => !c.success)?.problem ?? ''}`,
      );
  }
  org.mark();
  return org;
}

const ZERO: ContextStatistics = {
  transactions: 0,
  failed: 0,
  soqlQueries: 0,
  soqlRows: 0,
  dmlStatements: 0,
  dmlRows: 0,
  jobsEnqueued: 0,
  statements: 0,
};

/** Sums over all kinds of context, or over those named. */
export function total(org: LocalOrg, contexts?: readonly string[]): ContextStatistics {
  const sums = { ...ZERO };
  for (const [name, counts] of Object.entries(org.statistics().byContext)) {
    if (contexts && !contexts.includes(name)) continue;
    for (const key of Object.keys(sums) as (keyof ContextStatistics)[])
      sums[key] = sums[key] + counts[key];
  }
  return sums;
}

/** What an action cost, and how long it took on this machine. */
export async function cost(
  org: LocalOrg,
  action: () => Promise<void>,
  contexts?: readonly string[],
): Promise<ContextStatistics & { readonly ms: number }> {
  const before = total(org, contexts);
  const began = performance.now();
  await action();
  const ms = performance.now() - began;
  const after = total(org, contexts);
  const delta = { ...ZERO };
  for (const key of Object.keys(delta) as (keyof ContextStatistics)[])
    delta[key] = after[key] - before[key];
  return { ...delta, ms };
}

/** Runs anonymous Apex; throws with the org's message when it fails. */
export async function anonymous(org: LocalOrg, apex: string): Promise<void> {
  const result = await org.executeAnonymous(apex);
  if (!result.success)
    throw new Error(
      result.exceptionMessage ?? result.compileProblem?.message ?? 'anonymous Apex failed',
    );
}

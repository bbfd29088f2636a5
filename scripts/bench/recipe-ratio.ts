/** The same work through the recipe of one record per job, and through a lane. */
import type { ContextStatistics } from '../../local-org/org/contract';
import { anonymous, cost, orgWith, PACKAGE, PROBE, RECIPE, total } from './fixture';
import { table } from './table';

const MINUTE = 60_000;

/** @param items how many pieces of work */
export async function recipeRatio(
  items: number,
): Promise<{ ours: ContextStatistics; recipe: ContextStatistics }> {
  const ours = await laneRun(items);
  const recipe = await recipeRun(items);
  const rows = (
    [
      'transactions',
      'soqlQueries',
      'soqlRows',
      'dmlStatements',
      'dmlRows',
      'jobsEnqueued',
      'statements',
      'ms',
    ] as const
  ).map((key) => [
    key,
    recipe[key] / items,
    ours[key] / items,
    recipe[key] / Math.max(1, ours[key]),
  ]);
  table(
    `${items} items: the checkbox recipe (one record a job) and a lane, per item`,
    ['', 'recipe', 'lane', 'recipe / lane'],
    rows,
  );
  return { ours, recipe };
}

async function laneRun(items: number): Promise<ContextStatistics & { ms: number }> {
  const org = await orgWith(PACKAGE, PROBE);
  const used = await cost(org, async () => {
    for (let at = 0; at < items; at += 200)
      await anonymous(
        org,
        `List<String> keys = new List<String>(); for (Integer i = 0; i < ${Math.min(200, items - at)}; i++) { keys.add('k' + (${at} + i)); } LoadProbe.enqueue('ratio', keys);`,
      );
    await settle(org, 'SELECT COUNT() FROM Probe_Effect__c', items);
  });
  await org.close();
  return used;
}

async function recipeRun(items: number): Promise<ContextStatistics & { ms: number }> {
  const org = await orgWith(RECIPE);
  const used = await cost(org, async () => {
    for (let at = 0; at < items; at += 200)
      await anonymous(
        org,
        `List<Recipe_Item__c> items = new List<Recipe_Item__c>(); for (Integer i = 0; i < ${Math.min(200, items - at)}; i++) { items.add(new Recipe_Item__c(Callout_Status__c = 'Pending', Key__c = 'k' + (${at} + i))); } insert items;`,
      );
    await settle(org, 'SELECT COUNT() FROM Recipe_Effect__c', items);
  });
  await org.close();
  return used;
}

/** Lets jobs run until the work is there. Time moves only when nothing else can. */
async function settle(
  org: Awaited<ReturnType<typeof orgWith>>,
  count: string,
  items: number,
): Promise<void> {
  for (let waits = 0; waits < 200; waits++) {
    await org.idle();
    if ((await org.query(count)).totalSize >= items) return;
    await org.advance(MINUTE);
  }
  throw new Error(
    `The work did not end: ${(await org.query(count)).totalSize} of ${items} after ${total(org).transactions} transactions.`,
  );
}

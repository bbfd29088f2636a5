/** What lanes that are blocked cost the others (I10). */
import type { ContextStatistics, LocalOrg } from '../../../local-org/org/contract';
import { anonymous, cost, orgWith, PACKAGE, PROBE } from '../fixture';
import { table } from '../table';

const ITEMS_PER_LANE = 5;
const LANES_PER_CALL = 8;
const COUNTS = ['transactions', 'soqlQueries', 'soqlRows', 'dmlStatements', 'statements'] as const;

type Used = ContextStatistics & { readonly cpuMs: number };

export interface BlockedLanes {
  /** The healthy lanes' work, alone in the org. */
  readonly alone: Used;
  /** The same work beside the blocked lanes. */
  readonly beside: Used;
  /** How much more CPU time it took beside them, in percent: one figure per round, ascending. */
  readonly cpuMore: readonly number[];
}

/**
 * The same work in two orgs that differ in nothing but the blocked lanes, in turns, so that whatever
 * else slows the machine down slows both.
 *
 * @param healthy lanes that work
 * @param blocked lanes that stand still with items waiting, in the second org
 * @param rounds how often the work is repeated; counts are the same in each, CPU time is not
 */
export async function blockedLanes(
  healthy: number,
  blocked: number,
  rounds = 1,
): Promise<BlockedLanes> {
  const orgs = [await prepared(healthy, 0), await prepared(healthy, blocked)] as const;
  const cpuMore: number[] = [];
  let found: readonly [Used, Used] | undefined;
  for (let i = 0; i < rounds; i++) {
    const [first, second] = i % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
    const one = await once(orgs[first], healthy);
    const other = await once(orgs[second], healthy);
    found = first === 0 ? [one, other] : [other, one];
    cpuMore.push((found[1].cpuMs / found[0].cpuMs - 1) * 100);
  }
  for (const [i, org] of orgs.entries()) await checked(org, i * blocked);
  const [alone, beside] = found!;
  cpuMore.sort((one, other) => one - other);
  const more = (key: (typeof COUNTS)[number]): number => (beside[key] / alone[key] - 1) * 100;
  table(
    `${healthy} healthy lanes of ${ITEMS_PER_LANE} items, a sweep of the reaper included`,
    ['', 'alone', `beside ${blocked} blocked`, 'more, %'],
    COUNTS.map((key) => [key, alone[key], beside[key], more(key)]),
  );
  table(
    `CPU time beside the blocked lanes, more in % of alone, ${rounds} rounds`,
    ['', 'least', 'median', 'most'],
    [['more, %', cpuMore[0]!, cpuMore[Math.floor(rounds / 2)]!, cpuMore.at(-1)!]],
  );
  return { alone, beside, cpuMore };
}

/** An org in which all lanes exist, with their code warm. */
async function prepared(healthy: number, blocked: number): Promise<LocalOrg> {
  const org = await orgWith(PACKAGE, PROBE);
  for (let i = 0; i < blocked; i++) await block(org, `blocked-${i}`);
  await once(org, healthy);
  return org;
}

/** A figure of lanes that were not blocked, or did not drain, would be one of something else. */
async function checked(org: LocalOrg, blocked: number): Promise<void> {
  const stopped = await org.query('SELECT COUNT() FROM Mutex__c WHERE Blocked__c = TRUE');
  if (stopped.totalSize !== blocked) throw new Error('Not all lanes to be blocked are blocked.');
  const { totalSize } = await org.query(
    "SELECT COUNT() FROM Queue_Item__c WHERE Status__c = 'Pending'",
  );
  if (totalSize !== blocked * ITEMS_PER_LANE) throw new Error('The healthy lanes did not drain.');
  await org.close();
}

/** CPU time of this process, since others may use the machine. */
async function once(org: LocalOrg, lanes: number): Promise<Used> {
  const before = process.cpuUsage();
  const used = await cost(org, async () => {
    await enqueue(org, lanes);
    await org.idle();
    await anonymous(org, 'new MutexReaper().sweep();');
    await org.idle();
  });
  const { user, system } = process.cpuUsage(before);
  return { ...used, cpuMs: (user + system) / 1000 };
}

/** A lane that is blocked by its policy: the first item has a payload that its handler cannot read. */
async function block(org: LocalOrg, lane: string): Promise<void> {
  await anonymous(
    org,
    `insert new Mutex__c(Key__c = '${lane}', Max_Attempts__c = 1);
     FIFOQueue.enqueue('${lane}', new List<Queue_Item__c>{
       new Queue_Item__c(Handler__c = 'LoadProbeHandler', Payload__c = 'no JSON')
     });
     LoadProbe.enqueue('${lane}', new List<String>{ ${keys(lane)} });`,
  );
}

const keys = (lane: string): string =>
  Array.from({ length: ITEMS_PER_LANE - 1 }, (_, i) => `'${lane}-${i}'`).join(', ');

let round = 0;
async function enqueue(org: LocalOrg, lanes: number): Promise<void> {
  round++;
  for (let first = 0; first < lanes; first += LANES_PER_CALL) {
    const last = Math.min(lanes, first + LANES_PER_CALL);
    await anonymous(
      org,
      `for (Integer lane = ${first}; lane < ${last}; lane++) {
         List<String> keys = new List<String>();
         for (Integer i = 0; i < ${ITEMS_PER_LANE}; i++) keys.add('${round}-' + lane + '-' + i);
         LoadProbe.enqueue('healthy-' + lane, keys);
       }`,
    );
  }
}

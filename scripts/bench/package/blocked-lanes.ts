/** What lanes that are blocked cost the others (I10). */
import type { ContextStatistics, LocalOrg } from '../../../local-org/org/contract';
import { anonymous, cost, orgWith, PACKAGE, PROBE } from '../fixture';
import { table } from '../table';

const ITEMS_PER_LANE = 5;
const LANES_PER_CALL = 8;
const ROUNDS = 3;

type Used = ContextStatistics & { readonly cpuMs: number };

export interface BlockedLanes {
  /** The healthy lanes' work, alone in the org. */
  readonly alone: Used;
  /** The same work beside the blocked lanes. */
  readonly beside: Used;
}

/**
 * @param healthy lanes that work
 * @param blocked lanes that stand still with items waiting, in the second of two otherwise equal runs
 */
export async function blockedLanes(healthy: number, blocked: number): Promise<BlockedLanes> {
  const alone = await drained(healthy, 0);
  const beside = await drained(healthy, blocked);
  const more = (key: 'transactions' | 'soqlQueries' | 'soqlRows' | 'dmlStatements' | 'cpuMs') => [
    key,
    alone[key],
    beside[key],
    ((beside[key] - alone[key]) / alone[key]) * 100,
  ];
  table(
    `${healthy} healthy lanes of ${ITEMS_PER_LANE} items, a sweep of the reaper included`,
    ['', 'alone', `beside ${blocked} blocked`, 'more, %'],
    [
      more('transactions'),
      more('soqlQueries'),
      more('soqlRows'),
      more('dmlStatements'),
      more('cpuMs'),
    ],
  );
  return { alone, beside };
}

async function drained(healthy: number, blocked: number): Promise<Used> {
  const org = await orgWith(PACKAGE, PROBE);
  for (let i = 0; i < blocked; i++) await block(org, `blocked-${i}`);
  await enqueue(org, healthy); // the lanes exist from here on
  await org.idle();
  let used: Used | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const again = await once(org, healthy);
    used = { ...again, cpuMs: Math.min(again.cpuMs, used?.cpuMs ?? Infinity) };
  }
  const stopped = await org.query('SELECT COUNT() FROM Mutex__c WHERE Blocked__c = TRUE');
  if (stopped.totalSize !== blocked) throw new Error('Not all lanes to be blocked are blocked.');
  const { totalSize } = await org.query(
    "SELECT COUNT() FROM Queue_Item__c WHERE Status__c = 'Pending'",
  );
  if (totalSize !== blocked * ITEMS_PER_LANE) throw new Error('The healthy lanes did not drain.');
  await org.close();
  return used!;
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

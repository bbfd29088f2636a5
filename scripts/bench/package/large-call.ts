/**
 * One call with as many items as one transaction may write. The platform's limit is 10,000 rows, and
 * a new lane's own row counts twice: inserted, and updated if it has to be seeded.
 */
import { orgWith, PACKAGE, PROBE } from '../fixture';
import { table } from '../table';

const LIMITS = [
  ['SOQL queries', 'Queries'],
  ['rows read', 'QueryRows'],
  ['DML statements', 'DmlStatements'],
  ['rows written', 'DmlRows'],
  ['jobs', 'QueueableJobs'],
  ['CPU ms (counted statements)', 'CpuTime'],
] as const;

/**
 * Enqueues items in one call and prints what that took of each governor limit.
 *
 * @param items how many, 9,998 at most
 * @returns share of each limit that was used, 0 to 1, by name
 */
export async function largeCall(items: number): Promise<Readonly<Record<string, number>>> {
  const org = await orgWith(PACKAGE, PROBE);
  const report = LIMITS.map(
    ([, name]) => `Limits.get${name}() + '/' + Limits.getLimit${name}()`,
  ).join(" + ' ' + ");
  // Anonymous Apex answers nothing but its exception. That rolls the items back after the count.
  const { exceptionMessage } = await org.executeAnonymous(
    `List<Queue_Item__c> items = new List<Queue_Item__c>();
     for (Integer i = 0; i < ${items}; i++) {
       items.add(new Queue_Item__c(Handler__c = 'LoadProbeHandler', Payload__c = '{"key":"' + i + '"}'));
     }
     FIFOQueue.enqueue('large', items);
     throw new QueueException('used ' + ${report});`,
  );
  await org.close();
  const used = /used (.+)/.exec(exceptionMessage ?? '')?.[1]?.split(' ');
  if (!used) throw new Error(`The call failed: ${exceptionMessage ?? 'no message'}`);
  const shares: Record<string, number> = {};
  const rows = LIMITS.map(([label], i) => {
    const [spent, limit] = used[i]!.split('/').map(Number) as [number, number];
    shares[label] = spent / limit;
    return [label, spent, limit, (spent / limit) * 100];
  });
  table(`One call with ${items} items`, ['', 'used', 'limit', '%'], rows);
  return shares;
}

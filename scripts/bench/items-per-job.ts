/** How many async jobs a backlog costs. */
import { anonymous, cost, orgWith, PACKAGE, PROBE } from './fixture';
import { table } from './table';

/** @returns jobs that were enqueued for the items */
export async function itemsPerJob(items: number): Promise<number> {
  const org = await orgWith(PACKAGE, PROBE);
  const used = await cost(org, async () => {
    for (let at = 0; at < items; at += 200)
      await anonymous(
        org,
        `List<String> keys = new List<String>(); for (Integer i = 0; i < ${Math.min(200, items - at)}; i++) { keys.add('k' + (${at} + i)); } LoadProbe.enqueue('jobs', keys);`,
      );
    await org.idle();
    if ((await org.query('SELECT COUNT() FROM Probe_Effect__c')).totalSize !== items)
      throw new Error('The lane did not drain.');
  });
  table(
    `${items} small items in one lane`,
    ['', 'jobs', 'items per job', 'SOQL/item', 'DML/item'],
    [
      [
        'lane',
        used.jobsEnqueued,
        items / used.jobsEnqueued,
        used.soqlQueries / items,
        used.dmlStatements / items,
      ],
    ],
  );
  await org.close();
  return used.jobsEnqueued;
}

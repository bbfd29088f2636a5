/** What enqueuing costs: per call and per item, by Apex and by plain insert. */
import { anonymous, cost, orgWith, PACKAGE, PROBE } from './fixture';
import { table } from './table';

const SIZES = [1, 10, 200] as const;

/** Measures and prints; returns the statements per call, so that a test can hold them to the promise. */
export async function enqueueCost(): Promise<
  Record<string, { soql: number; dml: number; rows: number }>
> {
  const org = await orgWith(PACKAGE, PROBE);
  const rows: (string | number)[][] = [];
  const found: Record<string, { soql: number; dml: number; rows: number }> = {};
  for (const size of SIZES)
    for (const door of ['Apex', 'insert'] as const) {
      await anonymous(
        org,
        `LoadProbe.enqueue('warm-${door}-${size}', new List<String>{ 'w${door}${size}' });`,
      );
      await org.idle();
      const lane = `warm-${door}-${size}`;
      const call = await cost(org, async () => {
        if (door === 'Apex') await anonymous(org, apexCall(lane, size));
        else {
          const results = await org.insert('Queue_Item__c', restRecords(lane, size), {
            allOrNone: true,
          });
          if (results.some((result) => !result.success))
            throw new Error(
              results.flatMap((result) => result.errors.map((error) => error.message)).join('; '),
            );
        }
      }, ['anonymous', 'rest']);
      await org.idle();
      rows.push([
        `${door}, ${size}`,
        call.soqlQueries,
        call.dmlStatements,
        call.dmlRows,
        call.jobsEnqueued,
        call.soqlQueries / size,
        call.dmlStatements / size,
      ]);
      found[`${door}/${size}`] = {
        soql: call.soqlQueries,
        dml: call.dmlStatements,
        rows: call.dmlRows,
      };
    }
  table(
    'Enqueue into a lane that exists and is idle',
    ['door, items', 'SOQL', 'DML', 'DML rows', 'jobs', 'SOQL/item', 'DML/item'],
    rows,
  );
  await org.close();
  return found;
}

function apexCall(lane: string, size: number): string {
  return `List<String> keys = new List<String>();
for (Integer i = 0; i < ${size}; i++) { keys.add('k-${lane}-' + i); }
LoadProbe.enqueue('${lane}', keys);`;
}

function restRecords(lane: string, size: number): Record<string, string>[] {
  return Array.from({ length: size }, (_, i) => ({
    Lane__c: lane,
    Handler__c: 'LoadProbeHandler',
    Payload__c: JSON.stringify({ key: `r-${lane}-${i}` }),
    Request_Key__c: `r-${lane}-${i}`,
  }));
}

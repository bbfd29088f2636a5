/** Whether finding the first waiting item stays cheap, however many items have been settled. */
import type { LocalOrg } from '../../../local-org/org/contract';
import { anonymous, cost, orgWith, PACKAGE, PROBE } from '../fixture';
import { table } from '../table';

type Values = ReturnType<LocalOrg['database']['committed']>[number];

const LANE = 'history';
const CHUNK = 10_000;
const ITEMS = 500;
const PER_CALL = 100;
const ROUNDS = 3;

export interface SettledHistory {
  /** Settled items of the same lane that were there before. */
  readonly settled: number;
  readonly queriesPerItem: number;
  readonly rowsPerItem: number;
  /** CPU time of this process; the least of some rounds, since others may use the machine. */
  readonly cpuMsPerItem: number;
}

/**
 * Runs one lane again and again, with more and more settled items of that lane behind it.
 *
 * @param sizes numbers of settled items, ascending
 */
export async function settledHistory(sizes: readonly number[]): Promise<readonly SettledHistory[]> {
  const org = await orgWith(PACKAGE, PROBE);
  await run(org, 'first', 1);
  const found: SettledHistory[] = [];
  for (const settled of sizes) {
    fill(org, settled);
    found.push(await measured(org, settled));
  }
  await org.close();
  table(
    `${ITEMS} items of a lane that has settled many before`,
    ['settled', 'SOQL/item', 'rows read/item', 'CPU ms/item', 'times the first'],
    found.map((at) => [
      at.settled,
      at.queriesPerItem,
      at.rowsPerItem,
      at.cpuMsPerItem,
      at.cpuMsPerItem / found[0]!.cpuMsPerItem,
    ]),
  );
  return found;
}

async function measured(org: LocalOrg, settled: number): Promise<SettledHistory> {
  let cpu = Infinity;
  let queries = 0;
  let rows = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    const used = await cost(org, () => run(org, `${settled}-${round}`, ITEMS));
    const { user, system } = process.cpuUsage(before);
    cpu = Math.min(cpu, (user + system) / 1000);
    queries = used.soqlQueries;
    rows = used.soqlRows;
  }
  return {
    settled,
    queriesPerItem: queries / ITEMS,
    rowsPerItem: rows / ITEMS,
    cpuMsPerItem: cpu / ITEMS,
  };
}

async function run(org: LocalOrg, prefix: string, items: number): Promise<void> {
  for (let first = 0; first < items; first += PER_CALL) {
    const last = Math.min(items, first + PER_CALL);
    await anonymous(
      org,
      `List<String> keys = new List<String>();
       for (Integer i = ${first}; i < ${last}; i++) keys.add('${prefix}-' + i);
       LoadProbe.enqueue('${LANE}', keys);`,
    );
  }
  await org.idle();
  const left = await org.query("SELECT COUNT() FROM Queue_Item__c WHERE Status__c = 'Pending'");
  if (left.totalSize > 0) throw new Error('The lane did not drain.');
}

/** Adds copies of the first settled item, as the lane would have left them, straight into the rows. */
function fill(org: LocalOrg, settled: number): void {
  const [model] = org.database.committed('Queue_Item__c');
  const lane = org.database.committed('Mutex__c').find((row) => row['Key__c'] === LANE);
  if (!model || !lane) throw new Error('The lane left nothing to copy.');
  let ticket = Number(lane['Next_Ticket__c']);
  let missing = settled - org.database.committed('Queue_Item__c').length;
  while (missing > 0) {
    const tx = org.database.begin();
    for (let i = 0; i < Math.min(missing, CHUNK); i++)
      tx.insert('Queue_Item__c', copyOf(model, ticket++));
    tx.update('Mutex__c', String(lane['Id']), { Next_Ticket__c: ticket });
    tx.commit();
    missing -= CHUNK;
  }
}

function copyOf(model: Values, ticket: number): Values {
  const rest = Object.entries(model).filter(([field]) => field !== 'Id' && field !== 'Name');
  return {
    ...Object.fromEntries(rest),
    Ticket__c: ticket,
    Order_Key__c: `${LANE}:${String(ticket).padStart(12, '0')}`,
    Request_Key__c: `copy-${ticket}`,
    Request_Hash__c: `copy-${ticket}`,
  };
}

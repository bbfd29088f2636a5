/** Reads the evidence back from the org by plain SOQL. */
import type { Connection } from 'jsforce';
import type { Effect, LaneRow, QuietLane, StoredItem } from './history';

type Row = Readonly<Record<string, unknown>>;

const text = (row: Row, field: string): string | null => {
  const value = row[field];
  return typeof value === 'string' ? value : null;
};
const number = (row: Row, field: string): number | null => {
  const value = row[field];
  return typeof value === 'number' ? value : null;
};

/** All rows of a query, page after page. */
async function all(connection: Connection, soql: string): Promise<Row[]> {
  const rows: Row[] = [];
  let page = await connection.query<Row>(soql);
  rows.push(...page.records);
  while (!page.done && page.nextRecordsUrl) {
    page = await connection.queryMore<Row>(page.nextRecordsUrl);
    rows.push(...page.records);
  }
  return rows;
}

const list = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

/** Items of the run's lanes. */
export async function readItems(
  connection: Connection,
  lanes: readonly string[],
): Promise<StoredItem[]> {
  const rows = await all(
    connection,
    `SELECT Id, Lane__c, Ticket__c, Status__c, Request_Key__c, Attempts__c, Settled_Token__c, Settled_At__c, Last_Error__c FROM Queue_Item__c WHERE Lane__c IN (${list(lanes)}) ORDER BY Order_Key__c`,
  );
  return rows.map((row) => ({
    id: text(row, 'Id') ?? '',
    key: text(row, 'Request_Key__c') ?? '',
    lane: text(row, 'Lane__c') ?? '',
    ticket: number(row, 'Ticket__c') ?? -1,
    status: text(row, 'Status__c') ?? '',
    attempts: number(row, 'Attempts__c') ?? 0,
    settledToken: number(row, 'Settled_Token__c'),
    settledAt: number(row, 'Settled_At__c'),
    lastError: text(row, 'Last_Error__c'),
  }));
}

/** Effects that the probe's handler committed. */
export async function readEffects(
  connection: Connection,
  lanes: readonly string[],
): Promise<Effect[]> {
  const rows = await all(
    connection,
    `SELECT Lane__c, Ticket__c, Token__c, Job_Id__c, Item_Key__c, Started__c, Finished__c FROM Probe_Effect__c WHERE Lane__c IN (${list(lanes)})`,
  );
  return rows.map((row) => ({
    key: text(row, 'Item_Key__c') ?? '',
    lane: text(row, 'Lane__c') ?? '',
    ticket: number(row, 'Ticket__c') ?? -1,
    token: number(row, 'Token__c') ?? -1,
    job: text(row, 'Job_Id__c') ?? '',
    started: number(row, 'Started__c') ?? 0,
    finished: number(row, 'Finished__c') ?? 0,
  }));
}

/** The lanes' rows, each with the state of its job. */
export async function readLanes(
  connection: Connection,
  lanes: readonly string[],
): Promise<LaneRow[]> {
  const rows = await all(
    connection,
    `SELECT Key__c, Token__c, Holder__c, Job_Id__c, Run_Queueable__c, Blocked__c, Next_Ticket__c FROM Mutex__c WHERE Key__c IN (${list(lanes)})`,
  );
  const jobs = rows.flatMap((row) => text(row, 'Job_Id__c') ?? []);
  const states =
    jobs.length === 0
      ? []
      : await all(connection, `SELECT Id, Status FROM AsyncApexJob WHERE Id IN (${list(jobs)})`);
  const status = new Map(states.map((row) => [text(row, 'Id') ?? '', text(row, 'Status')]));
  return rows.map((row) => ({
    lane: text(row, 'Key__c') ?? '',
    token: number(row, 'Token__c') ?? 0,
    holder: text(row, 'Holder__c'),
    job: text(row, 'Job_Id__c'),
    jobStatus: status.get(text(row, 'Job_Id__c') ?? '') ?? null,
    flag: row['Run_Queueable__c'] === true,
    blocked: row['Blocked__c'] === true,
    nextTicket: number(row, 'Next_Ticket__c') ?? 0,
  }));
}

/** How many items of the run wait, and how many are settled. */
export async function readProgress(
  connection: Connection,
  lanes: readonly string[],
): Promise<{ pending: number; settled: number }> {
  const rows = await all(
    connection,
    `SELECT Status__c, COUNT(Id) total FROM Queue_Item__c WHERE Lane__c IN (${list(lanes)}) GROUP BY Status__c`,
  );
  let pending = 0;
  let settled = 0;
  for (const row of rows)
    if (row['Status__c'] === 'Pending') pending += number(row, 'total') ?? 0;
    else settled += number(row, 'total') ?? 0;
  return { pending, settled };
}

/** Lanes with waiting items as they stand now. Only meaningful while nothing runs. */
export async function readQuiet(
  connection: Connection,
  lanes: readonly string[],
): Promise<QuietLane[]> {
  const counts = await all(
    connection,
    `SELECT Lane__c, COUNT(Id) total FROM Queue_Item__c WHERE Lane__c IN (${list(lanes)}) AND Status__c = 'Pending' GROUP BY Lane__c`,
  );
  const rows = await readLanes(connection, lanes);
  return counts.flatMap((count) => {
    const row = rows.find((each) => each.lane === text(count, 'Lane__c'));
    if (!row) return [];
    const { lane, holder, flag, blocked } = row;
    return [{ lane, pending: number(count, 'total') ?? 0, holder, flag, blocked }];
  });
}

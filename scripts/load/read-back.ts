/** Reads the evidence back from the org by plain SOQL. */
import type { Connection } from 'jsforce';
import type { Effect, ForgottenLane, LaneRow } from '../../checkers/history';
import type { StoredItem } from './history';
import { ask, type Row } from './soql';

const text = (row: Row, field: string): string | null => {
  const value = row[field];
  return typeof value === 'string' ? value : null;
};
const number = (row: Row, field: string): number | null => {
  const value = row[field];
  return typeof value === 'number' ? value : null;
};

/** Names that one query lists: it is sent in a URL, and a server takes no more than 16 kB of that. */
const AT_ONCE = 200;

/** Asks for some values after the others; `soql` puts their list into the query. */
async function eachPart(
  connection: Connection,
  values: readonly string[],
  soql: (list: string) => string,
): Promise<{ readonly rows: Row[]; readonly size: number }> {
  const rows: Row[] = [];
  let size = 0;
  for (let from = 0; from < values.length; from += AT_ONCE) {
    const part = values.slice(from, from + AT_ONCE).map((value) => `'${value}'`);
    const found = await ask(connection, soql(part.join(',')));
    rows.push(...found.rows);
    size += found.size;
  }
  return { rows, size };
}

const all = async (
  connection: Connection,
  values: readonly string[],
  soql: (list: string) => string,
): Promise<Row[]> => (await eachPart(connection, values, soql)).rows;

/** Items of the run's lanes. */
export async function readItems(
  connection: Connection,
  lanes: readonly string[],
): Promise<StoredItem[]> {
  const rows = await all(
    connection,
    lanes,
    (list) =>
      `SELECT Id, Lane__c, Ticket__c, Status__c, Request_Key__c, Attempts__c, Settled_Token__c, Settled_At__c, Last_Error__c FROM Queue_Item__c WHERE Lane__c IN (${list}) ORDER BY Order_Key__c`,
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
    lanes,
    (list) =>
      `SELECT Lane__c, Ticket__c, Token__c, Job_Id__c, Item_Key__c, Started__c, Finished__c FROM Probe_Effect__c WHERE Lane__c IN (${list})`,
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
    lanes,
    (list) =>
      `SELECT Key__c, Token__c, Holder__c, Job_Id__c, Run_Queueable__c, Blocked__c, Next_Ticket__c FROM Mutex__c WHERE Key__c IN (${list})`,
  );
  const jobs = rows.flatMap((row) => text(row, 'Job_Id__c') ?? []);
  const states = await all(
    connection,
    jobs,
    (list) => `SELECT Id, Status FROM AsyncApexJob WHERE Id IN (${list})`,
  );
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

export interface Standing {
  readonly pending: number;
  readonly settled: number;
  /** Lanes that somebody holds: after a lost finalizer they wait for the reaper. */
  readonly held: number;
}

/** How many items of the run wait and are settled, and how many of its lanes are held. */
export async function readProgress(
  connection: Connection,
  lanes: readonly string[],
): Promise<Standing> {
  const rows = await all(
    connection,
    lanes,
    (list) =>
      `SELECT Status__c, COUNT(Id) total FROM Queue_Item__c WHERE Lane__c IN (${list}) GROUP BY Status__c`,
  );
  const count = (wanted: boolean): number =>
    rows
      .filter((row) => (row['Status__c'] === 'Pending') === wanted)
      .reduce((sum, row) => sum + (number(row, 'total') ?? 0), 0);
  const { size: held } = await eachPart(
    connection,
    lanes,
    (list) => `SELECT COUNT() FROM Mutex__c WHERE Key__c IN (${list}) AND Holder__c != null`,
  );
  return { pending: count(true), settled: count(false), held };
}

/**
 * Lanes that have been forgotten: an item waits, and the lane is neither held nor marked as wanted.
 *
 * Three statements, and still sound while everything moves: an item that waits both before and after
 * the lane was seen free was waiting at that moment, since a settled item never waits again.
 */
export async function readForgotten(
  connection: Connection,
  lanes: readonly string[],
): Promise<ForgottenLane[]> {
  const heads = await all(
    connection,
    lanes,
    (list) =>
      `SELECT Lane__c, MIN(Order_Key__c) head FROM Queue_Item__c WHERE Lane__c IN (${list}) AND Status__c = 'Pending' GROUP BY Lane__c`,
  );
  if (heads.length === 0) return [];
  const free = await all(
    connection,
    heads.map((row) => text(row, 'Lane__c') ?? ''),
    (list) =>
      `SELECT Key__c FROM Mutex__c WHERE Key__c IN (${list}) AND Holder__c = null AND Run_Queueable__c = false AND Blocked__c = false AND Paused__c = false`,
  );
  const suspects = heads.filter((row) => free.some((lane) => lane['Key__c'] === row['Lane__c']));
  if (suspects.length === 0) return [];
  const waiting = await all(
    connection,
    suspects.map((row) => text(row, 'head') ?? ''),
    (list) =>
      `SELECT Lane__c, Ticket__c, Request_Key__c FROM Queue_Item__c WHERE Order_Key__c IN (${list}) AND Status__c = 'Pending'`,
  );
  return waiting.map((row) => ({
    lane: text(row, 'Lane__c') ?? '',
    ticket: number(row, 'Ticket__c') ?? -1,
    key: text(row, 'Request_Key__c') ?? '',
  }));
}

/** Lanes that a runner holds at this moment. */
export async function readHeld(
  connection: Connection,
  lanes: readonly string[],
): Promise<string[]> {
  const rows = await all(
    connection,
    lanes,
    (list) => `SELECT Key__c FROM Mutex__c WHERE Key__c IN (${list}) AND Holder__c = 'runner'`,
  );
  return rows.flatMap((row) => text(row, 'Key__c') ?? []);
}

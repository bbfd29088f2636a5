/** How the lanes are. */
import type { Connection } from '@salesforce/core';
import { count, fine, some, todo, type Finding } from './report';
import { countOf, rowsOf } from './soql';

const MOST_NAMES = 5;

/** Counts by state; what waits for an operator is something to do. */
export async function checkLanes(connection: Connection): Promise<readonly Finding[]> {
  const counted = async (where: string): Promise<number> =>
    countOf(connection, `Mutex__c WHERE ${where}`);
  const all = await countOf(connection, 'Mutex__c');
  const held = await counted('Holder__c != NULL');
  const waiting = await counted('Run_Queueable__c = TRUE AND Holder__c = NULL');
  const blocked = await counted('Blocked__c = TRUE');
  const paused = await counted('Paused__c = TRUE');
  const closed = await counted('Closed__c = TRUE');
  // The index of waiting items alone: settled ones may be millions.
  const parked = await countOf(
    connection,
    "Queue_Item__c WHERE Pending_Lane__c >= '0' AND Status__c = 'Parked'",
  );
  const states = `${held} held, ${waiting} waiting for a runner, ${blocked} blocked, ${paused} paused, ${closed} closed`;
  return [
    fine(
      `${all.toLocaleString('en-US')} lanes and mutexes: ${states}; ${count(parked, 'item')} parked.`,
    ),
    ...(blocked === 0 ? [] : [await blockedLanes(connection, blocked)]),
  ];
}

async function blockedLanes(connection: Connection, total: number): Promise<Finding> {
  const rows = await rowsOf<{ Key__c: string; Blocked_Reason__c: string | null }>(
    connection,
    `SELECT Key__c, Blocked_Reason__c FROM Mutex__c WHERE Blocked__c = TRUE ORDER BY Blocked_Since__c LIMIT ${MOST_NAMES}`,
  );
  const names = rows.map(({ Key__c, Blocked_Reason__c }) =>
    Blocked_Reason__c === null ? Key__c : `${Key__c} (${Blocked_Reason__c})`,
  );
  return todo(
    `${count(total, 'lane')} blocked: ${some(names, total)}.`,
    'Mend the cause, then let the lane go on: LaneAdmin.redrive(lane, reason), or LaneAdmin.skip(itemId, reason) to give its first item up.',
  );
}

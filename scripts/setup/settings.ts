/** What Lane_Setting__mdt says, where it deserves a second look. */
import type { Connection } from '@salesforce/core';
import { count, fine, todo, type Finding } from './report';
import { quoted, rowsOf } from './soql';

export interface LaneSetting {
  readonly DeveloperName: string;
  readonly Lane__c: string | null;
  readonly Stopped__c: boolean;
  readonly Hooks__c: string | null;
  readonly Logger__c: string | null;
  readonly Retention_Days__c: number | null;
  readonly Daily_Spare_Percent__c: number | null;
}

export async function readSettings(connection: Connection): Promise<readonly LaneSetting[]> {
  return rowsOf<LaneSetting>(
    connection,
    'SELECT DeveloperName, Lane__c, Stopped__c, Hooks__c, Logger__c, Retention_Days__c, Daily_Spare_Percent__c FROM Lane_Setting__mdt ORDER BY DeveloperName',
  );
}

/** Kill switches, records for no lane, two records for the same, and classes that are not there. */
export async function checkSettings(
  connection: Connection,
  settings: readonly LaneSetting[],
): Promise<readonly Finding[]> {
  const problems = [
    ...settings.filter(({ Stopped__c }) => Stopped__c).map(killSwitch),
    ...settings.filter(({ Lane__c }) => !Lane__c?.trim()).map(forNobody),
    ...twice(settings),
    ...(await missingClasses(connection, settings)),
  ];
  if (problems.length > 0) return problems;
  return [
    fine(`Settings: ${count(settings.length, 'record')}, no kill switch is on. ${kept(settings)}`),
  ];
}

/** The purge has no schedule of its own: the reaper starts it once a day where a record wants it. */
function kept(settings: readonly LaneSetting[]): string {
  const some = settings.some(({ Retention_Days__c }) => Retention_Days__c !== null);
  return some
    ? 'Old settled items are deleted once a day, started by the reaper.'
    : 'Settled items are kept for ever (Retention_Days__c would change that).';
}

function killSwitch({ DeveloperName, Lane__c }: LaneSetting): Finding {
  return todo(
    `The kill switch is on: ${Lane__c === '*' ? 'no lane starts' : `${Lane__c ?? 'nothing'} does not start`} (record ${DeveloperName}).`,
    `Untick Stopped__c of the Lane_Setting__mdt record ${DeveloperName} when the lanes may go on; the reaper then starts them.`,
  );
}

function forNobody({ DeveloperName }: LaneSetting): Finding {
  return todo(
    `The record ${DeveloperName} is for no lane: Lane__c is empty.`,
    'Fill Lane__c with the name of a lane, a family of lanes such as sync/*, or * for all, or delete the record.',
  );
}

function twice(settings: readonly LaneSetting[]): readonly Finding[] {
  const byLane = new Map<string, string[]>();
  for (const { Lane__c, DeveloperName } of settings)
    if (Lane__c !== null) byLane.set(Lane__c, [...(byLane.get(Lane__c) ?? []), DeveloperName]);
  return [...byLane]
    .filter(([, names]) => names.length > 1)
    .map(([lane, names]) =>
      todo(
        `Several records are for ${lane}: ${names.join(', ')}. Which of them decides is not defined.`,
        'Make one record of them.',
      ),
    );
}

/** `Outer.Inner` and `namespace.Class` look alike, so either may be meant. */
async function missingClasses(
  connection: Connection,
  settings: readonly LaneSetting[],
): Promise<readonly Finding[]> {
  const named = settings.flatMap(({ DeveloperName, Hooks__c, Logger__c }) =>
    (
      [
        ['Hooks__c', Hooks__c],
        ['Logger__c', Logger__c],
      ] as const
    ).flatMap(([field, value]) =>
      value?.trim() ? [{ DeveloperName, field, value: value.trim() }] : [],
    ),
  );
  if (named.length === 0) return [];
  const words = [...new Set(named.flatMap(({ value }) => value.split('.')))];
  const rows = await rowsOf<{ Name: string }>(
    connection,
    `SELECT Name FROM ApexClass WHERE Name IN (${words.map(quoted).join(', ')})`,
  );
  const known = new Set(rows.map(({ Name }) => Name.toLowerCase()));
  return named
    .filter(
      ({ value }) =>
        !value
          .split('.')
          .slice(0, 2)
          .some((word) => known.has(word.toLowerCase())),
    )
    .map(({ DeveloperName, field, value }) =>
      todo(
        `${field} of the record ${DeveloperName} names a class that does not exist: ${value}.`,
        `Deploy ${value}, or correct the setting.${field === 'Hooks__c' ? ' Until then the items of these lanes fail.' : ''}`,
      ),
    );
}

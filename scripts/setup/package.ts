/** Is the package on the org? */
import type { Connection } from '@salesforce/core';
import { PERMISSION_SETS } from './options';
import { fine, todo, type Finding } from './report';
import { quoted, rowsOf } from './soql';

const OBJECTS = ['Mutex__c', 'Queue_Item__c', 'Lane_Setting__mdt'];

/** One class of each part that nothing works without. */
const CLASSES = ['FIFOQueue', 'LaneAdmin', 'Mutex', 'MutexReaper', 'MutexReaperSchedule'];

const DEPLOY =
  'Deploy the package: sf project deploy start --source-dir force-app --target-org <alias>; on the local org: npm run local-org -- start --deploy force-app.';

/** Objects and classes; looks for what is there, whatever the caller may do with it. */
export async function checkPackage(connection: Connection): Promise<Finding> {
  const { sobjects } = await connection.describeGlobal();
  const objects = new Set(sobjects.map(({ name }) => name));
  const names = CLASSES.map(quoted).join(', ');
  const found = await rowsOf<{ Name: string }>(
    connection,
    `SELECT Name FROM ApexClass WHERE Name IN (${names}) AND NamespacePrefix = NULL`,
  );
  const classes = new Set(found.map(({ Name }) => Name));
  const missing = [
    ...OBJECTS.filter((name) => !objects.has(name)),
    ...CLASSES.filter((name) => !classes.has(name)),
  ];
  if (missing.length === 0) return fine('The package is deployed: objects and classes are there.');
  return missing.length === OBJECTS.length + CLASSES.length
    ? todo('The package is not on this org.', DEPLOY)
    : todo(`The package is not complete on this org; missing: ${missing.join(', ')}.`, DEPLOY);
}

/** Ids of the package's permission sets that the org has, by name. */
export async function permissionSetIds(
  connection: Connection,
): Promise<ReadonlyMap<string, string>> {
  const names = PERMISSION_SETS.map(quoted).join(', ');
  const found = await rowsOf<{ Id: string; Name: string }>(
    connection,
    `SELECT Id, Name FROM PermissionSet WHERE Name IN (${names})`,
  );
  return new Map(found.map(({ Id, Name }) => [Name, Id]));
}

export function checkPermissionSets(present: ReadonlyMap<string, string>): Finding {
  const missing = PERMISSION_SETS.filter((name) => !present.has(name));
  return missing.length === 0
    ? fine(`The permission sets exist: ${PERMISSION_SETS.join(', ')}.`)
    : todo(`Permission sets are missing: ${missing.join(', ')}.`, DEPLOY);
}

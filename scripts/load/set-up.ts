/** What an administrator does once: give out the permission sets and schedule the reaper. */
import type { Connection } from 'jsforce';
import { ask } from './soql';
import { LoadError } from './target';

/** Operating lanes by force needs the first; reading the effects back needs the second. */
const PERMISSION_SETS = ['Mutex_Admin', 'Load_Probe'];

/**
 * Sets the org up for a run. Doing it again changes nothing.
 * @throws LoadError in one sentence when the packages are not there
 */
export async function setUp(connection: Connection): Promise<void> {
  for (const name of PERMISSION_SETS) await assign(connection, name);
  const result = await connection.tooling.executeAnonymous('MutexReaperSchedule.schedule(1);');
  if (!result.success)
    throw new LoadError(
      `The reaper could not be scheduled (${result.exceptionMessage ?? result.compileProblem ?? 'no reason given'}); deploy the packages first, without --no-deploy.`,
    );
}

async function assign(connection: Connection, name: string): Promise<void> {
  const { user_id: user } = await identity(connection);
  const { rows: sets } = await ask<{ Id: string }>(
    connection,
    `SELECT Id FROM PermissionSet WHERE Name = '${name}'`,
  );
  const set = sets[0]?.Id;
  if (set === undefined)
    throw new LoadError(
      `The org has no permission set ${name}; deploy the packages first, without --no-deploy.`,
    );
  const { size: given } = await ask(
    connection,
    `SELECT COUNT() FROM PermissionSetAssignment WHERE AssigneeId = '${user}' AND PermissionSetId = '${set}'`,
  );
  if (given === 0)
    await connection
      .sobject('PermissionSetAssignment')
      .create({ AssigneeId: user, PermissionSetId: set });
}

const identity = (connection: Connection): Promise<{ user_id: string }> =>
  connection.request<{ user_id: string }>('/services/oauth2/userinfo');

/** Gives users a permission set, once. */
import type { Connection } from '@salesforce/core';
import { Refusal } from '../connect/refusal';
import { fine, todo, type Finding } from './report';
import { isCode, quoted, rowsOf } from './soql';

interface User {
  readonly Id: string;
  readonly Username: string;
  readonly IsActive: boolean;
}

/**
 * Looks users up, before anything is changed.
 * @throws Refusal naming those that do not exist or may not log in
 */
export async function usersNamed(
  connection: Connection,
  usernames: readonly string[],
): Promise<readonly User[]> {
  if (usernames.length === 0) return [];
  const found = await rowsOf<User>(
    connection,
    `SELECT Id, Username, IsActive FROM User WHERE Username IN (${usernames.map(quoted).join(', ')})`,
  );
  const byName = new Map(found.map((user) => [user.Username.toLowerCase(), user]));
  const unknown = usernames.filter((name) => !byName.has(name.toLowerCase()));
  if (unknown.length > 0)
    throw new Refusal(
      `No user of this org is called ${unknown.join(', ')}; nothing was changed. A username looks like an email address, and a sandbox appends its own name: sf data query -q "SELECT Username FROM User WHERE IsActive = TRUE".`,
    );
  const inactive = found.filter(({ IsActive }) => !IsActive).map(({ Username }) => Username);
  if (inactive.length > 0)
    throw new Refusal(
      `Not active: ${inactive.join(', ')}; nothing was changed. Activate such a user in Setup, or name another.`,
    );
  return found;
}

/** What is to be given: the permission set with its Id on this org. */
export interface Grant {
  readonly id: string;
  readonly name: string;
}

/**
 * @param check  true: only look who has it
 * @returns one finding per user
 */
export async function assign(
  connection: Connection,
  users: readonly User[],
  { id, name }: Grant,
  check: boolean,
): Promise<readonly Finding[]> {
  if (users.length === 0) return [];
  const rows = await rowsOf<{ AssigneeId: string }>(
    connection,
    `SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSetId = ${quoted(id)}`,
  );
  const holders = new Set(rows.map(({ AssigneeId }) => AssigneeId));
  const findings: Finding[] = [];
  for (const user of users) {
    const { Id, Username } = user;
    if (holders.has(Id)) findings.push(fine(`${Username} has ${name}.`));
    else if (check)
      findings.push(todo(`${Username} does not have ${name}.`, 'Run this without --check.'));
    else findings.push(await give(connection, user, { id, name }));
  }
  return findings;
}

async function give(connection: Connection, { Id, Username }: User, { id, name }: Grant) {
  try {
    await connection.create('PermissionSetAssignment', { AssigneeId: Id, PermissionSetId: id });
  } catch (error) {
    // Somebody else was quicker; that is as good.
    if (isCode(error, 'DUPLICATE_VALUE')) return fine(`${Username} has ${name}.`);
    return todo(
      `${Username} could not be given ${name}: ${error instanceof Error ? error.message : String(error)}`,
      'Look whether the licence of this user allows what the permission set grants, or assign it in Setup.',
    );
  }
  return fine(`${Username} has ${name} (given just now).`);
}

/** The order of things: what may refuse comes before what changes, and health comes last. */
import type { Connection } from '@salesforce/core';
import { Refusal } from '../connect/refusal';
import { checkAllowance } from './allowance';
import { assign, usersNamed } from './assignments';
import { checkLanes } from './lanes';
import type { SetupOptions } from './options';
import { checkPackage, checkPermissionSets, permissionSetIds } from './package';
import { judgeReaper, meant, reaperMinutes, scheduleReaper } from './reaper';
import { todo, type Finding } from './report';
import { checkSettings, readSettings } from './settings';
import { isCode } from './soql';

/**
 * Sets the org up, or only looks.
 *
 * @returns everything that was found, after what was done
 * @throws Refusal, before any change, when the package is not there or a user does not exist
 */
export async function setUp(
  connection: Connection,
  options: SetupOptions,
): Promise<readonly Finding[]> {
  const deployed = await checkPackage(connection);
  if (!deployed.ok && options.check) return [deployed];
  if (!deployed.ok) throw new Refusal(`${deployed.text} ${deployed.remedy}`);
  const users = await usersNamed(connection, options.user);
  const sets = await permissionSetIds(connection);
  const grant = { id: sets.get(options.permissionSet), name: options.permissionSet };
  return [
    deployed,
    checkPermissionSets(sets),
    // A set that is missing has its line already.
    ...(grant.id === undefined
      ? []
      : await assign(connection, users, { ...grant, id: grant.id }, options.check)),
    ...(await reaper(connection, options)),
    ...(await health(connection)),
  ];
}

async function reaper(
  connection: Connection,
  { check, timesPerHour }: SetupOptions,
): Promise<readonly Finding[]> {
  const before = await reaperMinutes(connection);
  const judged = judgeReaper(before, timesPerHour);
  if (judged.ok || check) return [judged];
  const problem = await scheduleReaper(connection, timesPerHour ?? meant(before));
  const after = judgeReaper(await reaperMinutes(connection), timesPerHour);
  if (problem !== undefined) return after.ok ? [problem, after] : [problem];
  return [after.ok ? { ...after, text: `${after.text} (Scheduled just now.)` } : after];
}

/** Deployed fields are visible to nobody, administrators included, until a permission set says so. */
async function health(connection: Connection): Promise<readonly Finding[]> {
  try {
    const settings = await readSettings(connection);
    return [
      ...(await checkSettings(connection, settings)),
      ...(await checkLanes(connection)),
      await checkAllowance(connection, settings),
    ];
  } catch (error) {
    if (!isCode(error, 'INVALID_FIELD', 'INVALID_TYPE')) throw error;
    return [
      todo(
        `The lanes cannot be looked at: ${error instanceof Error ? error.message.trim() : String(error)}`,
        'Let yourself see them: run this with --user <your username> --permission-set Mutex_Admin.',
      ),
    ];
  }
}

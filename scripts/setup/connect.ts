/** The org that is set up: one that `sf` knows, or the local one that runs. */
import type { Connection } from '@salesforce/core';
import { describeOrg, isProduction, knownOrg } from '../connect/known-org';
import { Refusal } from '../connect/refusal';
import { coreConnection } from '../connect/token';
import { CommandFailure } from '../local-org/failure';
import { Instance, isAlive } from '../local-org/instance';
import type { SetupOptions } from './options';

export interface Connected {
  readonly name: string;
  readonly connection: Connection;
}

/**
 * Connects, and refuses a production org that nobody has named as one. Looking is always allowed.
 * @throws Refusal when there is no such org, or it must not be changed
 */
export async function connect(options: SetupOptions): Promise<Connected> {
  const { targetOrg, check, production } = options;
  if (targetOrg === undefined) return localOrg(options);
  const { connection, facts } = await knownOrg(targetOrg);
  if (isProduction(facts) && !check && !production)
    throw new Refusal(
      `"${targetOrg}" is a production org (${facts.OrganizationType}). Setting it up gives people rights there and schedules jobs that spend its daily allowance, and an alias is easily mistaken: say --production if you mean it, or look first with --check.`,
    );
  return { name: describeOrg(targetOrg, facts), connection };
}

async function localOrg({ name, state }: SetupOptions): Promise<Connected> {
  const running = instance(name, state).read();
  if (running === undefined || !(await isAlive(running)))
    throw new Refusal(
      `No local org runs as ${name}: start one with "npm run local-org -- start", or name an org with --target-org.`,
    );
  return {
    name: `local org ${name} (${running.url})`,
    connection: await coreConnection(running.url, running.token),
  };
}

function instance(name: string, state: string | undefined): Instance {
  try {
    return new Instance({ name, ...(state === undefined ? {} : { state }) });
  } catch (error) {
    if (error instanceof CommandFailure) throw new Refusal(error.message);
    throw error;
  }
}

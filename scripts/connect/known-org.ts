/** Orgs that the `sf` CLI knows by alias or username, and what kind of org each is. */
import { ConfigAggregator, Org, StateAggregator, type Connection } from '@salesforce/core';
import { Refusal } from './refusal';

/** What makes an org safe to try things in: scratch orgs say `IsSandbox` too. */
export interface OrgFacts {
  readonly IsSandbox: boolean;
  readonly OrganizationType: string;
  readonly Name: string;
}

/**
 * Connects to an org by alias or username.
 * @throws Refusal when the org is unknown or does not answer
 */
export async function knownOrg(
  aliasOrUsername: string,
): Promise<{ readonly connection: Connection; readonly facts: OrgFacts }> {
  const connection = (await find(aliasOrUsername)).getConnection();
  return { connection, facts: await factsOf(connection, aliasOrUsername) };
}

/** True for anything but a sandbox, a scratch org or a Developer Edition org. */
export function isProduction({ IsSandbox, OrganizationType }: OrgFacts): boolean {
  return !IsSandbox && OrganizationType !== 'Developer Edition';
}

/** `my-scratch (Acme, Developer Edition, sandbox)`. */
export function describeOrg(alias: string, facts: OrgFacts): string {
  return `${alias} (${facts.Name}, ${facts.OrganizationType}${facts.IsSandbox ? ', sandbox' : ''})`;
}

async function find(aliasOrUsername: string): Promise<Org> {
  await ConfigAggregator.create();
  const state = await StateAggregator.getInstance();
  const username = state.aliases.resolveUsername(aliasOrUsername);
  try {
    return await Org.create({ aliasOrUsername: username });
  } catch (error) {
    throw unusable(aliasOrUsername, error);
  }
}

/** Only who is not known is told to log in; a key that cannot be read, say, is another matter. */
export function unusable(alias: string, error: unknown): Refusal {
  if (error instanceof Error && error.name === 'NamedOrgNotFoundError')
    return new Refusal(
      `No org is known as "${alias}": log in with "sf org login web --alias ${alias}", or see "sf org list".`,
    );
  const why = error instanceof Error ? error.message : String(error);
  return new Refusal(
    `What sf keeps of the org "${alias}" cannot be used (${why}); "sf org display --target-org ${alias}" shows more.`,
  );
}

async function factsOf(connection: Connection, alias: string): Promise<OrgFacts> {
  try {
    const found = await connection.query<OrgFacts>(
      'SELECT Name, IsSandbox, OrganizationType FROM Organization',
    );
    return found.records[0]!;
  } catch (error) {
    throw new Refusal(
      `The org "${alias}" does not answer (${error instanceof Error ? error.message : String(error)}): check that it still exists and log in again with "sf org login web --alias ${alias}".`,
    );
  }
}

/** An org that the `sf` CLI knows by alias. Production orgs are refused before anything is sent. */
import { ConfigAggregator, Org, StateAggregator } from '@salesforce/core';
import { Connection } from 'jsforce';
import { deployFolder } from './deploy';
import { LoadError, type Target } from './target';

/** What makes an org safe to attack: scratch orgs say `IsSandbox` too. */
interface OrgFacts {
  readonly IsSandbox: boolean;
  readonly OrganizationType: string;
  readonly Name: string;
}

/** Load-testing an org of Salesforce needs Salesforce's consent; the tool says so every time. */
export const CONSENT =
  "Load-testing an org needs Salesforce's consent: open a case before you go beyond these small defaults, and never aim at an org that other people work in.";

/**
 * Connects to an org by alias or username.
 * @throws LoadError when the org is unknown, unreachable or a production org
 */
export async function orgTarget(aliasOrUsername: string): Promise<Target> {
  const org = await find(aliasOrUsername);
  const core = org.getConnection();
  const facts = await factsOf(core, aliasOrUsername);
  refuseProduction(facts, aliasOrUsername);
  const { instanceUrl, accessToken, version } = core;
  return {
    name: `${aliasOrUsername} (${facts.Name}, ${facts.OrganizationType}${facts.IsSandbox ? ', sandbox' : ''})`,
    kind: 'org',
    connect: () =>
      Promise.resolve(new Connection({ instanceUrl, accessToken: accessToken ?? '', version })),
    deploy: (folder) => deployFolder(folder, core),
    close: () => Promise.resolve(),
  };
}

async function find(aliasOrUsername: string): Promise<Org> {
  await ConfigAggregator.create();
  const state = await StateAggregator.getInstance();
  const username = state.aliases.resolveUsername(aliasOrUsername);
  try {
    return await Org.create({ aliasOrUsername: username });
  } catch {
    throw new LoadError(
      `No org is known as "${aliasOrUsername}": log in with "sf org login web --alias ${aliasOrUsername}", or see "sf org list".`,
    );
  }
}

async function factsOf(
  connection: ReturnType<Org['getConnection']>,
  alias: string,
): Promise<OrgFacts> {
  try {
    const found = await connection.query<OrgFacts>(
      'SELECT Name, IsSandbox, OrganizationType FROM Organization',
    );
    return found.records[0]!;
  } catch (error) {
    throw new LoadError(
      `The org "${alias}" does not answer (${error instanceof Error ? error.message : String(error)}): check that it still exists and log in again with "sf org login web --alias ${alias}".`,
    );
  }
}

/** @throws LoadError for anything but a sandbox, a scratch org or a Developer Edition org */
export function refuseProduction(facts: OrgFacts, alias: string): void {
  const disposable = facts.IsSandbox || facts.OrganizationType === 'Developer Edition';
  if (!disposable)
    throw new LoadError(
      `"${alias}" is a production org (${facts.OrganizationType}); the load test runs only on scratch orgs, sandboxes and Developer Edition orgs.`,
    );
}

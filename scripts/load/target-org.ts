/** An org that the `sf` CLI knows by alias. Production orgs are refused before anything is sent. */
import { Connection } from 'jsforce';
import { describeOrg, isProduction, knownOrg, type OrgFacts } from '../connect/known-org';
import { deployFolder } from './deploy';
import { LoadError, type Target } from './target';

/** Load-testing an org of Salesforce needs Salesforce's consent; the tool says so every time. */
export const CONSENT =
  "Load-testing an org needs Salesforce's consent: open a case before you go beyond these small defaults, and never aim at an org that other people work in.";

/**
 * Connects to an org by alias or username.
 * @throws Refusal when the org is unknown, unreachable or a production org
 */
export async function orgTarget(aliasOrUsername: string): Promise<Target> {
  const { connection: core, facts } = await knownOrg(aliasOrUsername);
  refuseProduction(facts, aliasOrUsername);
  const { instanceUrl, accessToken, version } = core;
  return {
    name: describeOrg(aliasOrUsername, facts),
    kind: 'org',
    connect: () =>
      Promise.resolve(new Connection({ instanceUrl, accessToken: accessToken ?? '', version })),
    deploy: (folder) => deployFolder(folder, core),
    close: () => Promise.resolve(),
  };
}

/** @throws LoadError for anything but a sandbox, a scratch org or a Developer Edition org */
function refuseProduction(facts: OrgFacts, alias: string): void {
  if (isProduction(facts))
    throw new LoadError(
      `"${alias}" is a production org (${facts.OrganizationType}); the load test runs only on scratch orgs, sandboxes and Developer Edition orgs.`,
    );
}

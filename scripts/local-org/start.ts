/** `local-org start`: an org that stays until Ctrl-C. */
import { readFileSync } from 'node:fs';
import { createServer } from '../../local-org/api';
import type { Server } from '../../local-org/api';
import { createLocalOrg } from '../../local-org/org';
import { deployFolders } from './deployment';
import type { OrgFlags } from './options';
import { orgOptions } from './options';

export interface StartFlags extends OrgFlags {
  readonly port: number;
  readonly deploy?: readonly string[];
  readonly jwtKey?: string;
}

/** What somebody needs who wants in, ready to be copied. */
function greeting({ url, credentials }: Server, orgId: string, flags: StartFlags): string {
  const { username, password, token } = credentials;
  return `Local org ${orgId}: ${flags.edition} edition, ${flags.clock} clock, seed ${flags.seed}

URL       ${url}
Username  ${username}
Password  ${password}
Token     ${token}

jsforce   new jsforce.Connection({ instanceUrl: '${url}', accessToken: '${token}' })
curl      curl -H 'Authorization: Bearer ${token}' '${url}/services/data/v65.0/query?q=SELECT+Id+FROM+User'
sf        SF_ACCESS_TOKEN='${token}' sf org login access-token --instance-url ${url} --alias local --no-prompt

Ctrl-C ends it; nothing is kept.
`;
}

export async function start(flags: StartFlags): Promise<void> {
  const org = await createLocalOrg(orgOptions(flags));
  await deployFolders(org, flags.deploy ?? []);
  org.mark();
  const jwtPublicKey = flags.jwtKey === undefined ? undefined : readFileSync(flags.jwtKey, 'utf8');
  const server = await createServer(org, {
    port: flags.port,
    ...(jwtPublicKey === undefined ? {} : { credentials: { jwtPublicKey } }),
    info: { seed: flags.seed, edition: flags.edition, workers: flags.workers },
  });
  // Listens before it greets: who reads the greeting may interrupt at once.
  const interrupted = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  process.stdout.write(greeting(server, org.orgId, flags));
  await interrupted;
  await server.close();
  await org.close();
}

/** `local-org start`: an org that stays until Ctrl-C. */
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from '../../local-org/api';
import type { Server } from '../../local-org/api';
import type { EmbeddedOrg } from '../../local-org/org';
import { createLocalOrg } from '../../local-org/org';
import { deployFolders } from './deployment';
import { CommandFailure } from './failure';
import type { InstanceFlags, Running } from './instance';
import { Instance, isAlive } from './instance';
import type { OrgFlags } from './options';
import { orgOptions } from './options';
import { register } from './register';

export interface StartFlags extends OrgFlags, InstanceFlags {
  readonly port: number;
  readonly host: string;
  readonly deploy?: readonly string[];
  readonly jwtKey?: string;
  readonly alias?: string;
  /** False: `sf` is left alone. */
  readonly register: boolean;
}

/** Numbers of orgs: enough of them that no two ever meet on a machine. */
const MOST_ORGS = 2 ** 47;

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
sf        SF_ACCESS_TOKEN='${token}' sf org login access-token --instance-url ${url} --alias ${flags.name} --no-prompt

Ctrl-C ends it, and so does npm run local-org -- stop; nothing is kept.
`;
}

async function newOrg(flags: StartFlags): Promise<EmbeddedOrg> {
  const org = await createLocalOrg({
    ...orgOptions(flags),
    orgNumber: randomInt(1, MOST_ORGS),
    adminUsername: `admin@${flags.name.toLowerCase()}.local.org`,
  });
  await deployFolders(org, flags.deploy ?? []);
  org.mark();
  return org;
}

function factsOf(server: Server, orgId: string): Running {
  const { username, clientId, token } = server.credentials;
  return { pid: process.pid, url: server.url, orgId, username, clientId, token };
}

/** Registers the org with `sf`. A key of the user's own cannot be passed on. */
async function tellSf(instance: Instance, server: Server, facts: Running, flags: StartFlags) {
  const key = server.credentials.jwtPrivateKey();
  if (!flags.register || key === undefined) return;
  instance.saveKey(key);
  const alias = flags.alias ?? flags.name;
  const registered = await register(instance, facts, alias);
  if (registered === undefined) return;
  if (registered.ok) instance.save({ ...facts, alias });
  process.stdout.write(`${registered.text}\n`);
}

export async function start(flags: StartFlags): Promise<void> {
  const instance = new Instance(flags);
  const other = instance.read();
  if (other !== undefined && (await isAlive(other)))
    throw new CommandFailure(
      `An org runs as ${flags.name} already, at ${other.url}: stop it, or start another with --name and --port 0.`,
    );
  const org = await newOrg(flags);
  const jwtPublicKey = flags.jwtKey === undefined ? undefined : readFileSync(flags.jwtKey, 'utf8');
  const server = await createServer(org, {
    port: flags.port,
    host: flags.host,
    ...(jwtPublicKey === undefined ? {} : { credentials: { jwtPublicKey } }),
    info: { seed: flags.seed, edition: flags.edition, workers: flags.workers },
    renew: () => newOrg(flags),
  });
  // Listens before it greets: who reads the greeting may interrupt at once.
  const interrupted = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  const facts = factsOf(server, org.orgId);
  // Who reads the greeting may also look for the org by name at once.
  instance.save(facts);
  process.stdout.write(greeting(server, org.orgId, flags));
  await tellSf(instance, server, facts, flags);
  await interrupted;
  await server.close();
  await org.close();
  instance.clear();
}

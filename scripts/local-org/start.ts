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
import { Keeper, readKept, type Kept } from './keeper';
import { register } from './register';

export interface StartFlags extends OrgFlags, InstanceFlags {
  readonly port: number;
  readonly host: string;
  readonly deploy?: readonly string[];
  readonly jwtKey?: string;
  readonly alias?: string;
  /** Goes on with the org that the folder holds, and keeps it there. */
  readonly keep?: boolean;
  /** Minutes of org time without a request after which a session ends. */
  readonly sessionTimeout: number;
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

Ctrl-C ends it, and so does npm run local-org -- stop; ${flags.keep ? 'the next start with --keep goes on with it.' : 'nothing is kept.'}
`;
}

/** Apart by so much are the seeds of the starts of one org, or it would draw the same numbers again. */
const NEXT_SEED = 1_000_003;

/** Makes the orgs of one server, and knows how to make each again. */
class Orgs {
  readonly #numbers = new Map<string, number>();
  readonly #adminUsername: string;
  readonly #starts: number;
  current: EmbeddedOrg | undefined;

  constructor(
    readonly flags: StartFlags,
    readonly kept: Kept | undefined,
  ) {
    this.#starts = (kept?.starts ?? 0) + 1;
    this.#adminUsername = kept?.adminUsername ?? `admin@${flags.name.toLowerCase()}.local.org`;
  }

  async #make(orgNumber: number): Promise<EmbeddedOrg> {
    const { flags } = this;
    const org = await createLocalOrg({
      ...orgOptions(flags),
      seed: (flags.seed + NEXT_SEED * (this.#starts - 1)) % 2 ** 31,
      orgNumber,
      adminUsername: this.#adminUsername,
    });
    this.#numbers.set(org.orgId, orgNumber);
    return (this.current = org);
  }

  /** The org that was kept, or a new one. */
  async first(): Promise<EmbeddedOrg> {
    const { kept, flags } = this;
    if (kept === undefined) return this.fresh();
    const org = await this.#make(kept.orgNumber);
    org.resume(kept.org);
    await deployFolders(org, flags.deploy ?? []);
    org.mark();
    return org;
  }

  async fresh(): Promise<EmbeddedOrg> {
    const org = await this.#make(randomInt(1, MOST_ORGS));
    await deployFolders(org, this.flags.deploy ?? []);
    org.mark();
    return org;
  }

  facts(orgId: string): Pick<Kept, 'orgNumber' | 'adminUsername' | 'starts'> {
    const orgNumber = this.#numbers.get(orgId) ?? 1;
    return { orgNumber, adminUsername: this.#adminUsername, starts: this.#starts };
  }
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

/** Serves the org that was kept, or a new one. */
async function serve(orgs: Orgs, flags: StartFlags): Promise<Server> {
  const { kept } = orgs;
  const org = await orgs.first();
  const jwtPublicKey = flags.jwtKey === undefined ? undefined : readFileSync(flags.jwtKey, 'utf8');
  const server = await createServer(org, {
    port: flags.port,
    host: flags.host,
    sessionIdleMs: flags.sessionTimeout * 60_000,
    credentials: {
      ...kept?.credentials,
      ...(jwtPublicKey === undefined ? {} : { jwtPublicKey }),
    },
    ...(kept ? { sessions: kept.sessions } : {}),
    info: { seed: flags.seed, edition: flags.edition, workers: flags.workers },
    renew: () => orgs.fresh(),
  });
  return server;
}

/** How long an end waits for jobs that run. */
const PATIENCE_MS = 5000;

/** Lets jobs come to their end, as long as that takes no time. */
async function settle(org: EmbeddedOrg): Promise<void> {
  const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
  await Promise.race([org.idle(), patience]);
}

export async function start(flags: StartFlags): Promise<void> {
  const instance = new Instance(flags);
  const other = instance.read();
  if (other !== undefined && (await isAlive(other)))
    throw new CommandFailure(
      `An org runs as ${flags.name} already, at ${other.url}, process ${other.pid}: stop it, or start another with --name and --port 0.`,
    );
  instance.lock();
  try {
    await run(instance, flags);
  } finally {
    instance.clear();
  }
}

async function run(instance: Instance, flags: StartFlags): Promise<void> {
  const orgs = new Orgs(flags, flags.keep ? readKept(instance) : undefined);
  const server = await serve(orgs, flags);
  const org = orgs.current!;
  // Listens before it greets: who reads the greeting may interrupt at once.
  const interrupted = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  const facts = factsOf(server, org.orgId);
  const keeper = new Keeper(
    instance,
    server,
    () => orgs.current!,
    (orgId) => orgs.facts(orgId),
  );
  if (flags.keep) keeper.watch();
  // Who reads the greeting may also look for the org by name at once.
  instance.save(facts);
  process.stdout.write(greeting(server, org.orgId, flags));
  await tellSf(instance, server, facts, flags);
  await interrupted;
  keeper.stop();
  if (flags.keep) await settle(orgs.current!);
  await server.close();
  if (flags.keep) keeper.save();
  await org.close();
}

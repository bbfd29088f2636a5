/** The same work through packages of others, where the local org carries them; what it lacks, otherwise. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createLocalOrg } from '../../../local-org/org';
import type { ContextStatistics, LocalOrg, PackageFiles } from '../../../local-org/org/contract';
import { anonymous, cost, PACKAGE, RECIPE } from '../fixture';
import { sourcePackage } from '../../local-org/package';
import { table } from '../table';
import { effectPackage } from './effects';
import { PEERS } from './list';
import type { Adapter, Peer } from './peer';

const PER_CALL = 50;
const MINUTE = 60_000;
/** Its status has no index, so each of its jobs reads every item there is: time grows with the square. */
const MOST_OF_RECIPE = 10_000;

/** The annotation stands on the class itself, after comments at most; and again on its tests. */
const TEST_CLASS = /^(?:\s|\/\*[\s\S]*?\*\/|\/\/.*\n|@(?!IsTest)\w+(?:\([^)]*\))?)*@IsTest\b/i;

/** A mock without tests of its own may be called by the library. */
function isTestClass(source: string): boolean {
  return TEST_CLASS.test(source) && (source.match(/@IsTest\b/gi) ?? []).length > 1;
}

/** Ours, in the same words. */
const LANE: Adapter = {
  classes: {
    PeerWork: `
public without sharing class PeerWork extends QueueHandler {
    public override void execute(QueueContext context) {
        insert as system new Peer_Effect__c(Key__c = context.payload);
    }
}`,
  },
  enqueue: `List<Queue_Item__c> items = new List<Queue_Item__c>();
    for (String key : keys) { items.add(new Queue_Item__c(Handler__c = 'PeerWork', Payload__c = key)); }
    FIFOQueue.enqueue('work', items);`,
};

/** The recipe of one record a job leaves rows of its own. */
const CHECKBOX: Adapter = {
  effect: 'Recipe_Effect__c',
  classes: {},
  enqueue: `List<Recipe_Item__c> items = new List<Recipe_Item__c>();
    for (String key : keys) { items.add(new Recipe_Item__c(Callout_Status__c = 'Pending', Key__c = key)); }
    insert items;`,
};

type Used = ContextStatistics & {
  /** Milliseconds that the process computed, on this machine. */
  readonly cpu: number;
};

/** What a package cost, or why it was not run. */
type Outcome = { readonly used: Used } | { readonly missing: readonly string[] };

const COUNTS = [
  'transactions',
  'jobsEnqueued',
  'soqlQueries',
  'soqlRows',
  'dmlStatements',
  'dmlRows',
  'statements',
  'cpu',
] as const;

/**
 * Prints counts per piece of work, and for each package that cannot be run what is missing.
 *
 * @param folder holds clones of the packages, each under its name
 * @param items pieces of work, handed over 50 a call
 */
export async function peerRatios(folder: string, items: number): Promise<void> {
  const rows: (readonly [string, Used])[] = [];
  const missing: string[] = [];
  const note = (name: string, outcome: Outcome): void => {
    if ('used' in outcome) rows.push([name, outcome.used]);
    else missing.push(`${name}:`, ...outcome.missing.map((line) => `  ${line}`));
  };
  note('a lane of this package', await run(await sourcePackage(PACKAGE), LANE, items));
  if (items <= MOST_OF_RECIPE)
    note('the checkbox recipe', await run(await sourcePackage(RECIPE), CHECKBOX, items));
  for (const peer of PEERS) note(peer.name, await tried(peer, folder, items));
  table(
    `${items} pieces of work, ${PER_CALL} a call; counts and CPU milliseconds per piece`,
    ['', ...COUNTS],
    rows.map(([name, used]) => [name, ...COUNTS.map((key) => used[key] / items)]),
  );
  if (missing.length > 0) process.stdout.write(`\nNot run\n  ${missing.join('\n  ')}\n`);
}

async function tried(peer: Peer, folder: string, items: number): Promise<Outcome> {
  const source = join(folder, peer.name, peer.source);
  if (!existsSync(source)) return { missing: [`git clone ${peer.url} ${join(folder, peer.name)}`] };
  return run(withoutTests(await sourcePackage(source)), peer.adapter, items);
}

/** The library itself, unmodified. Its tests may use more of the platform than it does. */
function withoutTests(files: PackageFiles): PackageFiles {
  const tests = new Set<string>();
  for (const [path, body] of files)
    if (path.endsWith('.cls') && isTestClass(body.toString())) tests.add(path.slice(0, -4));
  const isTest = (path: string): boolean => tests.has(path.replace(/\.cls(-meta\.xml)?$/, ''));
  const names = [...tests].map((path) => path.replace(/^.*\//, ''));
  return new Map(
    [...files]
      .filter(([path]) => !isTest(path))
      .map(([path, body]) => [path, path === 'package.xml' ? unlisted(body, names) : body]),
  );
}

function unlisted(manifest: Buffer, names: readonly string[]): Buffer {
  const out = new Set(names.map((name) => `<members>${name}</members>`));
  return Buffer.from(
    manifest
      .toString()
      .replace(/\s*<members>[^<]*<\/members>/g, (line) => (out.has(line.trim()) ? '' : line)),
  );
}

async function run(
  files: PackageFiles,
  adapter: Adapter | undefined,
  items: number,
): Promise<Outcome> {
  const org = await createLocalOrg({ seed: 1, clock: 'virtual', interleaving: 'serial' });
  try {
    for (const part of [files, effectPackage(adapter ?? {})]) {
      const { components } = await org.deploy({ files: part });
      const problems = components.flatMap(({ success, fullName, problem }) =>
        success ? [] : [`${fullName}: ${problem ?? 'refused'}`],
      );
      if (problems.length > 0) return { missing: [...new Set(problems)] };
    }
    if (!adapter) return { missing: ['It can be deployed by now; write an adapter for it.'] };
    if (adapter.setup !== undefined) await anonymous(org, adapter.setup);
    const before = process.cpuUsage();
    const used = await cost(org, () => work(org, adapter, items));
    const { user, system } = process.cpuUsage(before);
    return { used: { ...used, cpu: (user + system) / 1000 } };
  } catch (error) {
    return { missing: [error instanceof Error ? error.message : String(error)] };
  } finally {
    await org.close();
  }
}

/** Hands everything over, then lets jobs run; time moves only when nothing else can. */
async function work(org: LocalOrg, adapter: Adapter, items: number): Promise<void> {
  for (let at = 0; at < items; at += PER_CALL)
    await anonymous(
      org,
      `List<String> keys = new List<String>();
       for (Integer i = ${at}; i < ${Math.min(items, at + PER_CALL)}; i++) { keys.add('k' + i); }
       ${adapter.enqueue}`,
    );
  let done = 0;
  for (let waits = 0; waits < 200; waits++) {
    await org.idle();
    done = (await org.query(`SELECT COUNT() FROM ${adapter.effect ?? 'Peer_Effect__c'}`)).totalSize;
    if (done >= items) return;
    await org.advance(MINUTE);
  }
  throw new Error(`${done} of ${items} pieces of work were done, and nothing more happens.`);
}

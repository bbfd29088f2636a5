/** `npm run mutants`: hunts all mutants in two processes and rewrites the tables of docs/mutants.md. */
import { fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { EQUIVALENTS, MUTANTS } from '../explorer/mutants/catalogue';
import { BLIND, type Hunted, type HuntPlan } from '../explorer/mutants/hunt';
import {
  comparisonTable,
  equivalentTable,
  mutantTable,
  summary,
  withTable,
} from '../explorer/mutants/report';
import { compare, huntAll, type Needed } from '../explorer/mutants/run';
import { COMPARED } from '../explorer/mutants/compared';
import { SCENARIOS } from '../explorer/scenarios';
import { sourcePackage } from './bench/source-package';

const ROOT = resolve(__dirname, '..');
const DOCUMENT = join(ROOT, 'docs/mutants.md');
const PROCESSES = 2;
const MOST = 100;
const SEEDS = [1, 2, 3];
const PLAN: HuntPlan = {
  ...BLIND,
  scenarios: SCENARIOS,
  seed: 1,
  shrinkRuns: 40,
  now: () => performance.now(),
};

type Finding = Hunted | { readonly compared: readonly Needed[] };

async function packages(): Promise<Parameters<typeof huntAll>[0]> {
  const sound = await sourcePackage(join(ROOT, 'force-app'));
  return [sound, await sourcePackage(join(ROOT, 'scripts/load/probe'))];
}

/** Every n-th mutant, and every n-th comparison. */
async function work(part: number): Promise<void> {
  const files = await packages();
  const mine = <T>(all: readonly T[]): T[] => all.filter((_, i) => i % PROCESSES === part);
  const tell = (finding: Finding): void => void process.send!(finding);
  await huntAll(files, mine(MUTANTS), PLAN, tell);
  for (const { id, scenario } of mine(COMPARED)) {
    const mutant = MUTANTS.find((each) => each.id === id)!;
    const scenarios = SCENARIOS.filter(({ name }) => name === scenario);
    const plan: HuntPlan = { ...PLAN, scenarios, rounds: [MOST], modes: ['restart'] };
    tell({ compared: await compare(files, mutant, ['random', 'pos', 'pct'], SEEDS, plan) });
  }
}

function start(part: number, hear: (finding: Finding) => void): Promise<void> {
  return new Promise((done, failed) => {
    const child = fork(__filename, [String(part)], {
      execArgv: ['--import', 'tsx'],
      // Not found is Infinity, which JSON does not know.
      serialization: 'advanced',
    });
    child.on('message', (message) => hear(message as Finding));
    child.on('exit', (code) =>
      code === 0 ? done() : failed(new Error(`A process ended with code ${code ?? 'none'}.`)),
    );
  });
}

async function main(): Promise<void> {
  const hunted: Hunted[] = [];
  const compared: Needed[] = [];
  const hear = (finding: Finding): void => {
    if ('compared' in finding) return void compared.push(...finding.compared);
    hunted.push(finding);
    const { id, caught, schedules, seconds } = finding;
    const end = caught ? `${caught.invariant} in ${caught.scenario}` : 'SURVIVED';
    const cost = `${schedules} schedules, ${seconds.toFixed(1)} s`;
    process.stdout.write(`${id.padEnd(36)} ${end}, ${cost}\n`);
  };
  await Promise.all(Array.from({ length: PROCESSES }, (_, part) => start(part, hear)));
  const inOrder = COMPARED.flatMap(({ id }) => compared.filter((each) => each.id === id));
  let text = readFileSync(DOCUMENT, 'utf8');
  text = withTable(text, 'mutants', `${summary(hunted)}\n\n${mutantTable(MUTANTS, hunted)}`);
  text = withTable(text, 'equivalents', equivalentTable(EQUIVALENTS));
  text = withTable(text, 'strategies', comparisonTable(inOrder, MOST));
  const style = await resolveConfig(DOCUMENT);
  writeFileSync(DOCUMENT, await format(text, { ...style, parser: 'markdown' }));
  process.stdout.write(`${summary(hunted)}\n`);
  process.exitCode = hunted.every(({ caught }) => caught) ? 0 : 1;
}

const part = process.argv[2];
(part === undefined ? main() : work(Number(part))).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(3);
});

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { analyseApex } from './apex-rules';
import { checkApexTypes } from './apex-types';
import { describe } from './finding';
import type { Finding } from './finding';
import { checkAsProject, sideProjects } from './side-projects';

const ROOT = path.resolve(__dirname, '..');

/** A small project that is wrong on purpose: a checker that finds nothing in it is asleep. */
const BROKEN = path.join(__dirname, 'fixtures', 'broken');

/** The source folders of a project, as its `sfdx-project.json` names them. */
function packageFolders(project: string): string[] {
  const text = readFileSync(path.join(project, 'sfdx-project.json'), 'utf8');
  const { packageDirectories } = JSON.parse(text) as { packageDirectories: { path: string }[] };
  return packageDirectories
    .map((directory) => path.join(project, directory.path))
    .filter((folder) => existsSync(folder));
}

/** Fails unless the checker found what is wrong with the broken project. */
function expectAwake(findings: readonly Finding[], rule: RegExp): void {
  if (findings.some((finding) => rule.test(`${finding.rule} ${finding.message}`))) return;
  throw new Error(`The checker found nothing that matches ${String(rule)} in ${BROKEN}`);
}

function types(): readonly Finding[] {
  expectAwake(checkApexTypes(BROKEN), /from 'System.String' to 'System.Integer'/);
  return [
    ...checkApexTypes(ROOT),
    ...sideProjects(ROOT).flatMap((folders) => checkAsProject(ROOT, folders, checkApexTypes)),
  ];
}

async function rules(): Promise<readonly Finding[]> {
  const broken = await analyseApex(packageFolders(BROKEN));
  expectAwake(broken.findings, /OperationWithLimitsInLoop/);
  expectAwake(broken.findings, /QueueableWithoutFinalizer/);
  const {
    findings,
    mild,
    rules: count,
  } = await analyseApex([...packageFolders(ROOT), path.join(ROOT, 'scripts/load/probe')]);
  console.log(`${count} rules, ${mild} findings too mild to count`);
  return findings;
}

/** Runs the checks named on the command line (all, if none is) and reports what they find. */
async function main(names: readonly string[]): Promise<void> {
  const checks = { types, rules };
  for (const [name, check] of Object.entries(checks)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const findings = await check();
    for (const finding of findings) console.log(describe(finding, ROOT));
    console.log(`Apex ${name}: ${findings.length} errors`);
    if (findings.length > 0) process.exitCode = 1;
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.log(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

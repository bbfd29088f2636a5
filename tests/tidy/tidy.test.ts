import path from 'node:path';
import { trackedFiles } from './repository';
import type { SourceFile } from './repository';
import { missingAccessMode, missingDocComment, missingSharing } from './rules/apex';
import { claimsWithoutProof, emptyProofs } from './rules/claims';
import { brokenLinks } from './rules/links';
import { machineText } from './rules/machine';
import { otherApiVersion } from './rules/metadata';
import { inexactVersions, unusableLock } from './rules/packages';
import { tooManyBytes, tooManyLines } from './rules/size';

const ROOT = path.resolve(__dirname, '../..');

/** Files that are wrong on purpose, to prove that a checker is awake. */
const BROKEN_ON_PURPOSE = /(^|\/)fixtures\/broken\//;

const files = trackedFiles(ROOT).filter((file) => !BROKEN_ON_PURPOSE.test(file.path));

/** The API version that the whole project is written for. */
function sourceApiVersion(): string {
  const project = files.find((file) => file.path === 'sfdx-project.json');
  return (JSON.parse(project?.text ?? '{}') as { sourceApiVersion: string }).sourceApiVersion;
}

const RULES: [name: string, rule: (file: SourceFile) => string[]][] = [
  ['no TypeScript or Apex file is longer than one concern', tooManyLines],
  ['no file is too large for a clone', tooManyBytes],
  ['every Apex class says its sharing', missingSharing],
  ['every query and every DML of the package says its mode', missingAccessMode],
  ['every public Apex method has a doc comment', missingDocComment],
  ['all metadata has one API version', (file) => otherApiVersion(file, sourceApiVersion())],
  ['every dependency has an exact version', inexactVersions],
  ['every machine can install from the lockfiles', unusableLock],
  ['no text means something on one machine only', machineText],
  ['every link in the documents leads to a file', (file) => brokenLinks(file, files)],
  ['what a document calls a proof says so', (file) => emptyProofs(file, files)],
  ['every row of the comparison names its proof', claimsWithoutProof],
];

describe('the repository', () => {
  it.each(RULES)('%s', (_name, rule) => {
    expect(files.flatMap((file) => rule(file))).toEqual([]);
  });

  it('is really looked at', () => {
    const paths = files.map((file) => file.path);
    expect(paths).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', '.ci/run']));
  });
});

/** `package.xml` and the lists of what a package deletes. */
import type { PackageContents, PackageProblem } from './contract';
import { SourceFile, unsupported } from './report';
import { KNOWN_TYPES } from './types';

export interface Manifest {
  readonly apiVersion: string;
  /** Type → members; `*` stands for all. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
}

type Deletion = PackageContents['deletions'][number];

const DELETIONS: readonly { readonly fileName: string; readonly when: 'pre' | 'post' }[] = [
  { fileName: 'destructiveChangesPre.xml', when: 'pre' },
  { fileName: 'destructiveChanges.xml', when: 'pre' },
  { fileName: 'destructiveChangesPost.xml', when: 'post' },
];

function manifestFile(name: string, bytes: Buffer, problems: PackageProblem[]): SourceFile {
  return new SourceFile({ type: '', fullName: name, fileName: name }, bytes, problems);
}

/** Members by type, with every type checked that the local org does not know. */
function readMembers(file: SourceFile): Map<string, Set<string>> {
  const members = new Map<string, Set<string>>();
  const root = file.parse();
  for (const types of root?.all('types') ?? []) {
    const name = types.text('name');
    if (name === undefined) {
      file.error('A <types> entry has no <name>.', types);
      continue;
    }
    if (!KNOWN_TYPES.has(name)) file.error(unsupported(`Metadata type ${name}`), types);
    const set = members.get(name) ?? new Set<string>();
    for (const member of types.all('members'))
      if (member.value !== undefined) set.add(member.value);
    members.set(name, set);
  }
  return members;
}

export function readManifest(
  files: ReadonlyMap<string, Buffer>,
  problems: PackageProblem[],
): Manifest {
  const bytes = files.get('package.xml');
  if (bytes === undefined) {
    problems.push({
      component: { type: '', fullName: 'package.xml', fileName: 'package.xml' },
      severity: 'Error',
      message: 'No package.xml found',
    });
    return { apiVersion: '', members: new Map() };
  }
  const file = manifestFile('package.xml', bytes, problems);
  const members = readMembers(file);
  const version = /<version>\s*([\d.]+)\s*<\/version>/.exec(file.text)?.[1];
  return { apiVersion: version ?? '', members };
}

export function readDeletions(
  files: ReadonlyMap<string, Buffer>,
  problems: PackageProblem[],
): readonly Deletion[] {
  return DELETIONS.flatMap(({ fileName, when }) => {
    const bytes = files.get(fileName);
    if (bytes === undefined) return [];
    const file = manifestFile(fileName, bytes, problems);
    return [...readMembers(file)].flatMap(([type, names]) =>
      [...names].flatMap((fullName) => {
        if (fullName !== '*') return [{ type, fullName, when }];
        file.error('Wildcards are not allowed in destructive changes.');
        return [];
      }),
    );
  });
}

import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from '../harness/org';
import { ALIAS, openBench } from '../harness/org';
import type { Project } from '../harness/project';
import { emptyProject, writeClass } from '../harness/project';

interface Preview {
  readonly toDeploy: readonly { readonly fullName: string }[];
  readonly toRetrieve: readonly { readonly fullName: string }[];
  readonly toDelete: readonly { readonly fullName: string }[];
  readonly conflicts: readonly { readonly fullName: string }[];
}

const names = (list: readonly { readonly fullName: string }[]): string[] =>
  list.map(({ fullName }) => fullName).sort();

/** Two people with projects of their own share a scratch org. */
describe('source tracking', () => {
  let bench: Bench;
  let mine: Project;
  let yours: Project;
  const sf = <T = Record<string, unknown>>(project: Project, ...args: string[]) =>
    bench.sf.json<T>([...args, '-o', 'scratch'], { cwd: project.folder });
  const preview = (project: Project) => sf<Preview>(project, 'project', 'deploy', 'preview');

  beforeAll(async () => {
    bench = await openBench();
    mine = emptyProject(bench.home, 'mine');
    yours = emptyProject(bench.home, 'yours');
    await bench.sf.json(
      ['org', 'create', 'scratch', '--edition', 'developer', '-v', ALIAS, '-a', 'scratch'],
      { cwd: mine.folder },
    );
  });
  afterAll(() => bench.close());

  it('deploys what is new, then only what changed', async () => {
    writeClass(mine, 'One', 'public class One {}\n');
    writeClass(mine, 'Two', 'public class Two {}\n');
    expect(names((await preview(mine)).toDeploy)).toEqual(['One', 'Two']);
    expect(await sf(mine, 'project', 'deploy', 'start')).toMatchObject({ status: 'Succeeded' });
    expect((await preview(mine)).toDeploy).toEqual([]);
    writeClass(mine, 'Two', 'public class Two { Integer n; }\n');
    const again = await sf(mine, 'project', 'deploy', 'start');
    expect(again).toMatchObject({ numberComponentsTotal: 1 });
  });

  it('counts no change where a deploy brings what is there', async () => {
    const revisions = () =>
      sf<{ records: unknown[] }>(
        mine,
        ...['data', 'query', '-t', '-q', 'SELECT MemberName, RevisionCounter FROM SourceMember'],
      );
    const before = await revisions();
    const again = await sf<{ files: { state: string }[] }>(
      ...([mine, 'project', 'deploy', 'start', '-m', 'ApexClass:One', 'ApexClass:Two'] as const),
    );
    expect(new Set(again.files.map(({ state }) => state))).toEqual(new Set(['Unchanged']));
    expect((await revisions()).records).toEqual(before.records);
  });

  it('retrieves what others deployed', async () => {
    writeClass(yours, 'Three', 'public class Three {}\n');
    await sf(yours, 'project', 'deploy', 'start', '-m', 'ApexClass:Three');
    const coming = await sf<Preview>(mine, 'project', 'retrieve', 'preview');
    expect(names(coming.toRetrieve)).toEqual(['Three']);
    const got = await sf<{ files: readonly { fullName: string; state: string }[] }>(
      ...([mine, 'project', 'retrieve', 'start'] as const),
    );
    expect(new Set(got.files.map(({ fullName }) => fullName))).toEqual(new Set(['Three']));
    const left = await sf<Preview>(mine, 'project', 'retrieve', 'preview');
    expect([left.toRetrieve, left.toDelete, left.conflicts]).toEqual([[], [], []]);
  });

  it('deletes what was deleted', async () => {
    for (const suffix of ['', '-meta.xml'])
      rmSync(path.join(mine.folder, `force-app/main/default/classes/One.cls${suffix}`));
    expect(names((await preview(mine)).toDelete)).toEqual(['One']);
    await sf(mine, 'project', 'deploy', 'start');
    const left = await sf<{ records: readonly { Name: string }[] }>(
      ...([mine, 'data', 'query', '-q', 'SELECT Name FROM ApexClass ORDER BY Name'] as const),
    );
    expect(left.records.map(({ Name }) => Name)).toEqual(['Three', 'Two']);
  });

  it('sees conflicts', async () => {
    writeClass(yours, 'Three', 'public class Three { Integer yours; }\n');
    await sf(yours, 'project', 'deploy', 'start', '-m', 'ApexClass:Three', '--ignore-conflicts');
    writeClass(mine, 'Three', 'public class Three { Integer mine; }\n');
    expect(new Set(names((await preview(mine)).conflicts))).toEqual(new Set(['Three']));
    const refused = await bench.sf.answer(['project', 'deploy', 'start', '-o', 'scratch'], {
      cwd: mine.folder,
    });
    expect(refused.name).toBe('SourceConflictError');
  });
});

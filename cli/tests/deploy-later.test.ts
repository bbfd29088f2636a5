import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from '../harness/org';
import { openBench } from '../harness/org';
import type { Project } from '../harness/project';
import { emptyProject, writeClass } from '../harness/project';
import type { JsonAnswer } from '../harness/sf';

interface Deployed {
  readonly id: string;
  readonly status: string;
  readonly [key: string]: unknown;
}

const manifest = (...classes: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata">
    <types>${classes.map((name) => `<members>${name}</members>`).join('')}<name>ApexClass</name></types>
    <version>65.0</version>
</Package>
`;

describe('deploys that are gone on with, and deletions around a deploy', () => {
  let bench: Bench;
  let project: Project;
  const sf = (...args: readonly string[]): Promise<JsonAnswer<Deployed>> =>
    bench.sf.answer<Deployed>(['project', 'deploy', ...args], { cwd: project.folder });
  const bodies = async (): Promise<unknown> => {
    const { rows } = await bench.org.query('SELECT Name, Body FROM ApexClass ORDER BY Name');
    return rows.map(({ values }) => [values['Name'], values['Body']]);
  };

  beforeAll(async () => {
    bench = await openBench();
    project = emptyProject(bench.home, 'later');
  });
  afterAll(() => bench.close());

  it('resumes a deploy that was begun elsewhere, and shows the end of one that is over', async () => {
    writeClass(project, 'Slow', 'public class Slow {}');
    // A deploy changes the org between transactions: an open one makes it wait.
    const open = bench.org.database.begin();
    const begun = await sf('start', '--async', '--test-level', 'RunLocalTests');
    expect(begun.result.status).toBe('Queued');
    const resumed = sf('resume', '--job-id', begun.result.id);
    open.rollback();
    expect(await resumed).toMatchObject({
      status: 0,
      result: { id: begun.result.id, status: 'Succeeded', numberComponentsDeployed: 1 },
    });
    const over = await sf('resume', '--use-most-recent');
    expect(over).toMatchObject({ status: 0, result: { status: 'Succeeded' } });
    expect(over.warnings?.join()).toContain('Succeeded');
  });

  it('deletes before and after the deploy', async () => {
    const text = 'public class Again { Integer second; }';
    for (const name of ['Old', 'Older']) writeClass(project, name, `public class ${name} {}`);
    writeClass(project, 'Again', 'public class Again { Integer first; }');
    await sf('start');
    for (const name of ['Old', 'Older'])
      for (const suffix of ['', '-meta.xml'])
        rmSync(path.join(project.folder, `force-app/main/default/classes/${name}.cls${suffix}`));
    writeClass(project, 'Again', text);
    project.write('package.xml', manifest('Again'));
    project.write('before.xml', manifest('Old', 'Again'));
    project.write('after.xml', manifest('Older', 'Never'));
    const flags = ['--pre-destructive-changes', 'before.xml', '--post-destructive-changes'];
    const { result } = await sf('start', '--manifest', 'package.xml', ...flags, 'after.xml');
    expect(result.status).toBe('Succeeded');
    expect(JSON.stringify(result)).toContain('No ApexClass named: Never found');
    expect(await bodies()).toEqual([
      ['Again', text],
      ['Slow', 'public class Slow {}'],
    ]);
  });

  it('takes folders of metadata, with all tests of the org', async () => {
    const flags = ['--metadata-dir', 'packed', '--test-level', 'RunAllTestsInOrg'];
    project.write('packed/package.xml', manifest('Packed', 'PackedTest'));
    const put = (name: string, text: string): void => {
      const where = project.folder;
      writeClass(
        { folder: where, write: (file, body) => project.write(at(file), body) },
        name,
        text,
      );
    };
    const at = (file: string): string => `packed/classes/${path.basename(file)}`;
    put('Packed', 'public class Packed { public static Integer n() { return 1; } }');
    put(
      'PackedTest',
      '@IsTest private class PackedTest { @IsTest static void n() { Assert.areEqual(1, Packed.n()); } }',
    );
    const { result } = await sf('start', ...flags);
    expect(result).toMatchObject({ status: 'Succeeded', numberTestsCompleted: 1 });
  });

  it('wants all tests together to cover three quarters of the code', async () => {
    const bare = Array.from({ length: 40 }, (_, i) => `    Integer n${i} = ${i};`).join('\n');
    writeClass(project, 'Bare', `public class Bare {\n  public void run() {\n${bare}\n  }\n}\n`);
    for (const level of ['RunLocalTests', 'RunAllTestsInOrg']) {
      const flags = ['-m', 'ApexClass:Bare', '--test-level', level];
      const { result } = await sf('start', ...flags);
      expect(result.status).toBe('Failed');
      expect(JSON.stringify(result)).toMatch(/Average test coverage [^"]* at least 75%/);
      expect(bench.org.files().has('classes/Bare.cls')).toBe(false);
    }
    for (const suffix of ['', '-meta.xml'])
      rmSync(path.join(project.folder, `force-app/main/default/classes/Bare.cls${suffix}`));
  });

  it('lists what the org has, and retrieves by a manifest made of that', async () => {
    const run = <T>(...args: string[]) => bench.sf.json<T>(args, { cwd: project.folder });
    const types = await run<{ metadataObjects: readonly { xmlName: string }[] }>(
      ...['org', 'list', 'metadata-types'],
    );
    expect(types.metadataObjects.map(({ xmlName }) => xmlName)).toContain('ApexTrigger');
    const list = await run<readonly { fullName: string }[]>(
      ...['org', 'list', 'metadata', '-m', 'ApexClass'],
    );
    const names = ['Again', 'Packed', 'PackedTest', 'Slow'];
    expect(list.map(({ fullName }) => fullName).sort()).toEqual(names);
    await run('project', 'generate', 'manifest', '--from-org', 'local', '-m', 'ApexClass');
    const got = await run<{ files: readonly { fullName: string }[] }>(
      ...['project', 'retrieve', 'start', '--manifest', 'package.xml'],
    );
    expect([...new Set(got.files.map(({ fullName }) => fullName))].sort()).toEqual(names);
  });
});

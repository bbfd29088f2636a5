import { readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { KINDS, writeEverything } from '../harness/everything';
import type { Bench } from '../harness/org';
import { openBench } from '../harness/org';
import type { Project } from '../harness/project';
import { emptyProject, writeClass } from '../harness/project';
import type { JsonAnswer } from '../harness/sf';

interface Deployed {
  readonly id: string;
  readonly status: string;
  readonly details: { readonly componentFailures: readonly Record<string, unknown>[] };
  readonly [key: string]: unknown;
}

const SOURCE = path.join('force-app', 'main', 'default');

describe('deploying', () => {
  let bench: Bench;
  let project: Project;
  const sf = <T = Deployed>(args: string[], env = {}): Promise<JsonAnswer<T>> =>
    bench.sf.answer<T>(['project', ...args], { cwd: project.folder, env });
  const classes = async (): Promise<unknown[]> => {
    const { rows } = await bench.org.query('SELECT Name FROM ApexClass ORDER BY Name');
    return rows.map(({ values }) => values['Name']);
  };

  beforeAll(async () => {
    bench = await openBench();
    project = emptyProject(bench.home, 'kinds');
    writeEverything(project);
  });
  afterAll(() => bench.close());

  it('only checks with --dry-run', async () => {
    const { result } = await sf(['deploy', 'start', '--dry-run']);
    expect(result).toMatchObject({ status: 'Succeeded', checkOnly: true });
    expect(await classes()).toEqual([]);
  });

  it('changes nothing when one component fails, and says where', async () => {
    const text = 'public class Broken {\n    Integer n = foo;\n}\n';
    writeClass(project, 'Broken', text);
    const { status, result } = await sf(['deploy', 'start']);
    expect([status, result.status]).toEqual([1, 'Failed']);
    expect(result.details.componentFailures).toMatchObject([
      {
        componentType: 'ApexClass',
        fullName: 'Broken',
        lineNumber: 2,
        columnNumber: 17,
        problem: expect.stringContaining('foo'),
      },
    ]);
    expect(await classes()).toEqual([]);
    expect(bench.org.describe('Kind__c')).toBeUndefined();
    for (const suffix of ['', '-meta.xml'])
      rmSync(path.join(project.folder, SOURCE, `classes/Broken.cls${suffix}`));
  });

  it('deploys everything over REST', async () => {
    const { result } = await sf(['deploy', 'start'], { SF_ORG_METADATA_REST_DEPLOY: 'true' });
    expect(result).toMatchObject({ status: 'Succeeded', numberComponentErrors: 0 });
    expect(await classes()).toEqual(['Kinds', 'KindsFullTest', 'KindsTest']);
  });

  it('gives everything back', async () => {
    const types = ['ApexClass', 'ApexTrigger', 'CustomObject', 'PermissionSet', 'CustomMetadata'];
    const kept = ['CustomLabels', 'CustomTab', 'CustomApplication', 'Layout', 'FlexiPage'];
    const wanted = [...types, ...kept, 'LightningComponentBundle'].flatMap((t) => ['-m', t]);
    const pull = emptyProject(bench.home, 'back');
    await bench.sf.json(['project', 'retrieve', 'start', ...wanted], { cwd: pull.folder });
    const filesOf = (root: string): string[] =>
      readdirSync(path.join(root, SOURCE), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
        .sort();
    expect(filesOf(pull.folder)).toEqual(filesOf(project.folder));
    const lwc = path.join(SOURCE, 'lwc/hello/hello.js');
    expect(readFileSync(path.join(pull.folder, lwc))).toEqual(
      readFileSync(path.join(project.folder, lwc)),
    );
  });

  it('validates with tests, deploys that quickly, and reports', async () => {
    writeClass(project, 'Kinds', KINDS.replace("'stamped'", "'stam' + 'ped'"));
    const checked = await sf([
      'deploy',
      'validate',
      '-d',
      'force-app',
      '--test-level',
      'RunLocalTests',
    ]);
    expect(checked.result).toMatchObject({ status: 'Succeeded', numberTestsCompleted: 2 });
    const quick = await sf(['deploy', 'quick', '--job-id', checked.result.id]);
    expect(quick.result).toMatchObject({ status: 'Succeeded', checkOnly: false });
    const report = await sf(['deploy', 'report', '--job-id', quick.result.id]);
    expect(report.result).toMatchObject({ id: quick.result.id, status: 'Succeeded' });
    const body = await bench.org.query("SELECT Body FROM ApexClass WHERE Name = 'Kinds'");
    expect(body.rows[0]?.values['Body']).toContain("'stam' + 'ped'");
  });

  it('wants specified tests to cover what they deploy', async () => {
    const only = (test: string): Promise<JsonAnswer<Deployed>> =>
      sf([
        ...['deploy', 'start', '-m', 'ApexClass:Kinds', '--test-level', 'RunSpecifiedTests'],
        ...['--tests', test],
      ]);
    const low = await only('KindsTest');
    expect(low.result.status).toBe('Failed');
    expect(JSON.stringify(low.result.details)).toMatch(/at least 75% test coverage is required/);
    expect((await only('KindsFullTest')).result.status).toBe('Succeeded');
    const none = await only('NobodyTest');
    expect(none.result.details.componentFailures).toMatchObject([
      { problem: 'No test class or method is named NobodyTest.' },
    ]);
  });

  it('runs the tests that are relevant, and no others', async () => {
    const check = async (name: string): Promise<unknown> => {
      const flags = ['-m', `ApexClass:${name}`, '--test-level', 'RunRelevantTests'];
      const { result } = await sf(['deploy', 'validate', ...flags, '--api-version', '66.0']);
      return [result.status, result['numberTestsCompleted']];
    };
    expect(await check('Kinds')).toEqual(['Succeeded', 2]);
    expect(await check('KindsTest')).toEqual(['Succeeded', 1]);
  });

  it('cancels a deploy that waits for its turn, and nothing of it stays', async () => {
    writeClass(project, 'Late', 'public class Late {}\n');
    // A deploy changes the org between transactions: an open one makes it wait.
    const open = bench.org.database.begin();
    const begun = await sf(['deploy', 'start', '--async', '--test-level', 'RunLocalTests']);
    const cancelling = sf(['deploy', 'cancel', '--job-id', begun.result.id]);
    const status = async (): Promise<unknown> => {
      const where = `/services/data/v65.0/metadata/deployRequest/${begun.result.id}`;
      const headers = { authorization: `Bearer ${bench.server.credentials.token}` };
      const answer = await fetch(bench.server.url + where, { headers });
      return ((await answer.json()) as { deployResult: Deployed }).deployResult.status;
    };
    while ((await status()) !== 'Canceling');
    open.rollback();
    expect((await cancelling).result.status).toBe('Canceled');
    expect(await classes()).not.toContain('Late');
    for (const suffix of ['', '-meta.xml'])
      rmSync(path.join(project.folder, SOURCE, `classes/Late.cls${suffix}`));
  });

  it('deletes by destructive changes, unless somebody needs it', async () => {
    const remove = (what: string): Promise<JsonAnswer<Deployed>> =>
      sf(['delete', 'source', '-m', what, '--no-prompt']);
    const needed = await remove('ApexClass:Kinds');
    expect([needed.status, await classes()]).toEqual([1, expect.arrayContaining(['Kinds'])]);
    await remove('ApexClass:KindsFullTest');
    await remove('CustomField:Kind__c.Phone__c');
    expect(await classes()).toEqual(['Kinds', 'KindsTest']);
    const object = bench.org.files().get('objects/Kind__c.object')?.toString() ?? '';
    expect([object.includes('Phone__c'), object.includes('Email__c')]).toEqual([false, true]);
    expect(bench.org.describe('Kind__c')?.fields.has('phone__c')).toBe(false);
  });
});

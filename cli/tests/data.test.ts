import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from '../harness/org';
import { openBench } from '../harness/org';
import type { Project } from '../harness/project';
import { emptyProject } from '../harness/project';

interface Records {
  readonly totalSize: number;
  readonly records: readonly Record<string, unknown>[];
}

describe('data', () => {
  let bench: Bench;
  let project: Project;
  const json = <T>(...args: string[]) => bench.sf.json<T>(args, { cwd: project.folder });
  const query = (soql: string) => json<Records>('data', 'query', '-q', soql);
  const read = (file: string) => readFileSync(path.join(project.folder, file), 'utf8');

  beforeAll(async () => {
    bench = await openBench();
    project = emptyProject(bench.home, 'data');
  });
  afterAll(() => bench.close());

  it('imports trees of records, and exports them', async () => {
    const tree = {
      records: [
        {
          attributes: { type: 'Account', referenceId: 'A1' },
          Name: 'Acme, "Inc"',
          AnnualRevenue: 100,
          Contacts: {
            records: [
              { attributes: { type: 'Contact', referenceId: 'C1' }, LastName: 'Jones' },
              { attributes: { type: 'Contact', referenceId: 'C2' }, LastName: 'Smith' },
            ],
          },
        },
        { attributes: { type: 'Account', referenceId: 'A2' }, Name: 'Bolt', AnnualRevenue: 50 },
      ],
    };
    project.write('tree.json', JSON.stringify(tree));
    await json('data', 'import', 'tree', '--files', 'tree.json');
    const soql = 'SELECT Name, (SELECT LastName FROM Contacts) FROM Account';
    await json('data', 'export', 'tree', '-q', soql, '-d', 'exported');
    expect(read('exported/Account-Contact.json')).toContain('"LastName": "Jones"');
    const plan = [{ sobject: 'Account', files: ['plan-a.json'] }];
    project.write(
      'plan-a.json',
      JSON.stringify({
        records: [{ attributes: { type: 'Account', referenceId: 'P' }, Name: 'Planned' }],
      }),
    );
    project.write('plan.json', JSON.stringify(plan));
    await json('data', 'import', 'tree', '--plan', 'plan.json');
    expect(await query('SELECT COUNT() FROM Account')).toMatchObject({ totalSize: 3 });
  });

  it('queries in every format, with parents, children and sums', async () => {
    const soql =
      "SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account WHERE Name LIKE 'Acme%'";
    expect((await query(soql)).records).toMatchObject([
      { Name: 'Acme, "Inc"', Contacts: { totalSize: 2, records: [{ LastName: 'Jones' }, {}] } },
    ]);
    const sf = async (format: string, text: string): Promise<string> => {
      const args = ['data', 'query', '-q', text, '--result-format', format];
      return (await bench.sf.ok(args, { cwd: project.folder })).stdout;
    };
    const parents = 'SELECT LastName, Account.Name FROM Contact ORDER BY LastName';
    expect(await sf('csv', parents)).toBe(
      'LastName,Account.Name\nJones,"Acme, ""Inc"""\nSmith,"Acme, ""Inc"""\n',
    );
    expect(await sf('human', soql)).toMatch(/Acme[^]*Jones[^]*Smith/);
    const sums = 'SELECT SUM(AnnualRevenue) total, COUNT(Id) FROM Account';
    const alone = 'SELECT SUM(AnnualRevenue) total FROM Account';
    expect(await sf('human', alone)).toMatch(/TOTAL[^]*150/);
    expect(JSON.parse(await sf('json', sums))).toMatchObject({
      result: { records: [{ total: 150, expr0: 3 }] },
    });
    const tooling = await json<Records>('data', 'query', '-t', '-q', 'SELECT Id FROM ApexClass');
    expect(tooling.totalSize).toBe(0);
    const wrong = await bench.sf.answer(['data', 'query', '-q', 'SELECT Nope FROM Account']);
    expect([wrong.status, wrong.message]).toEqual([
      1,
      expect.stringContaining("No such column 'Nope'"),
    ]);
  });

  it('creates, gets, updates and deletes records', async () => {
    const made = await json<{ id: string }>(
      ...['data', 'create', 'record', '-s', 'Contact', '-v', 'LastName=\'O Hara\' Title="Dr"'],
    );
    const key = ['-s', 'Contact', '-i', made.id];
    await json('data', 'update', 'record', ...key, '-v', 'Department=Sales');
    const got = await json<Record<string, unknown>>('data', 'get', 'record', ...key);
    expect(got).toMatchObject({ LastName: 'O Hara', Title: 'Dr', Department: 'Sales' });
    await json('data', 'delete', 'record', '-s', 'Contact', '-w', 'Department=Sales');
    const gone = await bench.sf.answer(['data', 'get', 'record', ...key], { cwd: project.folder });
    expect(gone.status).toBe(1);
    const bad = await bench.sf.answer([
      'data',
      'create',
      'record',
      '-s',
      'Contact',
      '-v',
      'Title=x',
    ]);
    expect(bad.message).toContain('LastName');
  });

  it('moves rows in bulk', async () => {
    const rows = Array.from({ length: 250 }, (_, n) => `Bulk ${n},bulk\n`).join('');
    project.write('new.csv', `Name,Type\n${rows}`);
    const imported = await json<Record<string, unknown>>(
      ...['data', 'import', 'bulk', '-s', 'Account', '-f', 'new.csv', '-w', '5'],
    );
    expect(imported).toMatchObject({ processedRecords: 250, successfulRecords: 250 });
    const exported = ['data', 'export', 'bulk', '-q', "SELECT Id FROM Account WHERE Type = 'bulk'"];
    await json(...exported, '--output-file', 'ids.csv', '-w', '5', '-r', 'csv');
    const ids = read('ids.csv').trim().split('\n');
    expect(ids).toHaveLength(251);
    project.write('changed.csv', `Id,Rating\n${ids[1] ?? ''},Hot\n`);
    await json(
      ...['data', 'upsert', 'bulk', '-s', 'Account', '-f', 'changed.csv', '-i', 'Id', '-w', '5'],
    );
    expect(await query("SELECT Id FROM Account WHERE Rating = 'Hot'")).toMatchObject({
      totalSize: 1,
    });
    await json('data', 'delete', 'bulk', '-s', 'Account', '-f', 'ids.csv', '-w', '5');
    expect(await query("SELECT Id FROM Account WHERE Type = 'bulk'")).toMatchObject({
      totalSize: 0,
    });
  });

  it('updates in bulk, waits later, and tells what became of each row', async () => {
    project.write('two.csv', 'Name,Type\nLater 1,later\nLater 2,later\n');
    const begun = await json<{ jobId: string }>(
      ...['data', 'import', 'bulk', '-s', 'Account', '-f', 'two.csv'],
    );
    const over = await json<object>('data', 'import', 'resume', '-i', begun.jobId);
    expect(over).toMatchObject({ processedRecords: 2, successfulRecords: 2 });
    const { records } = await query("SELECT Id FROM Account WHERE Type = 'later' ORDER BY Name");
    const [first, second] = records.map(({ Id }) => String(Id));
    project.write('update.csv', `Id,Name\n${first ?? ''},Changed\n${second ?? ''},#N/A\n`);
    const flags = ['-s', 'Account', '-f', 'update.csv', '-w', '5'];
    const updated = await bench.sf.answer<{ jobId: string }>(['data', 'update', 'bulk', ...flags], {
      cwd: project.folder,
    });
    expect(updated.status).toBe(1);
    const { jobId } = (updated.data ?? updated.result) as { jobId: string };
    const results = await json<Record<string, unknown>>('data', 'bulk', 'results', '-i', jobId);
    expect(results).toMatchObject({ processedRecords: 2, successfulRecords: 1, failedRecords: 1 });
    expect(read(String(results['failedFilePath']))).toContain('REQUIRED_FIELD_MISSING');
  });

  it('queries deleted rows too, and writes what it found into a file', async () => {
    const deleted = "SELECT Name FROM Account WHERE Type = 'bulk' LIMIT 3";
    expect(await query(deleted)).toMatchObject({ totalSize: 0 });
    const file = ['--result-format', 'json', '--output-file', 'all.json'];
    await json('data', 'query', '-q', deleted, '--all-rows', ...file);
    expect(JSON.parse(read('all.json'))).toMatchObject({ totalSize: 3 });
    project.write('names.soql', 'SELECT COUNT(Id) n, Type FROM Account GROUP BY Type');
    const groups = await json<Records>('data', 'query', '--file', 'names.soql');
    expect(groups.records).toContainEqual(expect.objectContaining({ n: 2, Type: 'later' }));
  });

  it('lists and describes objects', async () => {
    const list = await json<readonly string[]>('sobject', 'list', '-s', 'all');
    expect(list).toEqual(expect.arrayContaining(['Account', 'User']));
    const described = await json<Record<string, unknown>>('sobject', 'describe', '-s', 'Account');
    expect(described).toMatchObject({ name: 'Account', keyPrefix: '001' });
  });

  it('sends plain requests', async () => {
    const ran = await bench.sf.ok(['api', 'request', 'rest', '/services/data/v65.0/limits'], {
      cwd: project.folder,
    });
    expect(JSON.parse(ran.stdout)).toHaveProperty('DailyApiRequests');
    const lost = await bench.sf.run(['api', 'request', 'rest', '/services/data/v65.0/nowhere'], {
      cwd: project.folder,
    });
    expect(lost.text).toContain('The requested resource does not exist');
  });
});

/** The pairs in `cases`: what sources become, that it deploys, and that it locks and unlocks. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLocalOrg, type EmbeddedOrg } from '../../../local-org/org';
import { textOf } from '../../../explorer/recipes/rows';
import { sourcePackage } from '../../local-org/package';
import { run } from '../run';

const ROOT = resolve(__dirname, '../../..');
const SOURCE = join(__dirname, 'cases/source');
const EXPECTED = join(__dirname, 'cases/expected');

const read = (path: string) => readFileSync(path, 'utf8');
const files = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort();

describe('sources', () => {
  let out: string;
  beforeAll(async () => {
    out = mkdtempSync(join(tmpdir(), 'synchronise-'));
    await run([SOURCE], { out }, { write: () => undefined });
  });
  afterAll(() => rmSync(out, { recursive: true }));

  test('become what is expected', () => {
    expect(files(out)).toEqual(files(EXPECTED));
    // Otherwise: npm run synchronise -- scripts/synchronise/tests/cases/source --out scripts/synchronise/tests/cases/expected
    for (const file of files(out).filter((each) => /\.\w+$/.test(each)))
      expect(read(join(out, file))).toBe(read(join(EXPECTED, file)));
  });

  test('keep their lines', () => {
    let compared = 0;
    for (const file of files(SOURCE).filter((each) => /\.(cls|trigger)$/.test(each))) {
      const [before, now] = [SOURCE, out].map((folder) => read(join(folder, file)).split('\n'));
      expect(now).toHaveLength(before!.length);
      for (const [index, line] of before!.entries())
        if (/;$/.test(line)) {
          expect(now![index]).toBe(line);
          compared++;
        }
    }
    expect(compared).toBeGreaterThan(30);
  });
});

describe('on an org', () => {
  let org: EmbeddedOrg;
  beforeAll(async () => {
    org = await createLocalOrg({ seed: 1, clock: 'virtual' });
    for (const folder of [join(ROOT, 'force-app'), EXPECTED]) {
      const { success, components } = await org.deploy({ files: await sourcePackage(folder) });
      expect(components.filter((each) => !each.success)).toEqual([]);
      expect(success).toBe(true);
    }
    org.mark();
  });
  beforeEach(() => org.reset());
  afterAll(() => org.close());

  /** Runs a transaction; its exception, or what it asserted and did not get. */
  async function apex(text: string): Promise<string | null> {
    const { success, exceptionMessage, compileProblem } = await org.executeAnonymous(text);
    return success ? null : (exceptionMessage ?? JSON.stringify(compileProblem));
  }

  /** Names of all mutexes, which must be free. */
  async function freed(): Promise<string[]> {
    const { rows } = await org.query('SELECT Key__c, Holder__c FROM Mutex__c');
    for (const { values } of rows) expect(values['Holder__c']).toBeNull();
    return rows.map(({ values }) => textOf(values['Key__c'])).sort();
  }

  test('return, break and continue leave a block unlocked', async () => {
    const call = `Assert.areEqual(
      new List<String>{ 'a', 'after a', 'after plain', 'b', 'after b' },
      SyncBlocks.loops(new List<String>{ 'a', 'skip', 'plain', 'b', 'stop', 'c' })
    );`;
    expect(await apex(call)).toBeNull();
    expect(await freed()).toEqual(['blocks/a', 'blocks/b', 'blocks/skip', 'blocks/stop']);
  });

  test('blocks nest, also with the same name', async () => {
    expect(await apex('Assert.areEqual(7, SyncBlocks.nested(7));')).toBeNull();
    expect(await freed()).toEqual(['inner/7', 'outer']);
  });

  test('early returns and names from fields, elements and calls', async () => {
    const call = `SyncWays ways = new SyncWays();
      Assert.areEqual(1, ways.early(true));
      Assert.areEqual(2, ways.early(false));
      Assert.areEqual(0, SyncWays.never());
      Assert.areEqual(5, SyncWays.sum(new List<Integer>{ 2, 3 }));
      SyncQueue.alone();`;
    expect(await apex(call)).toBeNull();
    expect(await freed()).toEqual(['SyncQueue.alone', "it's \\ Größe 漢字 😀", 'sum/2/2', 'way/1']);
  });

  test('the lock is held inside, and not afterwards', async () => {
    const call = `Assert.isTrue(SyncWays.held());
      Assert.isNull(new Mutex('held').getToken());`;
    expect(await apex(call)).toBeNull();
    expect(await freed()).toEqual(['held']);
  });

  test('an exception of the body goes to the caller, and the locks are given back', async () => {
    const call = `try {
        SyncBlocks.fails('boom');
        Assert.fail();
      } catch (IllegalArgumentException e) {
        Assert.areEqual('boom', e.getMessage());
      }`;
    expect(await apex(call)).toBeNull();
    expect(await freed()).toEqual(['part', 'whole']);
  });

  const undo = (fail: boolean) => `Savepoint before = Database.setSavepoint();
    SyncWays.undo(before, ${fail});`;

  test('an unlock that fails is told', async () => {
    expect(await apex(undo(false))).toContain('MutexNotHeldException: ');
  });

  test('an unlock that fails does not mask what the body threw', async () => {
    expect(await apex(undo(true))).toBe('SyncWays.OwnException: mine');
  });

  test('null is told before anything is locked', async () => {
    const call = `try {
        new SyncQueue().method3(null);
        Assert.fail();
      } catch (MutexException e) {
        Assert.areEqual('@synchronised(name=\\'queue-\${region}\\'): region is null.', e.getMessage());
      }`;
    expect(await apex(call)).toBeNull();
    expect(await freed()).toEqual([]);
  });

  test('methods with one name exclude each other, other names do not', async () => {
    expect(await apex("new Mutex('queue').lock(0);")).toBeNull();
    expect(await apex('new SyncQueue().method1();')).toContain('MutexTimeoutException: ');
    expect(await apex('new SyncQueue().method2();')).toContain('MutexTimeoutException: ');
    expect(await apex("new SyncQueue().method3('EMEA');")).toBeNull();
  });

  test('jobs, pages, flows and triggers', async () => {
    const call = `Account one = new Account(Name = 'one');
      insert one;
      System.enqueueJob(new SyncDoors(one.Id));
      SyncDoors.fromFlow(new List<Id>{ one.Id });`;
    expect(await apex(call)).toBeNull();
    await org.idle();
    const calls = `Id one = [SELECT Id FROM Account].Id;
      SyncDoors.fromPage(one);`;
    expect(await apex(calls)).toBeNull();
    const { rows } = await org.query('SELECT Id, Description FROM Account');
    expect(rows.map(({ values }) => values['Description'])).toEqual(['seen']);
    expect(await freed()).toEqual([`account/${rows[0]!.id}`, 'accounts', 'accounts/one']);
  });

  test('what a lock costs, as docs/synchronised.md says', async () => {
    const costs = (queries: number, dml: number) => `
      Assert.areEqual(${queries}, Limits.getQueries());
      Assert.areEqual(${dml}, Limits.getDmlStatements());`;
    expect(await apex(`SyncQueue.alone();${costs(5, 3)}`)).toBeNull();
    expect(await apex(`SyncQueue.alone();${costs(3, 2)}`)).toBeNull();
  });
});

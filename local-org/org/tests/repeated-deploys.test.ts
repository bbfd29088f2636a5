/** What is compiled once is not compiled again, and nobody can tell. */
import { createLocalOrg, type ComponentResult, type EmbeddedOrg } from '..';
import { packageOf, THING, type Sources } from './support/kit';

const USED = `public class Used { public static Integer one() { return 1; } }`;
const OTHER = `public class Used { public static String one(Integer n) { return 'one'; } }`;
const USER = `public class User2 {\n  public static Integer two() { return Used.one() + 1; }\n}`;
const BOTH: Sources = { classes: { Used: USED, User2: USER } };

const newOrg = (): Promise<EmbeddedOrg> => createLocalOrg({ clock: 'virtual' });

async function problems(org: EmbeddedOrg, sources: Sources): Promise<readonly ComponentResult[]> {
  const outcome = await org.deploy({ files: packageOf(sources) });
  return outcome.components.filter((each) => !each.success);
}

const works = async (org: EmbeddedOrg, apex: string): Promise<void> =>
  expect(await org.executeAnonymous(apex)).toMatchObject({
    success: true,
    exceptionMessage: null,
  });

test('a signature that others need is missed, as it is by an org that compiles for the first time', async () => {
  const org = await newOrg();
  expect(await problems(org, BOTH)).toEqual([]);
  const missed = await problems(org, { classes: { Used: OTHER } });
  const fresh = await problems(await newOrg(), { classes: { Used: OTHER, User2: USER } });
  expect(fresh.map(({ problem }) => problem)).toEqual([
    'Method does not exist or incorrect signature: void one() from the type Used',
  ]);
  expect(missed.map(({ problem }) => problem)).toEqual(fresh.map(({ problem }) => problem));
  // The same failure, remembered; and the way back.
  expect(await problems(org, { classes: { Used: OTHER } })).toEqual(missed);
  expect(await problems(org, BOTH)).toEqual([]);
  await works(org, 'Assert.areEqual(2, User2.two());');
});

test('code goes back and forth between two states, and runs as what is deployed', async () => {
  const org = await newOrg();
  const state = (n: number): Sources => ({
    classes: { Used: `public class Used { public static Integer one() { return ${n}; } }` },
  });
  for (const n of [1, 2, 1, 2, 3, 1]) {
    expect(await problems(org, state(n))).toEqual([]);
    await works(org, `Assert.areEqual(${n}, Used.one());`);
  }
});

test('what was validated with a new object is deployed, runs and keeps rows', async () => {
  const org = await newOrg();
  const makes = `public class Makes { public static void row() { insert new Thing__c(Key__c = 'k'); } }`;
  const files = packageOf({ objects: { Thing__c: THING }, classes: { Makes: makes } });
  expect((await org.deploy({ files, checkOnly: true })).success).toBe(true);
  expect(org.describe('Thing__c')).toBeUndefined();
  expect((await org.deploy({ files })).success).toBe(true);
  await works(org, 'Makes.row(); Assert.areEqual(1, [SELECT COUNT() FROM Thing__c]);');
  expect((await org.query("SELECT Id FROM Thing__c WHERE Key__c = 'k'")).totalSize).toBe(1);
});

describe('a component', () => {
  const set = { Reader: '<description>Reads.</description>' };
  const all: Sources = { ...BOTH, objects: { Thing__c: THING }, permissionSets: set };
  const outcome = async (org: EmbeddedOrg, sources: Sources, more: [string, string][] = []) => {
    const files = new Map(packageOf(sources));
    for (const [path, text] of more) files.set(path, Buffer.from(text));
    const { success, components } = await org.deploy({ files });
    expect(success).toBe(true);
    return (kind: 'created' | 'changed') =>
      components.filter((each) => each[kind]).map(({ fullName }) => fullName);
  };
  const dates = async (org: EmbeddedOrg, name: string) => {
    const read = (field: string) =>
      org.query(`SELECT Id, ${field} FROM ApexClass WHERE Name = '${name}'`);
    return {
      made: (await read('CreatedDate')).rows,
      changed: (await read('LastModifiedDate')).rows,
    };
  };

  it('that is in the org in the same words is neither created nor changed', async () => {
    const org = await newOrg();
    const first = await outcome(org, all);
    expect(first('created')).toEqual(first('changed'));
    expect(first('created')).toContain('Thing__c.Count__c');
    const second = await outcome(org, all);
    expect([second('created'), second('changed')]).toEqual([[], []]);
  });

  it.each<[string, Sources]>([
    ['User2', { ...all, classes: { ...BOTH.classes, User2: `${USER} ` } }],
    [
      'Thing__c.Count__c',
      { ...all, objects: { Thing__c: THING.replace('<precision>5', '<precision>6') } },
    ],
    [
      'Thing__c',
      { ...all, objects: { Thing__c: THING.replace('<label>Thing<', '<label>Object<') } },
    ],
    ['Reader', { ...all, permissionSets: { Reader: '<description>Reads all.</description>' } }],
  ])('alone is changed: %s', async (name, sources) => {
    const org = await newOrg();
    await outcome(org, all);
    expect((await outcome(org, sources))('changed')).toEqual([name]);
  });

  it('is changed by its file of settings, too', async () => {
    const org = await newOrg();
    await outcome(org, BOTH);
    const older = packageOf({ ...BOTH, apiVersion: '64.0' });
    const meta = 'classes/Used.cls-meta.xml';
    const changes = await outcome(org, BOTH, [[meta, older.get(meta)!.toString()]]);
    expect(changes('changed')).toEqual(['Used']);
  });

  it('that is not changed keeps its dates', async () => {
    const org = await newOrg();
    await outcome(org, BOTH);
    const [used, user] = [await dates(org, 'Used'), await dates(org, 'User2')];
    await org.advance(60_000);
    await outcome(org, { classes: { Used: USED, User2: `${USER} ` } });
    expect(await dates(org, 'Used')).toEqual(used);
    const since = await dates(org, 'User2');
    expect(since.made).toEqual(user.made);
    expect(since.changed).not.toEqual(user.changed);
  });

  it('that was deleted first is created again', async () => {
    const org = await newOrg();
    await outcome(org, BOTH);
    const gone = '<Package><types><members>User2</members><name>ApexClass</name></types></Package>';
    const changes = await outcome(org, BOTH, [['destructiveChangesPre.xml', gone]]);
    // Once as deleted, and once as created.
    expect(changes('changed')).toEqual(['User2', 'User2']);
  });
});

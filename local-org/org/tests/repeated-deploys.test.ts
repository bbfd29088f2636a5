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

/** Binds of queries that are given as text: what a plain name reaches, and nothing behind a dot. */
import { orgWith, run, runFailing } from './support/kit';

const CLASSES = {
  Base: `public virtual class Base {
    protected Integer inherited = 4;
    private Integer hidden = 4;
  }`,
  Finder: `public class Finder extends Base {
    static Integer shared = 1;
    Integer own = 2;
    Integer computed { get { return own + 1; } }
    Integer asked { get { return [SELECT COUNT() FROM Thing__c]; } }
    public Integer both = 9;
    public Integer found(String name) {
      Integer both = 5;
      Thing__c[] found = Database.query('SELECT Count__c FROM Thing__c WHERE Count__c = :' + name);
      return found.isEmpty() ? null : found[0].Count__c.intValue();
    }
    public static Integer byStatic(String name) {
      return Database.countQuery('SELECT COUNT() FROM Thing__c WHERE Count__c <= :' + name);
    }
    public class Within {
      public Integer found(String name) { return Database.countQuery('SELECT COUNT() FROM Thing__c WHERE Count__c = :' + name); }
    }
  }`,
};

const FILL = `for (Integer i = 1; i <= 6; i++) insert new Thing__c(Count__c = i);`;

test.each([
  ['shared', '1'],
  ['own', '2'],
  ['OWN', '2'],
  ['computed', '3'],
  ['inherited', '4'],
  ['both', '5'],
  ['asked', '6'],
])('a bind sees %s', async (name, count) => {
  const org = await orgWith({ classes: CLASSES });
  expect(await run(org, `${FILL} System.debug(new Finder().found('${name}'));`)).toEqual([count]);
});

test('static methods and inner classes see static fields only', async () => {
  const org = await orgWith({ classes: CLASSES });
  const said = await run(
    org,
    `${FILL} System.debug(Finder.byStatic('shared')); System.debug(new Finder.Within().found('shared'));`,
  );
  expect(said).toEqual(['1', '1']);
});

test.each([
  [`new Finder().found('hidden')`, 'hidden'],
  [`new Finder().found('nowhere')`, 'nowhere'],
  [`Finder.byStatic('own')`, 'own'],
  [`new Finder.Within().found('own')`, 'own'],
])('%s finds no variable', async (apex, name) => {
  const org = await orgWith({ classes: CLASSES });
  expect(await runFailing(org, `System.debug(${apex});`)).toBe(
    `System.QueryException: Variable does not exist: ${name}`,
  );
});

import { orgWith, run, runFailing } from '../../org/tests/support/kit';

const TOO_LARGE = /^System\.LimitException: Apex heap size too large: \d{7,8}$/;

describe('heap', () => {
  const TEXT = `String text = 'x'.repeat(100000);`;

  test.each([
    ['a list', 'List<String> all = new List<String>();', 'all.add(text);'],
    ['a map', 'Map<Integer, String> all = new Map<Integer, String>();', 'all.put(i, text);'],
    ['a set', 'Set<String> all = new Set<String>();', 'all.add(i + text);'],
    ['a list of blobs', 'List<Blob> all = new List<Blob>();', 'all.add(Blob.valueOf(text));'],
    [
      'lists in a list',
      'List<List<String>> all = new List<List<String>>();',
      'all.add(new List<String>{ text });',
    ],
    ['objects', 'List<Box> all = new List<Box>();', 'all.add(new Box(text));'],
    [
      'copies',
      'List<Object> all = new List<Object>();',
      'all.add(new List<String>{ text }.clone());',
    ],
    ['records', 'List<Account> all = new List<Account>();', 'all.add(new Account(Name = text));'],
  ])('what is collected in %s counts, until it is too much', async (_, begin, body) => {
    const org = await orgWith({
      classes: {
        Box: 'public class Box { String text; public Box(String text) { this.text = text; } }',
      },
    });
    const collect = (times: number): string =>
      `${TEXT} ${begin} for (Integer i = 0; i < ${times}; i++) { ${body} }`;
    const [used] = await run(org, `${collect(40)} System.debug(Limits.getHeapSize());`);
    expect(Number(used)).toBeGreaterThan(4_000_000);
    expect(Number(used)).toBeLessThan(4_100_000);
    const caught = `try { ${collect(80)} } catch (Exception e) { System.debug('caught'); }`;
    expect(await runFailing(org, caught)).toMatch(TOO_LARGE);
  });

  test('what is dropped does not count', async () => {
    const org = await orgWith({});
    const lines = await run(
      org,
      `Integer length = 0;
       for (Integer i = 0; i < 1000; i++) {
         String text = 'x'.repeat(100000) + i;
         List<String> some = new List<String>{ text };
         some.add(text);
         length += some[0].length();
       }
       List<Integer> last = new List<Integer>();
       last.add(1);
       System.debug(length);
       System.debug(Limits.getHeapSize() < 1000);`,
    );
    expect(lines).toEqual(['100002890', 'true']);
  });

  test('statics count whether they grow or not, and the same run gives the same figure', async () => {
    const org = await orgWith({
      classes: { Cache: `public class Cache { public static String text = ''; }` },
    });
    const apex = `Integer before = Limits.getHeapSize();
      Cache.text = 'x'.repeat(50000);
      System.debug(Limits.getHeapSize() - before);`;
    const first = await run(org, apex);
    expect(Number(first[0])).toBeGreaterThanOrEqual(50_000);
    expect(Number(first[0])).toBeLessThan(50_100);
    expect(await run(org, apex)).toEqual(first);
  });

  test('statics and what grows count together', async () => {
    const org = await orgWith({
      classes: {
        Cache: `public class Cache { public static List<String> texts = new List<String>(); }`,
      },
    });
    const fill = (list: string, times: number): string =>
      `for (Integer i = 0; i < ${times}; i++) { ${list}.add('x'.repeat(100000)); }`;
    const some = `${fill('Cache.texts', 35)} List<String> more = new List<String>();`;
    expect(await run(org, `${some} ${fill('more', 15)} System.debug('ok');`)).toEqual(['ok']);
    expect(await runFailing(org, `${some} ${fill('more', 40)}`)).toMatch(TOO_LARGE);
  });

  test('rows that a query returns count', async () => {
    const org = await orgWith({});
    await run(org, `insert new Account(Name = 'x'.repeat(200));`);
    const [before, after] = await run(
      org,
      `System.debug(Limits.getHeapSize());
       List<Account> rows = [SELECT Name FROM Account];
       System.debug(Limits.getHeapSize());`,
    );
    expect(Number(after) - Number(before)).toBeGreaterThan(200);
  });

  test('a queueable has twice as much', async () => {
    const org = await orgWith({
      classes: {
        Collector: `public class Collector implements Queueable {
          private Integer times;
          public Collector(Integer times) { this.times = times; }
          public void execute(QueueableContext c) {
            List<String> all = new List<String>();
            for (Integer i = 0; i < times; i++) all.add('x'.repeat(100000));
          }
        }`,
      },
    });
    await run(org, 'System.enqueueJob(new Collector(100)); System.enqueueJob(new Collector(140));');
    await org.idle();
    const jobs = (await org.query('SELECT Status, ExtendedStatus FROM AsyncApexJob')).rows;
    expect(jobs.map((job) => job.values['Status'])).toEqual(['Completed', 'Failed']);
    expect(jobs[1]!.values['ExtendedStatus']).toMatch(/Apex heap size too large: \d{8}/);
  });
});

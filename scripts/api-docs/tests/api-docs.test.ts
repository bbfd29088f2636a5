/** Pages of the API: what is read from a class, what is missed, and whether the stored ones are right. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pageOf, undocumented } from '../page';
import { readClass } from '../read';
import { apiDocs } from '../run';

const SOURCE = `/**
 * Does things, as with 'sync/*'.
 *
 *     Things.go('a', 1);
 */
public without sharing class Things implements Callable {
    /** How many. */
    public static final Integer COUNT = 3;
    /** Set once. */
    public String name { get; private set; }
    private Integer hidden;

    /**
     * Goes, over Map<Id, Queue_Item__c>.
     *
     * @param where  to which place,
     *               in words
     * @param times  at least 1
     * @return whether it got there
     * @throws MutexException if not
     */
    @SuppressWarnings('PMD')
    public static Boolean go(String where, final List<Map<String, Integer>> times) {
        return true;
    }

    public override String toString() {
        return name;
    }

    /** Kinds. */
    public enum Kind { ONE, TWO }

    /** Inside. */
    public class Inner {
        /**
         * @param a  one
         */
        public Inner(Integer a) {
        }
    }

    private class Secret {
        public void none() {
        }
    }
}`;

const read = (text: string) => readClass('force-app/main/x/Things.cls', text)!;

test('public members are read with signatures, comments and inner classes', () => {
  const cls = read(SOURCE);
  expect(cls.members.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'property COUNT',
    'property name',
    'method go',
    'method toString',
    'constants Kind',
    'class Inner',
  ]);
  const go = cls.members[2]!;
  expect(go.signature).toBe(
    'public static Boolean go(String where, final List<Map<String, Integer>> times)',
  );
  expect(go.parameters).toEqual(['where', 'times']);
  expect(go.doc!.params).toEqual([
    { name: 'where', text: 'to which place, in words' },
    { name: 'times', text: 'at least 1' },
  ]);
  expect(go.doc!.throws).toEqual([{ name: 'MutexException', text: 'if not' }]);
  expect(cls.members[5]!.members[0]).toMatchObject({ kind: 'constructor', parameters: ['a'] });
  expect(undocumented(cls)).toEqual([]);
});

test('a page shows them', () => {
  const page = pageOf(read(SOURCE));
  expect(page).toContain("Does things, as with 'sync/\\*'.");
  expect(page).toContain("```apex\nThings.go('a', 1);\n```");
  expect(page).toContain('- `where`: to which place, in words\n- `times`: at least 1');
  expect(page).toContain('- Returns whether it got there\n- Throws `MutexException` if not');
  expect(page).toContain('Map\\<Id, Queue\\_Item\\_\\_c\\>');
  expect(page).not.toMatch(/hidden|Secret|SuppressWarnings/);
});

test.each([
  ['    /** How many. */\n', 'COUNT has no comment'],
  ['     * @param times  at least 1\n', 'go lacks @param times'],
  ['     * @return whether it got there\n', 'go lacks @return'],
  ['    /** Inside. */\n', 'Inner has no comment'],
])('without %j it complains', (line, complaint) => {
  expect(SOURCE).toContain(line);
  expect(undocumented(read(SOURCE.replace(line, ''))).map((each) => each.split(': ')[1])).toEqual([
    complaint,
  ]);
});

test('a parameter that is not there is a complaint, and a private class has no page', () => {
  const renamed = SOURCE.replace('@param times', '@param often');
  expect(undocumented(read(renamed)).join()).toMatch(/lacks @param times.*has no parameter often/);
  expect(readClass('x.cls', 'private class Hidden { }')).toBeNull();
  expect(() => readClass('x.cls', 'public class { }')).toThrow(/line 1/);
});

test('pages are written once, and drift is noticed', async () => {
  const root = mkdtempSync(join(tmpdir(), 'api-docs-'));
  try {
    const folder = join(root, 'force-app/main/x');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'Things.cls'), SOURCE);
    expect((await apiDocs(root, true)).problems).toHaveLength(2);
    expect(await apiDocs(root, false)).toEqual({ problems: [], written: 2 });
    expect((await apiDocs(root, false)).written).toBe(0);
    expect((await apiDocs(root, true)).problems).toEqual([]);
    writeFileSync(join(folder, 'Things.cls'), SOURCE.replace('How many', 'How few'));
    writeFileSync(join(root, 'docs/api/Gone.md'), '');
    expect((await apiDocs(root, true)).problems).toEqual([
      'docs/api/Gone.md is about no public class',
      'docs/api/Things.md is not up to date; run npm run docs:api',
    ]);
    await apiDocs(root, false);
    expect((await apiDocs(root, true)).problems).toEqual([]);
    expect(readFileSync(join(root, 'docs/api/README.md'), 'utf8')).toContain('[Things](Things.md)');
  } finally {
    rmSync(root, { recursive: true });
  }
});

test('the pages of this repository are those of its classes', async () => {
  expect((await apiDocs(resolve(__dirname, '../../..'), true)).problems).toEqual([]);
});

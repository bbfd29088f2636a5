import type { BindValue, Condition } from '../index';
import { Script } from './support/script';
import {
  and,
  bind,
  cmp,
  date,
  datetime,
  during,
  eq,
  isIn,
  list,
  not,
  or,
  select,
} from './support/soql';
import { MemoryDatabase } from '../memory-database';
import { testSchema } from './support/schema';

/** Wednesday. */
const NOW = Date.UTC(2026, 6, 15, 10, 30);
const DAY = 86_400_000;

const script = new Script(new MemoryDatabase(testSchema(), { now: () => NOW }));
const [annId] = script.given('User', { Name: 'Ann' }, { Name: 'Bob' }) as [string];
const [a] = script.given(
  'Lane__c',
  { Key__c: 'apple', Value__c: 1, Active__c: true, Colors__c: 'Red;Green', OwnerId: annId },
  { Key__c: 'Apple', Value__c: 2, Day__c: '2026-07-15', Until__c: NOW },
  { Key__c: 'b%_\\x', Value__c: 3, Colors__c: 'Blue', Day__c: '2026-07-14' },
  { Value__c: null },
) as [string];
script.given(
  'Item__c',
  { Code__c: 'apple', Lane__c: a, Status__c: 'Pending' },
  { Code__c: 'APPLE pie', Status__c: 'Done' },
  { Code__c: 'b%_\\x' },
  {},
);

/** Auto-numbers, without their zeros, of the rows that match. */
function lanes(where: Condition, ...binds: BindValue[]): number[] {
  const rows = script.committed(select(['Name'], 'Lane__c', { where }), binds);
  return rows.map((row) => Number(String(row['Name']).slice(4)));
}
function items(where: Condition, ...binds: BindValue[]): number[] {
  const rows = script.committed(select(['Name'], 'Item__c', { where }), binds);
  return rows.map((row) => Number(String(row['Name']).slice(4)));
}

describe('equality', () => {
  test.each<[string, number[], number[]]>([
    ['text ignores case', items(eq('Code__c', 'APPLE')), [1]],
    ['unless the field minds it', lanes(eq('Key__c', 'Apple')), [2]],
    ['picklists ignore case', items(eq('Status__c', 'PENDING')), [1]],
    ['null finds empty fields', items(eq('Code__c', null)), [4]],
    ['empty text is null', items(eq('Code__c', '')), [4]],
    ['!= finds empty fields too', items(cmp('Code__c', '!=', 'apple')), [2, 3, 4]],
    ['!= null finds the others', items(cmp('Code__c', '!=', null)), [1, 2, 3]],
    ['booleans are never null', lanes(eq('Active__c', false)), [2, 3, 4]],
    ['so null finds none of them', lanes(eq('Active__c', null)), []],
    ['Ids with 15 characters', lanes(eq('Id', a.slice(0, 15))), [1]],
    ['references', items(eq('Lane__c', a)), [1]],
    ['binds', lanes(eq('Key__c', bind()), 'apple'), [1]],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe('order', () => {
  test.each<[string, number[], number[]]>([
    ['numbers', lanes(cmp('Value__c', '>', 1)), [2, 3]],
    ['at most', lanes(cmp('Value__c', '<=', 2)), [1, 2]],
    ['empty fields are on no side', lanes(cmp('Value__c', '<', 99)), [1, 2, 3]],
    ['null is no bound', lanes(cmp('Value__c', '>=', null)), []],
    ['text ignores case', items(cmp('Code__c', '>=', 'APPLE P')), [2, 3]],
    ['exact text does not', lanes(cmp('Key__c', '<', 'a')), [2]],
    ['dates', lanes(cmp('Day__c', '<', date('2026-07-15'))), [3]],
    ['date-times ignore milliseconds', lanes(eq('Until__c', datetime(NOW + 999))), [2]],
    [
      'a bound date stands for its midnight',
      lanes(cmp('Until__c', '>', bind()), '2026-07-15'),
      [2],
    ],
    ['a bound date-time stands for its day', lanes(eq('Day__c', bind()), NOW), [2]],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe('LIKE', () => {
  test.each<[string, number[]]>([
    ['apple', [1]],
    ['Apple%', [1, 2]],
    ['%PIE', [2]],
    ['%p%e%', [1, 2]],
    ['appl_', [1]],
    ['b\\%\\_\\\\x', [3]],
    ['b\\%%', [3]],
    ['b__\\\\x', [3]],
    ['%.%', []],
    ['%', [1, 2, 3]],
    ['', []],
  ])('%s', (pattern, expected) => {
    expect(items(cmp('Code__c', 'like', pattern))).toEqual(expected);
  });

  test('ignores case even where equality does not', () => {
    expect(lanes(cmp('Key__c', 'like', 'APP%'))).toEqual([1, 2]);
    expect(lanes(cmp('Key__c', 'like', 'APPLE'))).toEqual([1, 2]);
  });

  test('takes several patterns from a bound list', () => {
    expect(items(cmp('Code__c', 'like', bind()), ['b%', '%pie'])).toEqual([2, 3]);
  });
});

describe('IN', () => {
  const open = select(['Lane__c'], 'Item__c', { where: eq('Status__c', 'Pending') });
  const all = select(['Lane__c'], 'Item__c');
  test.each<[string, number[], number[]]>([
    ['a list', items(isIn('Code__c', list('APPLE', 'nope'))), [1]],
    ['a list with null', items(isIn('Code__c', list(null, 'apple'))), [1, 4]],
    ['a bound list', lanes(isIn('Value__c', bind()), [1, 3]), [1, 3]],
    ['a bound value', lanes(isIn('Value__c', bind()), 3), [3]],
    ['an empty list', lanes(isIn('Value__c', bind()), []), []],
    ['NOT IN finds empty fields too', items(isIn('Code__c', list('apple'), true)), [2, 3, 4]],
    ['NOT IN an empty list', lanes(isIn('Value__c', bind(), true), []), [1, 2, 3, 4]],
    ['a semi-join', lanes(isIn('Id', open)), [1]],
    ['an empty reference is in no semi-join', items(isIn('Lane__c', all)), [1]],
    ['and so in every anti-join', items(isIn('Lane__c', all, true)), [2, 3, 4]],
    ['an anti-join, which empty references do not spoil', lanes(isIn('Id', all, true)), [2, 3, 4]],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

test('INCLUDES and EXCLUDES: semicolons mean all of them, commas any', () => {
  expect(lanes(cmp('Colors__c', 'includes', list('red')))).toEqual([1]);
  expect(lanes(cmp('Colors__c', 'includes', list('Red;Green', 'Blue')))).toEqual([1, 3]);
  expect(lanes(cmp('Colors__c', 'includes', list('Red;Blue')))).toEqual([]);
  expect(lanes(cmp('Colors__c', 'excludes', list('Red')))).toEqual([2, 3, 4]);
});

test('AND, OR and NOT', () => {
  const one = eq('Value__c', 1);
  const three = eq('Value__c', 3);
  expect(lanes(or(one, three))).toEqual([1, 3]);
  expect(lanes(and(or(one, three), cmp('Value__c', '>', 2)))).toEqual([3]);
  expect(lanes(not(or(one, three)))).toEqual([2, 4]);
  expect(lanes(and(not(one), not(three), cmp('Value__c', '!=', null)))).toEqual([2]);
});

test('conditions on parents: a missing parent is empty', () => {
  expect(items(eq('Lane__r.Key__c', 'apple'))).toEqual([1]);
  expect(items(eq('Lane__r.Owner.Name', 'ann'))).toEqual([1]);
  expect(items(eq('Lane__r.Key__c', null))).toEqual([2, 3, 4]);
  expect(items(eq('lane__R.OWNER.name', 'Bob'))).toEqual([]);
});

describe('date literals', () => {
  // One lane per day from 40 days ago to 40 days ahead.
  const db = new MemoryDatabase(testSchema(), { now: () => NOW });
  const days = new Script(db);
  const midnight = Math.floor(NOW / DAY) * DAY;
  for (let n = -40; n <= 40; n++) {
    const time = midnight + n * DAY;
    const Day__c = new Date(time).toISOString().slice(0, 10);
    days.given('Lane__c', { Value__c: n, Day__c, Until__c: time + DAY - 1000 });
  }
  const span = (where: Condition): [unknown, unknown] => {
    const rows = days.committed(select(['Value__c'], 'Lane__c', { where }));
    return [rows[0]?.['Value__c'], rows.at(-1)?.['Value__c']];
  };

  test.each<[string, number | undefined, [number, number]]>([
    ['TODAY', undefined, [0, 0]],
    ['YESTERDAY', undefined, [-1, -1]],
    ['TOMORROW', undefined, [1, 1]],
    ['THIS_WEEK', undefined, [-3, 3]],
    ['LAST_WEEK', undefined, [-10, -4]],
    ['NEXT_WEEK', undefined, [4, 10]],
    ['THIS_MONTH', undefined, [-14, 16]],
    ['LAST_MONTH', undefined, [-40, -15]],
    ['NEXT_MONTH', undefined, [17, 40]],
    ['THIS_QUARTER', undefined, [-14, 40]],
    ['THIS_YEAR', undefined, [-40, 40]],
    ['LAST_N_DAYS', 3, [-3, 0]],
    ['NEXT_N_DAYS', 3, [1, 3]],
    ['N_DAYS_AGO', 3, [-3, -3]],
    ['LAST_N_WEEKS', 2, [-17, -4]],
    ['NEXT_N_WEEKS', 2, [4, 17]],
    ['N_WEEKS_AGO', 1, [-10, -4]],
    ['LAST_N_MONTHS', 1, [-40, -15]],
    ['LAST_90_DAYS', undefined, [-40, 0]],
  ])('%s', (name, n, expected) => {
    expect(span(eq('Day__c', during(name, n)))).toEqual(expected);
    expect(span(eq('Until__c', during(name, n)))).toEqual(expected);
  });

  test('compared with: before it begins, after it ends', () => {
    const week = during('THIS_WEEK');
    expect(span(cmp('Day__c', '<', week))).toEqual([-40, -4]);
    expect(span(cmp('Day__c', '<=', week))).toEqual([-40, 3]);
    expect(span(cmp('Day__c', '>', week))).toEqual([4, 40]);
    expect(span(cmp('Until__c', '>=', week))).toEqual([-3, 40]);
    const outside = and(cmp('Day__c', '!=', week), cmp('Value__c', '>', -5));
    expect(span(and(outside, cmp('Value__c', '<', 5)))).toEqual([-4, 4]);
  });

  test('in a list', () => {
    const either = { kind: 'list', items: [during('TODAY'), during('TOMORROW')] } as const;
    expect(span(isIn('Day__c', either))).toEqual([0, 1]);
  });

  test('unknown ones are refused by name', () => {
    expect(() => span(eq('Day__c', during('THIS_FISCAL_YEAR')))).toThrow(/THIS_FISCAL_YEAR/);
    expect(() => span(eq('Day__c', during('LAST_N_DAYS')))).toThrow(/needs a number/);
  });
});

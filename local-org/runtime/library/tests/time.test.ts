import { ApexDate, ApexDatetime, ApexTime, type Value } from '../../core/values-all';
import { bench, NOW } from './harness';

const b = bench();
const T = 'System.Datetime';
const D = 'System.Date';
const at = (iso: string): ApexDatetime => new ApexDatetime(Date.parse(iso));
const day = (iso: string): ApexDate => new ApexDate(Date.parse(iso) / 86_400_000);
const iso = (v: Value): string =>
  v instanceof ApexDatetime
    ? new Date(v.ms).toISOString()
    : new Date((v as ApexDate).days * 86_400_000).toISOString().slice(0, 10);

describe('System.Date', () => {
  test.each([
    ['newInstance', [2020, 2, 30], '2020-03-01'],
    ['newInstance', [2020, 13, 1], '2021-01-01'],
    ['valueOf', ['2020-02-29'], '2020-02-29'],
    ['valueOf', ['2020-2-9 10:20:30'], '2020-02-09'],
    ['parse', ['12/27/2009'], '2009-12-27'],
    ['today', [], '2024-02-29'],
  ])('%s(%p)', (name, args: Value[], expected) => {
    expect(iso(b.call(D, name, args))).toBe(expected);
  });

  test.each([
    ['2024-01-31', 'addMonths', [1], '2024-02-29'],
    ['2024-02-29', 'addYears', [1], '2025-02-28'],
    ['2024-02-29', 'addDays', [1], '2024-03-01'],
    ['2024-02-29', 'toStartOfMonth', [], '2024-02-01'],
    ['2024-02-29', 'toStartOfWeek', [], '2024-02-25'],
    ['2024-01-15', 'addMonths', [-13], '2022-12-15'],
  ])('%s.%s(%p)', (self, name, args: Value[], expected) => {
    expect(iso(b.on(D, day(self), name, args))).toBe(expected);
  });

  test('parts', () => {
    const self = day('2024-02-29');
    const parts = ['year', 'month', 'day', 'dayOfYear', 'format'].map((n) => b.on(D, self, n));
    expect(parts).toEqual([2024, 2, 29, 60, '2/29/2024']);
    expect(b.on(D, self, 'daysBetween', [day('2024-03-02')])).toBe(2);
    expect(b.on(D, self, 'monthsBetween', [day('2025-01-01')])).toBe(11);
    expect(b.call(D, 'isLeapYear', [2024])).toBe(true);
    expect(b.call(D, 'daysInMonth', [2023, 2])).toBe(28);
    expect(b.error(() => b.call(D, 'valueOf', ['x']))).toBe(
      'System.TypeException: Invalid date: x',
    );
  });
});

describe('System.Datetime', () => {
  test.each([
    ['newInstance', [2024, 7, 1, 12, 30, 15], '2024-07-01T19:30:15.000Z'],
    ['newInstance', [2024, 1, 1], '2024-01-01T08:00:00.000Z'],
    ['newInstance', [2024, 3, 10, 2, 30, 0], '2024-03-10T10:30:00.000Z'],
    ['newInstance', [2024, 11, 3, 1, 30, 0], '2024-11-03T09:30:00.000Z'],
    ['newInstanceGmt', [2024, 1, 1, 25, 0, 0], '2024-01-02T01:00:00.000Z'],
    ['newInstanceGmt', [day('2024-01-01'), new ApexTime(1500)], '2024-01-01T00:00:01.500Z'],
    ['valueOf', ['2024-02-29 10:00:00'], '2024-02-29T18:00:00.000Z'],
    ['valueOfGmt', ['2024-02-29 10:00:00'], '2024-02-29T10:00:00.000Z'],
    ['parse', ['10/14/2011 11:46 AM'], '2011-10-14T18:46:00.000Z'],
    ['parse', ['10/14/2011, 12:46 AM'], '2011-10-14T07:46:00.000Z'],
    ['now', [], '2024-02-29T15:04:05.678Z'],
  ])('%s(%p)', (name, args: Value[], expected) => {
    expect(iso(b.call(T, name, args))).toBe(expected);
  });

  test('from milliseconds', () => {
    expect(iso(b.call(T, 'newInstance', [BigInt(NOW)], ['System.Long']))).toBe(
      '2024-02-29T15:04:05.678Z',
    );
  });

  test.each([
    ["yyyy-MM-dd'T'HH:mm:ss.SSSZ", '2024-02-29T07:04:05.678-0800'],
    ['EEE, d MMM yyyy hh:mm a z', 'Thu, 29 Feb 2024 07:04 AM PST'],
    ['EEEE MMMM D u', 'Thursday February 60 4'],
    ["h 'o''clock' a, zzzz", "7 o'clock AM, Pacific Standard Time"],
    ['yy/M/d H:m:s XXX', '24/2/29 7:4:5 -08:00'],
    ['w W F k K G', '9 5 5 7 7 AD'],
    ['', ''],
  ])('format %j', (pattern, expected) => {
    expect(b.on(T, at('2024-02-29T15:04:05.678Z'), 'format', [pattern])).toBe(expected);
  });

  test('other formats', () => {
    const self = at('2024-07-01T22:04:05.000Z');
    expect(b.on(T, self, 'format')).toBe('7/1/2024, 3:04 PM');
    expect(b.on(T, self, 'formatLong')).toBe('7/1/2024, 3:04:05 PM PDT');
    expect(b.on(T, self, 'format', ['HH:mm z', 'Europe/London'])).toBe('23:04 GMT+1');
    expect(b.on(T, self, 'formatGmt', ["yyyy-MM-dd'T'HH:mm:ss'Z' z"])).toBe(
      '2024-07-01T22:04:05Z GMT',
    );
    expect(b.error(() => b.on(T, self, 'format', ['yyyy b']))).toBe(
      "System.IllegalArgumentException: Illegal pattern character 'b'",
    );
  });

  test('parts', () => {
    const self = at('2024-03-01T02:04:05.678Z');
    const names = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond', 'dayOfYear'];
    expect(names.map((n) => b.on(T, self, n))).toEqual([2024, 2, 29, 18, 4, 5, 678, 60]);
    expect(names.map((n) => b.on(T, self, `${n}Gmt`))).toEqual([2024, 3, 1, 2, 4, 5, 678, 61]);
    expect(iso(b.on(T, self, 'date'))).toBe('2024-02-29');
    expect(iso(b.on(T, self, 'dateGmt'))).toBe('2024-03-01');
    expect((b.on(T, self, 'timeGmt') as ApexTime).ms).toBe(7_445_678);
    expect(b.on(T, self, 'getTime')).toBe(1_709_258_645_678n);
    expect(b.on(T, self, 'isSameDay', [at('2024-02-29T09:00:00Z')])).toBe(true);
  });

  test('arithmetic', () => {
    const self = at('2024-01-31T00:00:00Z');
    expect(iso(b.on(T, self, 'addMonths', [1]))).toBe('2024-02-29T00:00:00.000Z');
    expect(iso(b.on(T, self, 'addSeconds', [-1]))).toBe('2024-01-30T23:59:59.000Z');
    expect(iso(b.on(T, self, 'addHours', [25]))).toBe('2024-02-01T01:00:00.000Z');
    expect(b.error(() => b.call(T, 'valueOf', ['x']))).toBe(
      'System.TypeException: Invalid date/time: x',
    );
  });
});

describe('System.Time and System.TimeZone', () => {
  test('time wraps around', () => {
    const t = b.call('System.Time', 'newInstance', [23, 59, 58, 7]);
    const names = ['hour', 'minute', 'second', 'millisecond'];
    expect(names.map((n) => b.on('System.Time', t, n))).toEqual([23, 59, 58, 7]);
    expect(b.on('System.Time', b.on('System.Time', t, 'addSeconds', [2]), 'hour')).toBe(0);
  });

  test('zones', () => {
    const zone = b.call('System.TimeZone', 'getTimeZone', ['America/New_York']);
    const Z = 'System.TimeZone';
    expect(b.on(Z, zone, 'getID')).toBe('America/New_York');
    expect(b.on(Z, zone, 'getOffset', [at('2024-07-01T00:00:00Z')])).toBe(-14_400_000);
    expect(b.on(Z, zone, 'getDisplayName')).toBe(
      '(GMT-05:00) Eastern Standard Time (America/New_York)',
    );
  });
});

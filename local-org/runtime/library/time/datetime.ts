/** System.Datetime. */
import type { Zone } from 'luxon';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { ApexDate, ApexDatetime, ApexTime, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument, fail, given } from '../support/checks';
import { dateOf, localDate, shiftMonths, wallOf } from './date';
import { formatPattern, dayOfYear, PatternError } from './format-pattern';
import { languageOf, patternsOf, readDate } from './locale';
import { DAY, GMT, instantOf, userZone, utcMs, wallAt, zoneOf, type Wall } from './zone';

/** The platform answers in the user's zone, or in GMT by the methods that say so. */
type ZoneOf = (vm: Vm) => Zone;
const gmt: ZoneOf = () => GMT;

function invalid(vm: Vm, text: string): never {
  return fail(vm, 'TypeException', `Invalid date/time: ${text}`);
}

/** `yyyy-MM-dd HH:mm:ss`, in the given zone. */
function parseStandard(vm: Vm, text: string, zone: Zone): ApexDatetime {
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2}) (\d{1,2}):(\d{1,2}):(\d{1,2})$/.exec(text.trim());
  if (!found) return invalid(vm, text);
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > 31) return invalid(vm, text);
  if (hour > 23 || minute > 59 || second > 59) return invalid(vm, text);
  return new ApexDatetime(instantOf({ year, month, day, hour, minute, second, ms: 0 }, zone));
}

/** The user's locale, e.g. `10/14/2011 11:46 AM`. */
function parseLocal(vm: Vm, text: string): ApexDatetime {
  const found = /^(\S+?),?\s+(\d{1,2}):(\d{2})(?:\s*([AP]M))?$/i.exec(text.trim());
  const date = found && readDate(found[1]!, patternsOf(vm).date);
  if (!found || !date) return invalid(vm, text);
  const half = found[4]?.toUpperCase();
  const hour =
    half === undefined ? Number(found[2]) : (Number(found[2]) % 12) + (half === 'PM' ? 12 : 0);
  const wall = { ...date, hour, minute: Number(found[3]), second: 0, ms: 0 };
  return new ApexDatetime(instantOf(wall, userZone(vm)));
}

function write(vm: Vm, at: ApexDatetime, pattern: string, zone: Zone): string {
  try {
    return formatPattern(at.ms, pattern, zone, languageOf(vm));
  } catch (error) {
    if (error instanceof PatternError) fail(vm, 'IllegalArgumentException', error.message);
    throw error;
  }
}

function timeWall(time: ApexTime): Pick<Wall, 'hour' | 'minute' | 'second' | 'ms'> {
  const { hour, minute, second, ms } = wallAt(time.ms, GMT);
  return { hour, minute, second, ms };
}

/** `newInstance` and `newInstanceGmt` with numbers or a Date and a Time. */
function construct(zone: ZoneOf): LibraryFunction {
  return (vm: Vm, ...args: Value[]) => {
    const given = args.map((a, i) => argument(vm, a, i + 1));
    const [first, second] = given;
    if (first instanceof ApexDate) {
      const time = timeWall(second as ApexTime);
      return new ApexDatetime(instantOf({ ...wallOf(first), ...time }, zone(vm)));
    }
    const [year, month, day, hour = 0, minute = 0, secondOf = 0] = given as number[];
    const wall = { year: year!, month: month!, day: day!, hour, minute, second: secondOf, ms: 0 };
    return new ApexDatetime(instantOf(wall, zone(vm)));
  };
}

const part =
  (zone: ZoneOf, read: (wall: Wall) => Value): LibraryFunction =>
  (vm: Vm, self: ApexDatetime) =>
    read(wallAt(self.ms, zone(vm)));

const day = (wall: Wall): ApexDate => dateOf(wall.year, wall.month, wall.day);
const time = (wall: Wall): ApexTime =>
  new ApexTime(((wall.hour * 60 + wall.minute) * 60 + wall.second) * 1000 + wall.ms);

const add =
  (unit: number): LibraryFunction =>
  (vm: Vm, self: ApexDatetime, n: number) =>
    new ApexDatetime(self.ms + argument(vm, n, 1) * unit);

/** Calendar arithmetic happens in GMT: no page documents it, and 24-hour days follow from it. */
const addMonths =
  (factor: number): LibraryFunction =>
  (vm: Vm, self: ApexDatetime, n: number) =>
    new ApexDatetime(utcMs(shiftMonths(wallAt(self.ms, GMT), argument(vm, n, 1) * factor)));

function datetimeOf(vm: Vm, value: Value): ApexDatetime {
  const it = given(vm, value);
  if (it instanceof ApexDatetime) return it;
  if (it instanceof ApexDate) return new ApexDatetime(instantOf(wallOf(it), userZone(vm)));
  return typeof it === 'string' ? parseStandard(vm, it, userZone(vm)) : invalid(vm, vm.str(it));
}

export const datetimeType: LibraryType = {
  name: 'System.Datetime',
  statics: {
    'newInstance(System.Long)': (vm, ms: bigint) => new ApexDatetime(Number(argument(vm, ms, 1))),
    newInstance: construct(userZone),
    newInstanceGmt: construct(gmt),
    now: (vm) => new ApexDatetime(vm.host.now()),
    parse: (vm, text: string) => parseLocal(vm, given(vm, text)),
    valueOf: datetimeOf,
    valueOfGmt: (vm, text: string) => parseStandard(vm, given(vm, text), GMT),
  },
  methods: {
    addDays: add(DAY),
    addHours: add(3_600_000),
    addMinutes: add(60_000),
    addMonths: addMonths(1),
    addSeconds: add(1000),
    addYears: addMonths(12),
    date: part(userZone, day),
    dateGmt: part(gmt, day),
    day: part(userZone, (w) => w.day),
    dayGmt: part(gmt, (w) => w.day),
    dayOfYear: part(userZone, dayOfYear),
    dayOfYearGmt: part(gmt, dayOfYear),
    'format/0': (vm, self: ApexDatetime) => write(vm, self, patternsOf(vm).datetime, userZone(vm)),
    'format/1': (vm, self: ApexDatetime, pattern: string) =>
      write(vm, self, argument(vm, pattern, 1), userZone(vm)),
    'format/2': (vm, self: ApexDatetime, pattern: string, zone: string | null) =>
      write(vm, self, argument(vm, pattern, 1), zone === null ? userZone(vm) : zoneOf(zone)),
    formatGmt: (vm, self: ApexDatetime, pattern: string) =>
      write(vm, self, argument(vm, pattern, 1), GMT),
    formatLong: (vm, self: ApexDatetime) => write(vm, self, patternsOf(vm).long, userZone(vm)),
    getTime: (_vm, self: ApexDatetime) => BigInt(self.ms),
    hour: part(userZone, (w) => w.hour),
    hourGmt: part(gmt, (w) => w.hour),
    isSameDay: (vm, self: ApexDatetime, other: ApexDatetime) =>
      localDate(vm, self).days === localDate(vm, argument(vm, other, 1)).days,
    millisecond: part(userZone, (w) => w.ms),
    millisecondGmt: part(gmt, (w) => w.ms),
    minute: part(userZone, (w) => w.minute),
    minuteGmt: part(gmt, (w) => w.minute),
    month: part(userZone, (w) => w.month),
    monthGmt: part(gmt, (w) => w.month),
    second: part(userZone, (w) => w.second),
    secondGmt: part(gmt, (w) => w.second),
    time: part(userZone, time),
    timeGmt: part(gmt, time),
    year: part(userZone, (w) => w.year),
    yearGmt: part(gmt, (w) => w.year),
  },
  isInstance: (value) => value instanceof ApexDatetime,
};

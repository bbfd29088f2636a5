/** System.Date. */
import type { LibraryType } from '../../core/registry';
import { ApexDate, ApexDatetime, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument, fail, given } from '../support/checks';
import { parseDay } from './datetime-text';
import { dayOfYear, formatPattern } from './format-pattern';
import { languageOf, patternsOf, readDate } from './locale';
import { DAY, GMT, userZone, utcMs, wallAt, type Wall } from './zone';

const MIDNIGHT = { hour: 0, minute: 0, second: 0, ms: 0 };

export function wallOf(date: ApexDate): Wall {
  return wallAt(date.days * DAY, GMT);
}

/** Months and days beyond their range roll over. */
export function dateOf(year: number, month: number, day: number): ApexDate {
  return new ApexDate(Math.floor(utcMs({ ...MIDNIGHT, year, month, day }) / DAY));
}

export function daysInMonth(year: number, month: number): number {
  return wallOf(dateOf(year, month + 1, 0)).day;
}

/** The same day in another month, or that month's last day. */
export function shiftMonths(wall: Wall, months: number): Wall {
  const index = wall.year * 12 + wall.month - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  return { ...wall, year, month, day: Math.min(wall.day, daysInMonth(year, month)) };
}

export function today(vm: Vm): ApexDate {
  const wall = wallAt(vm.host.now(), userZone(vm));
  return dateOf(wall.year, wall.month, wall.day);
}

/** The day of an instant for the running user. */
export function localDate(vm: Vm, at: ApexDatetime): ApexDate {
  const wall = wallAt(at.ms, userZone(vm));
  return dateOf(wall.year, wall.month, wall.day);
}

function invalid(vm: Vm, text: string): never {
  return fail(vm, 'TypeException', `Invalid date: ${text}`);
}

/** `Date.valueOf`: a day, perhaps followed by a time that is dropped. */
export function parseDate(vm: Vm, text: string): ApexDate {
  return parseDay(text.replace(/[ T]\d{1,2}:\d{2}(:\d{2}.*)?$/, '')) ?? invalid(vm, text);
}

function fromWall(wall: Wall): ApexDate {
  return dateOf(wall.year, wall.month, wall.day);
}

export const dateType: LibraryType = {
  name: 'System.Date',
  statics: {
    daysInMonth: (vm, year: number, month: number) =>
      daysInMonth(argument(vm, year, 1), argument(vm, month, 2)),
    isLeapYear: (vm, year: number) => daysInMonth(argument(vm, year, 1), 2) === 29,
    newInstance: (vm, year: number, month: number, day: number) =>
      dateOf(argument(vm, year, 1), argument(vm, month, 2), argument(vm, day, 3)),
    parse: (vm, text: string) => {
      const read = readDate(given(vm, text), patternsOf(vm).date);
      return read ? dateOf(read.year, read.month, read.day) : invalid(vm, text);
    },
    today,
    valueOf: (vm: Vm, value: Value) => {
      const it = given(vm, value);
      if (it instanceof ApexDate) return it;
      if (it instanceof ApexDatetime) return localDate(vm, it);
      return typeof it === 'string' ? parseDate(vm, it) : invalid(vm, vm.str(it));
    },
  },
  methods: {
    addDays: (vm, self: ApexDate, n: number) => new ApexDate(self.days + argument(vm, n, 1)),
    addMonths: (vm, self: ApexDate, n: number) =>
      fromWall(shiftMonths(wallOf(self), argument(vm, n, 1))),
    addYears: (vm, self: ApexDate, n: number) =>
      fromWall(shiftMonths(wallOf(self), argument(vm, n, 1) * 12)),
    day: (_vm, self: ApexDate) => wallOf(self).day,
    dayOfYear: (_vm, self: ApexDate) => dayOfYear(wallOf(self)),
    daysBetween: (vm, self: ApexDate, other: ApexDate) => argument(vm, other, 1).days - self.days,
    format: (vm, self: ApexDate) =>
      formatPattern(self.days * DAY, patternsOf(vm).date, GMT, languageOf(vm)),
    isSameDay: (vm, self: ApexDate, other: ApexDate) => argument(vm, other, 1).days === self.days,
    month: (_vm, self: ApexDate) => wallOf(self).month,
    // Months of the calendar; the days do not count.
    monthsBetween: (vm, self: ApexDate, other: ApexDate) => {
      const [a, b] = [wallOf(self), wallOf(argument(vm, other, 1))];
      return (b.year - a.year) * 12 + b.month - a.month;
    },
    toStartOfMonth: (_vm, self: ApexDate) => fromWall({ ...wallOf(self), day: 1 }),
    toStartOfWeek: (vm, self: ApexDate) => {
      const weekday = (((self.days + 4) % 7) + 7) % 7;
      return new ApexDate(self.days - ((weekday - patternsOf(vm).weekStart + 7) % 7));
    },
    year: (_vm, self: ApexDate) => wallOf(self).year,
  },
  isInstance: (value) => value instanceof ApexDate,
};

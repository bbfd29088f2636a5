/** `java.text.SimpleDateFormat` patterns, with names in the user's language. */
import type { Zone } from 'luxon';
import { pad } from './datetime-text';
import { DAY, utcMs, wallAt, type Wall } from './zone';

export class PatternError extends Error {}

interface Moment {
  readonly ms: number;
  readonly wall: Wall;
  readonly zone: Zone;
  readonly language: string;
  /** Sunday is 0. */
  readonly weekday: number;
}

function name(m: Moment, options: Intl.DateTimeFormatOptions): string {
  const format = new Intl.DateTimeFormat(m.language, { ...options, timeZone: 'UTC' });
  return format.format(new Date(utcMs(m.wall)));
}

function zoneName(m: Moment, style: 'short' | 'long'): string {
  if (m.zone.offset(m.ms) === 0 && m.zone.isUniversal)
    return style === 'short' ? 'GMT' : 'Greenwich Mean Time';
  return m.zone.offsetName(m.ms, { format: style, locale: m.language }) ?? m.zone.name;
}

function offset(m: Moment, separator: string, hoursOnly = false): string {
  const minutes = m.zone.offset(m.ms);
  const size = Math.abs(minutes);
  const hours = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60), 2)}`;
  return hoursOnly ? hours : `${hours}${separator}${pad(size % 60, 2)}`;
}

export function dayOfYear(wall: Wall): number {
  const first = { ...wall, month: 1, day: 1 };
  return Math.floor(utcMs(wall) / DAY) - Math.floor(utcMs(first) / DAY) + 1;
}

/** Weeks start on Sunday and the first one holds January 1st, as in the United States. */
function weekOfYear(m: Moment): number {
  const first = (m.weekday - dayOfYear(m.wall) + 1 + 371) % 7;
  return Math.floor((dayOfYear(m.wall) - 1 + first) / 7) + 1;
}

function year(y: number, width: number): string {
  return width === 2 ? pad(y % 100, 2) : pad(y, width);
}

const hour12 = (hour: number): number => (hour % 12 === 0 ? 12 : hour % 12);

const LETTERS: Readonly<Record<string, (m: Moment, width: number) => string>> = {
  G: (m) => (m.wall.year > 0 ? 'AD' : 'BC'),
  y: (m, w) => year(m.wall.year, w),
  u: (m, w) => pad(m.weekday === 0 ? 7 : m.weekday, w),
  M: (m, w) => (w < 3 ? pad(m.wall.month, w) : name(m, { month: w === 3 ? 'short' : 'long' })),
  L: (m, w) => (w < 3 ? pad(m.wall.month, w) : name(m, { month: w === 3 ? 'short' : 'long' })),
  d: (m, w) => pad(m.wall.day, w),
  D: (m, w) => pad(dayOfYear(m.wall), w),
  F: (m, w) => pad(Math.floor((m.wall.day - 1) / 7) + 1, w),
  w: (m, w) => pad(weekOfYear(m), w),
  W: (m, w) => pad(Math.floor((m.wall.day + 6 + ((m.weekday - m.wall.day + 1 + 35) % 7)) / 7), w),
  E: (m, w) => name(m, { weekday: w < 4 ? 'short' : 'long' }),
  a: (m) => (m.wall.hour < 12 ? 'AM' : 'PM'),
  H: (m, w) => pad(m.wall.hour, w),
  k: (m, w) => pad(m.wall.hour === 0 ? 24 : m.wall.hour, w),
  K: (m, w) => pad(m.wall.hour % 12, w),
  h: (m, w) => pad(hour12(m.wall.hour), w),
  m: (m, w) => pad(m.wall.minute, w),
  s: (m, w) => pad(m.wall.second, w),
  S: (m, w) => pad(m.wall.ms, w),
  z: (m, w) => zoneName(m, w < 4 ? 'short' : 'long'),
  Z: (m) => offset(m, ''),
  X: (m, w) => (m.zone.offset(m.ms) === 0 ? 'Z' : offset(m, w === 2 ? '' : ':', w === 1)),
};

/** Formats an instant. Throws {@link PatternError} for letters Java does not know. */
export function formatPattern(ms: number, pattern: string, zone: Zone, language: string): string {
  const wall = wallAt(ms, zone);
  const weekday = new Date(utcMs(wall)).getUTCDay();
  const m: Moment = { ms, wall, zone, language, weekday };
  let out = '';
  for (let i = 0; i < pattern.length;) {
    const c = pattern[i]!;
    if (c === "'") {
      const end = quoteEnd(pattern, i);
      out += end === i + 1 ? "'" : pattern.slice(i + 1, end).replaceAll("''", "'");
      i = end + 1;
    } else if (/[a-zA-Z]/.test(c)) {
      let width = 1;
      while (pattern[i + width] === c) width++;
      const write = LETTERS[c === 'Y' ? 'y' : c];
      if (!write) throw new PatternError(`Illegal pattern character '${c}'`);
      // The week year differs from the year around New Year only; Java's rules for it depend on
      // the locale, so the local org refuses it there.
      if (c === 'Y' && (dayOfYear(wall) < 8 || dayOfYear(wall) > 358))
        throw new Error('The local org does not support the week year (Y) around New Year.');
      out += write(m, width);
      i += width;
    } else {
      out += c;
      i++;
    }
  }
  return out;
}

/** Index of the quote that ends the literal which starts at `open`. */
function quoteEnd(pattern: string, open: number): number {
  for (let i = open + 1; i < pattern.length; i++)
    if (pattern[i] === "'") {
      if (i > open + 1 && pattern[i + 1] === "'") i++;
      else return i;
    }
  throw new PatternError('Unterminated quote');
}

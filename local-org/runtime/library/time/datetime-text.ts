/** The platform's own texts of dates and times. */
import type { Zone } from 'luxon';
import { ApexDate, ApexTime, type ApexDatetime } from '../../core/values-all';
import { DAY, wallAt, type Wall } from './zone';

export function pad(n: number, width: number): string {
  return n < 0 ? `-${pad(-n, width - 1)}` : String(n).padStart(width, '0');
}

/** `yyyy-MM-dd`. */
export function dayText(wall: Wall): string {
  return `${pad(wall.year, 4)}-${pad(wall.month, 2)}-${pad(wall.day, 2)}`;
}

/** `yyyy-MM-dd HH:mm:ss`. */
export function standardText(at: ApexDatetime, zone: Zone): string {
  const wall = wallAt(at.ms, zone);
  return `${dayText(wall)} ${pad(wall.hour, 2)}:${pad(wall.minute, 2)}:${pad(wall.second, 2)}`;
}

/** `2020-02-29T12:00:00.000Z`: as JSON has it. */
export function isoText(at: ApexDatetime): string {
  return new Date(at.ms).toISOString();
}

export function isoDay(date: ApexDate): string {
  return new Date(date.days * DAY).toISOString().slice(0, 10);
}

/** `12:00:00.000Z`. */
export function isoTime(time: ApexTime): string {
  return new Date(time.ms).toISOString().slice(11);
}

/** `2020-02-29` or null. Months and days beyond their range are refused. */
export function parseDay(text: string): ApexDate | null {
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (!found) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? new ApexDate(date.getTime() / DAY)
    : null;
}

/** ISO 8601 as JSON has it, with any zone; milliseconds or null. */
export function parseIso(text: string): number | null {
  const found =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
      text,
    );
  const day = found && parseDay(found[1]!);
  if (!found || !day) return null;
  const [, , hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = found;
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  const time = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + ms;
  return day.days * DAY + time - offsetOf(zone);
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** `12:00:00.000Z` and shorter, or null. */
export function parseTime(text: string): ApexTime | null {
  const found = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?Z?$/.exec(text);
  if (!found) return null;
  const [, hour, minute, second = '0', fraction = ''] = found;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  return new ApexTime(seconds * 1000 + Number(fraction.padEnd(3, '0')));
}

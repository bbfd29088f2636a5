/** Time zones: offsets at an instant, and local times back to instants. */
import { IANAZone, FixedOffsetZone, type Zone } from 'luxon';
import type { Vm } from '../../core/vm';

export const GMT: Zone = FixedOffsetZone.utcInstance;

const zones = new Map<string, Zone>();

/** Java knows three-letter names and `GMT+2`; everything it does not know is GMT. */
export function zoneOf(id: string): Zone {
  const known = zones.get(id);
  if (known) return known;
  const made = makeZone(id);
  zones.set(id, made);
  return made;
}

const SHORT: Readonly<Record<string, string>> = {
  PST: 'America/Los_Angeles',
  MST: 'America/Denver',
  CST: 'America/Chicago',
  EST: 'America/New_York',
  CET: 'Europe/Paris',
  JST: 'Asia/Tokyo',
  IST: 'Asia/Kolkata',
};

function makeZone(id: string): Zone {
  if (/^(?:GMT|UTC|Z)$/i.test(id)) return GMT;
  const fixed = /^GMT([+-])(\d{1,2}):?(\d{2})?$/.exec(id);
  if (fixed) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3] ?? 0);
    return FixedOffsetZone.instance(fixed[1] === '-' ? -minutes : minutes);
  }
  const zone = new IANAZone(SHORT[id] ?? id);
  return zone.isValid ? zone : GMT;
}

/** Zone of the running user. */
export function userZone(vm: Vm): Zone {
  return zoneOf(vm.host.user.timeZone);
}

/** Wall-clock fields, months from 1. */
export interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
}

export const DAY = 86_400_000;

/** Milliseconds of a wall clock read as GMT. Fields beyond their range roll over, as in Java. */
export function utcMs(wall: Wall): number {
  const date = new Date(0);
  date.setUTCFullYear(wall.year, wall.month - 1, wall.day);
  date.setUTCHours(wall.hour, wall.minute, wall.second, wall.ms);
  return date.getTime();
}

export function wallAt(ms: number, zone: Zone): Wall {
  const date = new Date(ms + zone.offset(ms) * 60_000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    ms: date.getUTCMilliseconds(),
  };
}

/**
 * The instant of a wall clock. A time that happens twice is the later one (standard time), one that
 * is skipped moves forward: both as in java.util.GregorianCalendar.
 */
export function instantOf(wall: Wall, zone: Zone): number {
  const local = utcMs(wall);
  const before = local - zone.offset(local - DAY) * 60_000;
  const after = local - zone.offset(local + DAY) * 60_000;
  const holds = (ms: number): boolean => ms + zone.offset(ms) * 60_000 === local;
  if (holds(before) && holds(after)) return Math.max(before, after);
  if (holds(after)) return after;
  return before;
}

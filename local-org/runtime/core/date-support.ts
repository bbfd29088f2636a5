/** Date arithmetic of compiled code. */
import type { Machine } from './machine';
import { ApexDate, ApexDatetime, ApexTime } from './values';

const DAY = 86_400_000;

export function dateSupport(machine: Machine) {
  const npe = (): never => machine.nullPointer();
  return {
    dateAdd: (date: ApexDate | null, days: number | null): ApexDate =>
      new ApexDate((date ?? npe()).days + (days ?? npe())),
    /** Datetimes move by days; fractions count. */
    datetimeAdd: (at: ApexDatetime | null, days: number | null): ApexDatetime =>
      new ApexDatetime(Math.round((at ?? npe()).ms + (days ?? npe()) * DAY)),
    /** Times move by milliseconds, around the clock. */
    timeAdd: (at: ApexTime | null, ms: number | null): ApexTime =>
      new ApexTime(((((at ?? npe()).ms + (ms ?? npe())) % DAY) + DAY) % DAY),
    dateToDatetime: (date: ApexDate | null): ApexDatetime | null =>
      date === null ? null : new ApexDatetime(date.days * DAY),
  };
}

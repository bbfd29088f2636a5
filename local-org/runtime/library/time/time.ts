/** System.Time and System.TimeZone. */
import type { Zone } from 'luxon';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { PlatformValue } from '../../core/tokens';
import type { ApexDatetime } from '../../core/values-all';
import { ApexTime } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument } from '../support/checks';
import { languageOf } from './locale';
import { pad } from './datetime-text';
import { DAY, zoneOf } from './zone';

/** A time wraps around midnight. */
function wrap(ms: number): ApexTime {
  return new ApexTime(((ms % DAY) + DAY) % DAY);
}

const add =
  (unit: number): LibraryFunction =>
  (vm: Vm, self: ApexTime, n: number) =>
    wrap(self.ms + argument(vm, n, 1) * unit);

export const timeType: LibraryType = {
  name: 'System.Time',
  statics: {
    newInstance: (vm, ...parts: number[]) => {
      const [hour, minute, second, ms] = parts.map((p, i) => argument(vm, p, i + 1));
      return wrap(((hour! * 60 + minute!) * 60 + second!) * 1000 + ms!);
    },
  },
  methods: {
    addHours: add(3_600_000),
    addMilliseconds: add(1),
    addMinutes: add(60_000),
    addSeconds: add(1000),
    hour: (_vm, self: ApexTime) => Math.floor(self.ms / 3_600_000),
    millisecond: (_vm, self: ApexTime) => self.ms % 1000,
    minute: (_vm, self: ApexTime) => Math.floor(self.ms / 60_000) % 60,
    second: (_vm, self: ApexTime) => Math.floor(self.ms / 1000) % 60,
  },
  isInstance: (value) => value instanceof ApexTime,
};

/** What `UserInfo.getTimeZone` and `TimeZone.getTimeZone` answer. */
export class ApexTimeZone extends PlatformValue {
  readonly zone: Zone;
  constructor(readonly id: string) {
    super();
    this.zone = zoneOf(id);
  }
  get $type(): string {
    return 'System.TimeZone';
  }
  protected get key(): string {
    return this.id;
  }
  override toString(): string {
    return this.id;
  }

  /** Milliseconds to add to GMT at an instant. */
  offset(ms: number): number {
    return this.zone.offset(ms) * 60_000;
  }

  /** `(GMT-08:00) Pacific Standard Time (America/Los_Angeles)`. */
  displayName(now: number, language: string): string {
    const minutes = this.zone.offset(now);
    const size = Math.abs(minutes);
    const offset = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60), 2)}:${pad(size % 60, 2)}`;
    const name = this.zone.offsetName(now, { format: 'long', locale: language }) ?? this.id;
    return `(GMT${offset}) ${this.zone.isUniversal ? 'Greenwich Mean Time' : name} (${this.id})`;
  }
}

export const timeZoneType: LibraryType = {
  name: 'System.TimeZone',
  statics: {
    getTimeZone: (vm, id: string) => new ApexTimeZone(argument(vm, id, 1)),
  },
  methods: {
    getDisplayName: (vm, self: ApexTimeZone) => self.displayName(vm.host.now(), languageOf(vm)),
    getID: (_vm, self: ApexTimeZone) => self.id,
    getOffset: (vm, self: ApexTimeZone, at: ApexDatetime) => self.offset(argument(vm, at, 1).ms),
    toString: (_vm: Vm, self: ApexTimeZone) => self.id,
  },
  isInstance: (value) => value instanceof ApexTimeZone,
};

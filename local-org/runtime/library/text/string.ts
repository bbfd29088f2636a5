/** System.String. */
import type { LibraryType } from '../../core/registry';
import {
  ApexList,
  ApexSet,
  type ApexDate,
  type ApexDatetime,
  type Value,
} from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument, fail, given, unsupported } from '../support/checks';
import { javaHash } from '../support/hash';
import { isoDay, standardText } from '../time/datetime-text';
import { userZone, GMT } from '../time/zone';
import { MessageFormatError, messageFormat } from './message-format';
import { compile, replace, split } from './regex-run';
import { escapeMethods, escapeSingleQuotes } from './string-escape';
import { kindMethods } from './string-kind';
import { searchMethods } from './string-search';
import { javaTrim, shapeMethods } from './string-shape';

function isBlank(text: string | null): boolean {
  return text === null || /^[\s\x1c-\x1f]*$/.test(text);
}

/** `String.valueOf(Object)`: like concatenation, but null stays null. */
export function stringOf(vm: Vm, value: Value): string | null {
  return value === null || value === undefined ? null : vm.str(value);
}

function join(vm: Vm, parts: Value, separator: string | null): string {
  const items =
    given(vm, parts) instanceof ApexList
      ? (parts as ApexList).items
      : parts instanceof ApexSet
        ? [...parts.values()]
        : unsupported('String.join over anything but a List or Set');
  return items.map((item) => stringOf(vm, item) ?? '').join(separator ?? '');
}

function format(vm: Vm, pattern: string, args: ApexList | null): string {
  try {
    const texts = (args?.items ?? []).map((item) => stringOf(vm, item) ?? 'null');
    return messageFormat(given(vm, pattern), texts);
  } catch (error) {
    if (error instanceof MessageFormatError) fail(vm, 'StringException', error.message);
    throw error;
  }
}

function commonPrefix(all: readonly (string | null)[]): string {
  if (all.length === 0 || all.includes(null)) return '';
  const [first = '', ...others] = all as string[];
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}

export const stringType: LibraryType = {
  name: 'System.String',
  statics: {
    escapeSingleQuotes: (vm, text: string) => escapeSingleQuotes(given(vm, text)),
    format,
    fromCharArray: (vm, chars: ApexList) =>
      given(vm, chars)
        .items.map((unit) => String.fromCharCode(unit as number))
        .join(''),
    getCommonPrefix: (_vm, all: ApexList | null) =>
      commonPrefix((all?.items ?? []) as (string | null)[]),
    isBlank: (_vm, text: string | null) => isBlank(text),
    isEmpty: (_vm, text: string | null) => text === null || text === '',
    isNotBlank: (_vm, text: string | null) => !isBlank(text),
    isNotEmpty: (_vm, text: string | null) => text !== null && text !== '',
    join,
    // A Date has no time of day here, unlike in concatenation; a Datetime is in the user's zone.
    'valueOf(System.Date)': (_vm, day: ApexDate | null) => (day === null ? null : isoDay(day)),
    'valueOf(System.Datetime)': (vm, at: ApexDatetime | null) =>
      at === null ? null : standardText(at, userZone(vm)),
    valueOf: stringOf,
    valueOfGmt: (vm, at: ApexDatetime) => standardText(given(vm, at), GMT),
  },
  methods: {
    ...searchMethods,
    ...shapeMethods,
    ...kindMethods,
    ...escapeMethods,
    hashCode: (_vm, self: string) => javaHash(self),
    toString: (_vm: Vm, self: string) => self,
    replaceAll: (vm, self: string, pattern: string, by: string) =>
      replace(vm, compile(vm, argument(vm, pattern, 1)), self, argument(vm, by, 2), true),
    replaceFirst: (vm, self: string, pattern: string, by: string) =>
      replace(vm, compile(vm, argument(vm, pattern, 1)), self, argument(vm, by, 2), false),
    'split/1': (vm, self: string, pattern: string) =>
      vm.list('String', split(compile(vm, argument(vm, pattern, 1)), self, 0)),
    'split/2': (vm, self: string, pattern: string, limit: number) =>
      vm.list('String', split(compile(vm, argument(vm, pattern, 1)), self, argument(vm, limit, 2))),
  },
  isInstance: (value) => typeof value === 'string',
};

export { javaTrim };

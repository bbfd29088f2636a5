/** Members of System.String that look for something in the text. */
import type { LibraryFunction } from '../../core/registry';
import type { Vm } from '../../core/vm';
import { argument, fail } from '../support/checks';

function clamp(from: number): number {
  return Math.max(0, from);
}

function codeUnit(vm: Vm, self: string, index: number): number {
  if (index < 0 || index >= self.length)
    fail(vm, 'StringException', `String index out of range: ${index}`);
  return index;
}

/** Position of the last occurrence at or before `from`; -1 when `from` is negative. */
function lastIndex(text: string, what: string, from: number): number {
  return from < 0 ? -1 : text.lastIndexOf(what, from);
}

function firstDifference(a: string, b: string): number {
  if (a === b) return -1;
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return i;
}

function levenshtein(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++)
      row.push(
        Math.min(
          row[j - 1]! + 1,
          previous[j]! + 1,
          previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    previous = row;
  }
  return previous[b.length]!;
}

const lower = (text: string): string => text.toLowerCase();

export const searchMethods: Readonly<Record<string, LibraryFunction>> = {
  charAt: (vm, self: string, index: number) =>
    self.charCodeAt(codeUnit(vm, self, argument(vm, index, 1))),
  codePointAt: (vm, self: string, index: number) =>
    self.codePointAt(codeUnit(vm, self, argument(vm, index, 1)))!,
  codePointBefore: (vm, self: string, index: number) => {
    const at = codeUnit(vm, self, argument(vm, index, 1) - 1);
    const low = self.charCodeAt(at);
    const paired = low >= 0xdc00 && low <= 0xdfff && at > 0;
    const whole = paired ? self.codePointAt(at - 1)! : low;
    return whole > 0xffff ? whole : low;
  },
  codePointCount: (vm, self: string, begin: number, end: number) => {
    if (begin < 0 || end > self.length || begin > end)
      fail(vm, 'StringException', `String index out of range: ${begin < 0 ? begin : end}`);
    return Array.from(self.slice(begin, end)).length;
  },
  offsetByCodePoints: (vm, self: string, index: number, offset: number) => {
    const points = Array.from(offset >= 0 ? self.slice(index) : self.slice(0, index));
    if (index < 0 || index > self.length || Math.abs(offset) > points.length)
      fail(vm, 'StringException', `String index out of range: ${index}`);
    const skipped = offset >= 0 ? points.slice(0, offset) : points.slice(points.length + offset);
    return index + Math.sign(offset) * skipped.join('').length;
  },
  compareTo: (vm, self: string, other: string) => {
    const at = firstDifference(self, argument(vm, other, 1));
    if (at < 0) return 0;
    if (at >= self.length || at >= other.length) return self.length - other.length;
    return self.charCodeAt(at) - other.charCodeAt(at);
  },
  contains: (vm, self: string, what: string) => self.includes(argument(vm, what, 1)),
  containsAny: (_vm, self: string, chars: string | null) =>
    chars !== null && [...chars].some((c) => self.includes(c)),
  containsIgnoreCase: (vm, self: string, what: string) =>
    lower(self).includes(lower(argument(vm, what, 1))),
  containsNone: (_vm, self: string, chars: string | null) =>
    chars === null || ![...chars].some((c) => self.includes(c)),
  containsOnly: (_vm, self: string, chars: string | null) =>
    chars !== null && [...self].every((c) => chars.includes(c)),
  containsWhitespace: (_vm, self: string) => /\s/.test(self),
  countMatches: (_vm, self: string, what: string | null) =>
    what === null || what === '' ? 0 : self.split(what).length - 1,
  difference: (_vm, self: string, other: string | null) => {
    if (other === null) return self;
    const at = firstDifference(self, other);
    return at < 0 ? '' : other.slice(at);
  },
  endsWith: (vm, self: string, what: string) => self.endsWith(argument(vm, what, 1)),
  endsWithIgnoreCase: (_vm, self: string, what: string | null) =>
    what !== null && lower(self).endsWith(lower(what)),
  equals: (_vm, self: string, other: unknown) => self === other,
  equalsIgnoreCase: (_vm, self: string, other: string | null) =>
    other !== null && lower(self) === lower(other),
  'getLevenshteinDistance/1': (vm, self: string, other: string) =>
    levenshtein(self, argument(vm, other, 1)),
  'getLevenshteinDistance/2': (vm, self: string, other: string, threshold: number) => {
    const distance = levenshtein(self, argument(vm, other, 1));
    return distance <= argument(vm, threshold, 2) ? distance : -1;
  },
  'indexOf/1': (vm, self: string, what: string) => self.indexOf(argument(vm, what, 1)),
  'indexOf/2': (vm, self: string, what: string, from: number) =>
    self.indexOf(argument(vm, what, 1), clamp(argument(vm, from, 2))),
  indexOfAny: (_vm, self: string, chars: string | null) =>
    chars === null ? -1 : [...self].findIndex((c) => chars.includes(c)),
  indexOfAnyBut: (_vm, self: string, chars: string | null) =>
    chars === null ? -1 : [...self].findIndex((c) => !chars.includes(c)),
  'indexOfChar/1': (vm, self: string, char: number) =>
    self.indexOf(String.fromCodePoint(argument(vm, char, 1))),
  'indexOfChar/2': (vm, self: string, char: number, from: number) =>
    self.indexOf(String.fromCodePoint(argument(vm, char, 1)), clamp(argument(vm, from, 2))),
  indexOfDifference: (_vm, self: string, other: string | null) =>
    firstDifference(self, other ?? ''),
  'indexOfIgnoreCase/1': (_vm, self: string, what: string | null) =>
    what === null ? -1 : lower(self).indexOf(lower(what)),
  'indexOfIgnoreCase/2': (_vm, self: string, what: string | null, from: number) =>
    what === null ? -1 : lower(self).indexOf(lower(what), clamp(from)),
  'lastIndexOf/1': (vm, self: string, what: string) => self.lastIndexOf(argument(vm, what, 1)),
  'lastIndexOf/2': (vm, self: string, what: string, from: number) =>
    lastIndex(self, argument(vm, what, 1), argument(vm, from, 2)),
  'lastIndexOfChar/1': (vm, self: string, char: number) =>
    self.lastIndexOf(String.fromCodePoint(argument(vm, char, 1))),
  'lastIndexOfChar/2': (vm, self: string, char: number, from: number) =>
    lastIndex(self, String.fromCodePoint(argument(vm, char, 1)), argument(vm, from, 2)),
  'lastIndexOfIgnoreCase/1': (_vm, self: string, what: string | null) =>
    what === null ? -1 : lower(self).lastIndexOf(lower(what)),
  'lastIndexOfIgnoreCase/2': (_vm, self: string, what: string | null, from: number) =>
    what === null ? -1 : lastIndex(lower(self), lower(what), from),
  startsWith: (vm, self: string, what: string) => self.startsWith(argument(vm, what, 1)),
  startsWithIgnoreCase: (_vm, self: string, what: string | null) =>
    what !== null && lower(self).startsWith(lower(what)),
};

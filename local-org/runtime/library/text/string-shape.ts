/** Members of System.String that make another text. */
import type { LibraryFunction } from '../../core/registry';
import type { Vm } from '../../core/vm';
import { argument, fail } from '../support/checks';

function padding(pad: string | null, size: number): string {
  const unit = pad === null || pad === '' ? ' ' : pad;
  return unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
}

function leftPad(self: string, size: number, pad: string | null): string {
  return size <= self.length ? self : padding(pad, size - self.length) + self;
}

function rightPad(self: string, size: number, pad: string | null): string {
  return size <= self.length ? self : self + padding(pad, size - self.length);
}

function center(self: string, size: number, pad: string | null): string {
  const gap = size - self.length;
  return gap <= 0 ? self : rightPad(leftPad(self, self.length + (gap >> 1), pad), size, pad);
}

/** `StringUtils.abbreviate`. The platform's words for a width that is too small are those of the library. */
function abbreviate(vm: Vm, self: string, max: number, offset: number): string {
  if (max < 4) fail(vm, 'StringException', 'Minimum abbreviation width is 4');
  if (self.length <= max) return self;
  let at = Math.min(offset, self.length);
  if (self.length - at < max - 3) at = self.length - (max - 3);
  if (at <= 4) return `${self.slice(0, max - 3)}...`;
  if (max < 7) fail(vm, 'StringException', 'Minimum abbreviation width with offset is 7');
  if (at + max - 3 < self.length) return `...${abbreviate(vm, self.slice(at), max - 3, 0)}`;
  return `...${self.slice(self.length - (max - 3))}`;
}

function substring(vm: Vm, self: string, start: number, end: number): string {
  if (start < 0 || start > self.length)
    fail(vm, 'StringException', `Starting position out of bounds: ${start}`);
  if (end > self.length || end < start)
    fail(vm, 'StringException', `Ending position out of bounds: ${end}`);
  return self.slice(start, end);
}

function between(self: string, open: string | null, close: string | null): string | null {
  if (open === null || close === null) return null;
  const start = self.indexOf(open);
  const end = start < 0 ? -1 : self.indexOf(close, start + open.length);
  return end < 0 ? null : self.slice(start + open.length, end);
}

function overlay(self: string, text: string, start: number, end: number): string {
  const clamp = (n: number): number => Math.max(0, Math.min(self.length, n));
  const [a, b] = [clamp(start), clamp(end)];
  return self.slice(0, Math.min(a, b)) + text + self.slice(Math.max(a, b));
}

function changeCase(self: string, toTitle: boolean): string {
  const first = String.fromCodePoint(...(self === '' ? [] : [self.codePointAt(0)!]));
  return (toTitle ? first.toUpperCase() : first.toLowerCase()) + self.slice(first.length);
}

function swapCase(self: string): string {
  return self.replace(/\p{L}/gu, (c) =>
    c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase(),
  );
}

/** Removes characters up to U+0020 on both ends, as Java does. */
export function javaTrim(text: string): string {
  return text.replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, '');
}

function kind(c: string): string {
  if (/\p{Lu}/u.test(c)) return 'upper';
  if (/\p{Ll}/u.test(c)) return 'lower';
  if (/\p{L}/u.test(c)) return 'letter';
  if (/\p{Nd}/u.test(c)) return 'digit';
  if (/\s/u.test(c)) return 'space';
  return /\p{P}/u.test(c) ? 'punctuation' : c.replace(/\p{S}/u, 'symbol');
}

function splitByType(self: string, camel: boolean): string[] {
  const parts: string[] = [];
  let last = '';
  for (const c of self) {
    const now = kind(c);
    const tail = parts.length - 1;
    if (now === last) parts[tail] += c;
    else if (camel && last === 'upper' && now === 'lower') {
      const capital = parts[tail]!.slice(-1);
      const rest = parts[tail]!.slice(0, -1);
      parts.splice(tail, 1, ...(rest === '' ? [] : [rest]), capital + c);
    } else parts.push(c);
    last = now;
  }
  return parts;
}

function removeEdge(self: string, what: string | null, atStart: boolean, fold: boolean): string {
  if (what === null || what === '') return self;
  const edge = atStart ? self.slice(0, what.length) : self.slice(-what.length);
  const same = fold ? edge.toLowerCase() === what.toLowerCase() : edge === what;
  if (!same) return self;
  return atStart ? self.slice(what.length) : self.slice(0, self.length - what.length);
}

export const shapeMethods: Readonly<Record<string, LibraryFunction>> = {
  'abbreviate/1': (vm, self: string, max: number) => abbreviate(vm, self, argument(vm, max, 1), 0),
  'abbreviate/2': (vm, self: string, max: number, offset: number) =>
    abbreviate(vm, self, argument(vm, max, 1), argument(vm, offset, 2)),
  capitalize: (_vm, self: string) => changeCase(self, true),
  'center/1': (vm, self: string, size: number) => center(self, argument(vm, size, 1), ' '),
  'center/2': (vm, self: string, size: number, pad: string) =>
    center(self, argument(vm, size, 1), pad),
  deleteWhitespace: (_vm, self: string) => self.replace(/\s+/g, ''),
  getChars: (vm, self: string) =>
    vm.list(
      'Integer',
      Array.from({ length: self.length }, (_, i) => self.charCodeAt(i)),
    ),
  left: (vm, self: string, n: number) => self.slice(0, Math.max(0, argument(vm, n, 1))),
  'leftPad/1': (vm, self: string, size: number) => leftPad(self, argument(vm, size, 1), ' '),
  'leftPad/2': (vm, self: string, size: number, pad: string) =>
    leftPad(self, argument(vm, size, 1), pad),
  length: (_vm, self: string) => self.length,
  mid: (vm, self: string, start: number, length: number) => {
    if (argument(vm, length, 2) < 0 || argument(vm, start, 1) > self.length) return '';
    const from = Math.max(0, start);
    return self.slice(from, from + length);
  },
  normalizeSpace: (_vm, self: string) => javaTrim(self).replace(/\s+/g, ' '),
  overlay: (_vm, self: string, text: string | null, start: number, end: number) =>
    overlay(self, text ?? '', start, end),
  remove: (_vm, self: string, what: string | null) =>
    what === null || what === '' ? self : self.split(what).join(''),
  removeEnd: (_vm, self: string, what: string | null) => removeEdge(self, what, false, false),
  removeEndIgnoreCase: (_vm, self: string, what: string) => removeEdge(self, what, false, true),
  removeStart: (_vm, self: string, what: string | null) => removeEdge(self, what, true, false),
  removeStartIgnoreCase: (_vm, self: string, what: string) => removeEdge(self, what, true, true),
  'repeat/1': (vm, self: string, n: number) => self.repeat(Math.max(0, argument(vm, n, 1))),
  'repeat/2': (_vm, self: string, separator: string | null, n: number) =>
    Array.from({ length: Math.max(0, n) }, () => self).join(separator ?? ''),
  replace: (vm, self: string, what: string, by: string) => {
    const text = argument(vm, by, 2);
    return self.replaceAll(argument(vm, what, 1), () => text);
  },
  reverse: (_vm, self: string) => Array.from(self).reverse().join(''),
  right: (vm, self: string, n: number) => (argument(vm, n, 1) <= 0 ? '' : self.slice(-n)),
  'rightPad/1': (vm, self: string, size: number) => rightPad(self, argument(vm, size, 1), ' '),
  'rightPad/2': (vm, self: string, size: number, pad: string) =>
    rightPad(self, argument(vm, size, 1), pad),
  splitByCharacterType: (vm, self: string) => vm.list('String', splitByType(self, false)),
  splitByCharacterTypeCamelCase: (vm, self: string) => vm.list('String', splitByType(self, true)),
  stripHtmlTags: (_vm, self: string) => self.replace(/<[^>]*>/g, ''),
  'substring/1': (vm, self: string, start: number) =>
    substring(vm, self, argument(vm, start, 1), self.length),
  'substring/2': (vm, self: string, start: number, end: number) =>
    substring(vm, self, argument(vm, start, 1), argument(vm, end, 2)),
  substringAfter: (_vm, self: string, separator: string | null) => {
    const at = separator === null ? -1 : self.indexOf(separator);
    return at < 0 ? '' : self.slice(at + separator!.length);
  },
  substringAfterLast: (_vm, self: string, separator: string | null) => {
    const at = separator === null || separator === '' ? -1 : self.lastIndexOf(separator);
    return at < 0 ? '' : self.slice(at + separator!.length);
  },
  substringBefore: (_vm, self: string, separator: string | null) => {
    const at = separator === null ? -1 : self.indexOf(separator);
    return at < 0 ? self : self.slice(0, at);
  },
  substringBeforeLast: (_vm, self: string, separator: string | null) => {
    const at = separator === null || separator === '' ? -1 : self.lastIndexOf(separator);
    return at < 0 ? self : self.slice(0, at);
  },
  'substringBetween/1': (_vm, self: string, tag: string | null) => between(self, tag, tag),
  'substringBetween/2': (_vm, self: string, open: string | null, close: string | null) =>
    between(self, open, close),
  swapCase: (_vm, self: string) => swapCase(self),
  'toLowerCase/0': (_vm, self: string) => self.toLowerCase(),
  'toLowerCase/1': (_vm, self: string, locale: string | null) =>
    self.toLocaleLowerCase((locale ?? 'en').replaceAll('_', '-')),
  'toUpperCase/0': (_vm, self: string) => self.toUpperCase(),
  'toUpperCase/1': (_vm, self: string, locale: string | null) =>
    self.toLocaleUpperCase((locale ?? 'en').replaceAll('_', '-')),
  trim: (_vm, self: string) => javaTrim(self),
  uncapitalize: (_vm, self: string) => changeCase(self, false),
};

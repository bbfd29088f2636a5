/** Java's regular-expression operations, on translated patterns. */
import type { Vm } from '../../core/vm';
import { fail } from '../support/checks';
import { javaRegex, RegexError, type JavaRegex } from './java-regex';

/** Translates a pattern; errors become the platform's. */
export function compile(vm: Vm, source: string): JavaRegex {
  try {
    return javaRegex(source);
  } catch (error) {
    if (error instanceof RegexError) fail(vm, 'StringException', `Invalid regex: ${error.message}`);
    throw error;
  }
}

const compiled = new Map<string, RegExp>();

function regExp(js: string, flags: string): RegExp {
  const key = `${flags}/${js}`;
  let made = compiled.get(key);
  if (!made) {
    if (compiled.size > 1000) compiled.clear();
    compiled.set(key, (made = new RegExp(js, flags)));
  }
  made.lastIndex = 0;
  return made;
}

export type Mode = 'find' | 'matches' | 'lookingAt';

/** First match at or after `from`. With `indices` it knows where its groups lie. */
export function match(
  regex: JavaRegex,
  text: string,
  from: number,
  mode: Mode,
  indices = false,
): RegExpExecArray | null {
  const flags = indices ? `${regex.flags}d` : regex.flags;
  const re =
    mode === 'find'
      ? regExp(regex.js, `${flags}g`)
      : regExp(mode === 'matches' ? `(?:${regex.js})(?![^])` : regex.js, `${flags}y`);
  re.lastIndex = from;
  return re.exec(text);
}

/** All matches one after the other, an empty one moving on by one character. */
export function* matches(regex: JavaRegex, text: string): Iterable<RegExpExecArray> {
  for (let from = 0; from <= text.length;) {
    const found = match(regex, text, from, 'find');
    if (!found) return;
    yield found;
    const end = found.index + found[0].length;
    from = found[0] === '' ? end + 1 : end;
  }
}

/** Expands `$1`, `${name}` and backslashes of a replacement. */
export function expand(
  vm: Vm,
  regex: JavaRegex,
  found: RegExpExecArray,
  replacement: string,
): string {
  let out = '';
  for (let i = 0; i < replacement.length; i++) {
    const c = replacement[i]!;
    if (c === '\\') {
      if (++i >= replacement.length)
        fail(vm, 'StringException', 'character to be escaped is missing');
      out += replacement[i];
    } else if (c !== '$') out += c;
    else {
      const [length, group] = reference(vm, regex, replacement.slice(i + 1));
      out += found[regex.groupIndex[group]!] ?? '';
      i += length;
    }
  }
  return out;
}

/** Length of the reference after the dollar sign, and its group. */
function reference(vm: Vm, regex: JavaRegex, rest: string): readonly [number, number] {
  const named = /^\{([a-zA-Z][a-zA-Z0-9]*)\}/.exec(rest);
  if (named) {
    const group = regex.names.get(named[1]!);
    if (group === undefined) fail(vm, 'StringException', `No group with name {${named[1]}}`);
    return [named[0].length, group];
  }
  if (!/^\d/.test(rest)) fail(vm, 'StringException', 'Illegal group reference');
  let digits = rest[0]!;
  if (Number(digits) > regex.groups) fail(vm, 'StringException', `No group ${digits}`);
  for (let next = rest[digits.length]; next !== undefined && /\d/.test(next);) {
    if (Number(digits + next) > regex.groups) break;
    digits += next;
    next = rest[digits.length];
  }
  return [digits.length, Number(digits)];
}

export function replace(
  vm: Vm,
  regex: JavaRegex,
  text: string,
  replacement: string,
  all: boolean,
): string {
  let out = '';
  let end = 0;
  for (const found of matches(regex, text)) {
    out += text.slice(end, found.index) + expand(vm, regex, found, replacement);
    end = found.index + found[0].length;
    if (!all) break;
  }
  return out + text.slice(end);
}

/** `Pattern.split(text, limit)`: 0 drops empty parts at the end, a positive limit bounds the parts. */
export function split(regex: JavaRegex, text: string, limit: number): string[] {
  const parts: string[] = [];
  let end = 0;
  for (const found of matches(regex, text)) {
    if (limit > 0 && parts.length === limit - 1) break;
    const after = found.index + found[0].length;
    // No empty part before an empty match at the start.
    if (after === 0) continue;
    // An empty match at the very end separates nothing more than the end does.
    parts.push(text.slice(end, found.index));
    end = after;
  }
  if (parts.length === 0 && end === 0) return [text];
  parts.push(text.slice(end));
  if (limit === 0) while (parts.length > 0 && parts.at(-1) === '') parts.pop();
  return parts;
}

/** Members of System.String that escape and unescape. */
import type { LibraryFunction } from '../../core/registry';
import { HTML3_NAMES, HTML4_NAMES } from './html-entities';

const XML_NAMES: ReadonlyMap<string, string> = new Map([
  ['"', 'quot'],
  ['&', 'amp'],
  ['<', 'lt'],
  ['>', 'gt'],
  ["'", 'apos'],
]);

function escapeNames(text: string, names: ReadonlyMap<string, string>): string {
  return Array.from(text, (c) => (names.has(c) ? `&${names.get(c)};` : c)).join('');
}

function unescapeNames(text: string, names: ReadonlyMap<string, string>): string {
  const back = new Map([...names].map(([char, name]) => [name, char]));
  return text.replace(/&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(\w+));/g, (all, dec, hex, name) => {
    if (dec !== undefined) return String.fromCodePoint(Number(dec));
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex as string, 16));
    return back.get(name as string) ?? all;
  });
}

function unicode(unit: number): string {
  return `\\u${unit.toString(16).toUpperCase().padStart(4, '0')}`;
}

const CONTROLS: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\n': '\\n',
  '\t': '\\t',
  '\f': '\\f',
  '\r': '\\r',
};

/** Backslash escapes of Java source; `also` names further characters to escape. */
function escapeSource(text: string, also: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    const unit = text.charCodeAt(i);
    if (c === '\\' || c === '"' || also.includes(c)) out += `\\${c}`;
    else if (c in CONTROLS) out += CONTROLS[c];
    else out += unit < 32 || unit > 0x7e ? unicode(unit) : c;
  }
  return out;
}

function unescapeSource(text: string): string {
  return text.replace(
    /\\(?:u+([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2})|([^]))/g,
    (_all, hex, octal, c) => {
      if (hex !== undefined) return String.fromCharCode(parseInt(hex as string, 16));
      if (octal !== undefined) return String.fromCharCode(parseInt(octal as string, 8));
      const control = Object.entries(CONTROLS).find(([, escaped]) => escaped === `\\${c}`);
      return control ? control[0] : (c as string);
    },
  );
}

function escapeCsv(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function unescapeCsv(text: string): string {
  const inner = /^"([^]*)"$/.exec(text)?.[1];
  if (inner === undefined || !/[",\r\n]/.test(inner)) return text;
  return inner.replaceAll('""', '"');
}

export const escapeMethods: Readonly<Record<string, LibraryFunction>> = {
  escapeCsv: (_vm, self: string) => escapeCsv(self),
  escapeEcmaScript: (_vm, self: string) => escapeSource(self, "'/"),
  escapeHtml3: (_vm, self: string) => escapeNames(self, HTML3_NAMES),
  escapeHtml4: (_vm, self: string) => escapeNames(self, HTML4_NAMES),
  escapeJava: (_vm, self: string) => escapeSource(self, ''),
  // Everything outside ASCII; ASCII itself stays as it is.
  escapeUnicode: (_vm, self: string) =>
    self.replace(/[^\x00-\x7f]/g, (c) => unicode(c.charCodeAt(0))),
  escapeXml: (_vm, self: string) => escapeNames(self, XML_NAMES),
  unescapeCsv: (_vm, self: string) => unescapeCsv(self),
  unescapeEcmaScript: (_vm, self: string) => unescapeSource(self),
  unescapeHtml3: (_vm, self: string) => unescapeNames(self, HTML3_NAMES),
  unescapeHtml4: (_vm, self: string) => unescapeNames(self, HTML4_NAMES),
  unescapeJava: (_vm, self: string) => unescapeSource(self),
  unescapeUnicode: (_vm, self: string) =>
    self.replace(/\\u+\+?([0-9a-fA-F]{4})/g, (_all, hex: string) =>
      String.fromCharCode(parseInt(hex, 16)),
    ),
  unescapeXml: (_vm, self: string) => unescapeNames(self, XML_NAMES),
};

/** `String.escapeSingleQuotes`: backslashes too, as the platform does. */
export function escapeSingleQuotes(text: string): string {
  return text.replace(/[\\']/g, (c) => `\\${c}`);
}

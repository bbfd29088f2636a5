/** CSV as the Bulk API takes and gives it (RFC 4180, with a choice of delimiter). */
import { OrgError } from '../../org/contract';

export const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  SEMICOLON: ';',
  TAB: '\t',
  PIPE: '|',
  CARET: '^',
  BACKQUOTE: '`',
};

function malformed(line: number): OrgError {
  return new OrgError(
    400,
    'InvalidBatch',
    `Failed to parse CSV: the quote that is open in line ${line} never closes.`,
  );
}

/** One cell after the other; `next` is the position behind the cell. */
function readCell(
  text: string,
  start: number,
  delimiter: string,
  line: number,
): { readonly value: string; readonly next: number } {
  if (text[start] !== '"') {
    let end = start;
    while (end < text.length && text[end] !== delimiter && !isBreak(text[end])) end += 1;
    return { value: text.slice(start, end), next: end };
  }
  let value = '';
  for (let i = start + 1; ; i++) {
    const quote = text.indexOf('"', i);
    if (quote < 0) throw malformed(line);
    value += text.slice(i, quote);
    if (text[quote + 1] !== '"') return { value, next: quote + 1 };
    value += '"';
    i = quote + 1;
  }
}

function isBreak(c: string | undefined): boolean {
  return c === '\n' || c === '\r';
}

/**
 * Reads rows of cells; empty lines do not count.
 *
 * @throws OrgError for a quote that never closes
 */
export function parseCsv(text: string, delimiter = ','): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  const endRow = (): void => {
    if (row.length > 1 || (row[0] ?? '') !== '') rows.push(row);
    row = [];
  };
  while (at < text.length) {
    const { value, next } = readCell(text, at, delimiter, rows.length + 1);
    row.push(value);
    at = next;
    if (text[at] === delimiter) {
      at += 1;
      if (at === text.length || isBreak(text[at])) row.push('');
    }
    if (isBreak(text[at])) {
      at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
      endRow();
    }
  }
  endRow();
  return rows;
}

function cell(value: unknown): string {
  const given = value ?? '';
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  return `"${text.replace(/"/g, '""')}"`;
}

/** Writes rows, each cell in quotes as the platform does. */
export function writeCsv(
  rows: readonly (readonly unknown[])[],
  delimiter = ',',
  lineEnding = '\n',
): string {
  return rows.map((row) => row.map(cell).join(delimiter) + lineEnding).join('');
}

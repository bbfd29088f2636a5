/** The few kinds of query that tools ask of objects that no database holds. */
import { OrgError } from '../../org/contract';
import { isObject } from '../body';
import { selectList } from '../data/soql-text';
import { isId, to18 } from '../data/ids';

export type VirtualRow = Readonly<Record<string, unknown>>;

/** A value at a path, whatever the case of its names, with their canonical spelling. */
function pick(
  row: VirtualRow,
  path: readonly string[],
): { keys: readonly string[]; value: unknown } {
  const [step = '', ...rest] = path;
  const key = Object.keys(row).find((name) => name.toLowerCase() === step.toLowerCase()) ?? step;
  const value = row[key] ?? null;
  if (rest.length === 0) return { keys: [key], value };
  const inner = isObject(value) ? pick(value, rest) : { keys: rest, value: null };
  return { keys: [key, ...inner.keys], value: inner.value };
}

function literal(text: string): unknown {
  if (text.startsWith("'")) return text.slice(1, -1).replace(/\\(.)/g, '$1');
  if (/^null$/i.test(text)) return null;
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return Number.isNaN(Number(text)) ? text : Number(text);
}

/** Texts are compared ignoring case. Ids are not: two of them may differ in nothing else. */
function equal(a: unknown, b: unknown, ids: boolean): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return a === b;
  return ids && isId(a) && isId(b) ? to18(a) === to18(b) : a.toLowerCase() === b.toLowerCase();
}

const VALUE = String.raw`'(?:[^'\\]|\\.)*'|[\w.:+-]+`;
const CONDITION = new RegExp(
  String.raw`^\s*([\w.]+)\s*(=|!=|<>|<=|>=|<|>|not in|in)\s*(\((?:${VALUE}|[\s,])*\)|${VALUE})\s*`,
  'i',
);

type Test = (row: VirtualRow) => boolean;

function compare(path: string, op: string, right: string): Test {
  const values = [...right.matchAll(new RegExp(VALUE, 'g'))].map(([text]) => literal(text));
  const [wanted] = values;
  const at = (row: VirtualRow): unknown => pick(row, path.split('.')).value;
  const order = (row: VirtualRow): number => {
    const value = at(row);
    if (typeof value === 'number' && typeof wanted === 'number') return value - wanted;
    return String(value) < String(wanted) ? -1 : String(value) > String(wanted) ? 1 : 0;
  };
  const same = (a: unknown, b: unknown): boolean => equal(a, b, /id$/i.test(path));
  const tests: Record<string, Test> = {
    '=': (row) => same(at(row), wanted),
    '!=': (row) => !same(at(row), wanted),
    '<>': (row) => !same(at(row), wanted),
    '<': (row) => order(row) < 0,
    '>': (row) => order(row) > 0,
    '<=': (row) => order(row) <= 0,
    '>=': (row) => order(row) >= 0,
    in: (row) => values.some((value) => same(at(row), value)),
    'not in': (row) => !values.some((value) => same(at(row), value)),
  };
  return tests[op.toLowerCase()] ?? (() => false);
}

/** A recursive descent through AND, OR and parentheses. */
class Where {
  constructor(private rest: string) {}

  parse(): Test {
    const test = this.#series('or');
    if (this.rest.trim() !== '') throw malformed(this.rest.trim());
    return test;
  }

  #series(word: 'and' | 'or'): Test {
    const next = (): Test => (word === 'or' ? this.#series('and') : this.#one());
    const tests = [next()];
    const joint = new RegExp(String.raw`^\s*${word}\b`, 'i');
    while (joint.test(this.rest)) {
      this.rest = this.rest.replace(joint, '');
      tests.push(next());
    }
    return (row) => (word === 'or' ? tests.some((t) => t(row)) : tests.every((t) => t(row)));
  }

  #one(): Test {
    if (/^\s*\(/.test(this.rest)) {
      this.rest = this.rest.replace(/^\s*\(/, '');
      const test = this.#series('or');
      if (!/^\s*\)/.test(this.rest)) throw malformed(this.rest);
      this.rest = this.rest.replace(/^\s*\)/, '');
      return test;
    }
    const found = CONDITION.exec(this.rest);
    if (found === null) throw malformed(this.rest);
    this.rest = this.rest.slice(found[0].length);
    return compare(found[1] ?? '', found[2] ?? '', found[3] ?? '');
  }
}

function malformed(near: string): OrgError {
  return new OrgError(400, 'MALFORMED_QUERY', `unexpected token: '${near.slice(0, 40)}'`);
}

function sorted(rows: readonly VirtualRow[], order: string | undefined): readonly VirtualRow[] {
  if (order === undefined) return rows;
  const [path = '', direction = ''] = order.trim().split(/\s+/);
  const sign = /^desc/i.test(direction) ? -1 : 1;
  const key = (row: VirtualRow): string => String(pick(row, path.split('.')).value);
  return [...rows].sort((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0));
}

function project(
  row: VirtualRow,
  attributes: (id: string) => Record<string, unknown>,
  columns: readonly (readonly string[])[],
): VirtualRow {
  const id = typeof row['Id'] === 'string' ? row['Id'] : '';
  const record: Record<string, unknown> = { attributes: attributes(id) };
  for (const path of columns) {
    const { keys, value } = pick(row, path);
    const [first = '', ...inner] = keys;
    const parent = row[first];
    // A parent comes whole: its few fields are all that is known of it.
    record[first] = inner.length === 0 ? value : isObject(parent) ? parent : null;
  }
  return record;
}

export interface VirtualPage {
  readonly totalSize: number;
  readonly done: true;
  readonly records: readonly VirtualRow[];
}

/** Runs a query on rows that no database holds. `attributes` makes what each record begins with. */
export function queryRows(
  rows: readonly VirtualRow[],
  soql: string,
  attributes: (id: string) => Record<string, unknown>,
): VirtualPage {
  const { columns } = selectList(soql);
  const text = soql.replace(/\s+/g, ' ').trim();
  const parts =
    /\bfrom [\w.]+(?: where (.*?))?(?: order by (.*?))?(?: limit (\d+))?(?: offset (\d+))?$/i.exec(
      text,
    );
  if (parts === null) throw malformed(text);
  const [, where, order, limit, offset = '0'] = parts;
  const test = where === undefined ? () => true : new Where(where).parse();
  const found = sorted(rows.filter(test), order);
  const [first] = columns;
  if (columns.length === 1 && first?.fn === 'count' && first.path.length === 0)
    return { totalSize: found.length, done: true, records: [] };
  const page = found.slice(
    Number(offset),
    limit === undefined ? undefined : Number(offset) + Number(limit),
  );
  const paths = columns.map(({ path }) => path);
  const records = page.map((row) => project(row, attributes, paths));
  return { totalSize: records.length, done: true, records };
}

/** The row with this Id, of 15 or 18 characters. */
export function rowById(rows: readonly VirtualRow[], id: string): VirtualRow | undefined {
  return rows.find((row) => equal(row['Id'], id, true));
}

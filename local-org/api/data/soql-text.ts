/** SOQL as text: literals to put into a query, and the column list to take out of one. */
import type { FieldType, ObjectSchema, Stored } from '../../database/schema';

/** A value written as SOQL wants it. */
export function soqlLiteral(value: Stored, type: FieldType): string {
  if (value === null) return 'null';
  if (type === 'datetime' && typeof value === 'number') return new Date(value).toISOString();
  if (type === 'time' && typeof value === 'number') return new Date(value).toISOString().slice(11);
  if (typeof value === 'string' && type !== 'date') {
    const escaped = value
      .replace(/\\/g, '\\\\')
      .replace(/'/g, "\\'")
      .replace(/\n/g, '\\n')
      .replace(/\r/g, '\\r');
    return `'${escaped}'`;
  }
  return String(value);
}

/** One entry of a SELECT list. */
export interface Column {
  /** As written: `Account.Name`, `count(Id)`, `SELECT Id FROM Items__r`. */
  readonly text: string;
  readonly kind: 'field' | 'function' | 'subquery';
  /** Field path inside of a function, or the field itself. */
  readonly path: readonly string[];
  /** Lower case: `max`, `count`. */
  readonly fn?: string;
  /** Given or made up: `expr0`. */
  readonly alias?: string;
}

export interface SelectList {
  readonly columns: readonly Column[];
  readonly from: string;
}

/** Splits at commas that stand in no parentheses. */
function splitTop(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth += 1;
    else if (text[i] === ')') depth -= 1;
    else if (text[i] === ',' && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)].map((part) => part.trim());
}

/** Position of the FROM that belongs to the outermost SELECT. */
function outerFrom(text: string): number {
  let depth = 0;
  for (const match of text.matchAll(/[()]|\bfrom\b/gi)) {
    if (match[0] === '(') depth += 1;
    else if (match[0] === ')') depth -= 1;
    else if (depth === 0) return match.index;
  }
  return -1;
}

/** Takes the column list of a query that has already been found to be right. */
export function selectList(soql: string): SelectList {
  const text = soql.replace(/\s+/g, ' ').trim();
  const from = outerFrom(text);
  const head = text.slice(0, from < 0 ? text.length : from).replace(/^select\s+/i, '');
  const object = /^from\s+([\w.]+)/i.exec(text.slice(Math.max(from, 0)))?.[1] ?? '';
  let unnamed = 0;
  const columns = splitTop(head).map((part): Column => {
    if (part.startsWith('(')) return { text: part.slice(1, -1).trim(), kind: 'subquery', path: [] };
    const call = /^(\w+)\s*\(\s*([\w.]*)\s*\)(?:\s+(?:as\s+)?(\w+))?$/i.exec(part);
    if (call === null) {
      const [path = '', alias] = part.split(' ');
      return {
        text: path,
        kind: 'field',
        path: path.split('.'),
        ...(alias === undefined ? {} : { alias }),
      };
    }
    const [, fn = '', inner = '', alias] = call;
    return {
      text: `${fn}(${inner})`,
      kind: 'function',
      fn: fn.toLowerCase(),
      path: inner === '' ? [] : inner.split('.'),
      alias: alias ?? `expr${unnamed++}`,
    };
  });
  return { columns, from: object };
}

/** Walks a field path through parents. */
export function fieldType(
  object: (name: string) => ObjectSchema | undefined,
  from: string,
  path: readonly string[],
): FieldType | undefined {
  let schema = object(from);
  for (const step of path.slice(0, -1)) {
    const lower = step.toLowerCase();
    const field = [...(schema?.fields.values() ?? [])].find(
      ({ relationshipName }) => relationshipName?.toLowerCase() === lower,
    );
    const target = field?.referenceTo?.[0];
    schema = target === undefined ? undefined : object(target);
  }
  return schema?.fields.get((path.at(-1) ?? '').toLowerCase())?.type;
}

/** Types of the aliases in an aggregate result, by lower-case name: MAX of a datetime is one too. */
export function aliasTypes(
  object: (name: string) => ObjectSchema | undefined,
  { columns, from }: SelectList,
): ReadonlyMap<string, FieldType> {
  const types = new Map<string, FieldType>();
  for (const { kind, fn, path, alias } of columns) {
    const keeps = kind === 'field' || fn === 'max' || fn === 'min';
    const type = keeps ? fieldType(object, from, path) : undefined;
    const name = (alias ?? path.at(-1) ?? '').toLowerCase();
    if (type !== undefined) types.set(name, type);
  }
  return types;
}

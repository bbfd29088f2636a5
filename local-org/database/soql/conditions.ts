/**
 * Turns WHERE and HAVING into tests, in two stages: compiled once per query, bound once per run.
 * Logic has two values, as on the platform: a comparison with an empty field is false, except that
 * `!=`, NOT IN and `= null` accept it.
 */
import type { KeyRange } from '../field-index';
import { keyFunction, type Key } from '../field-kinds';
import type { FieldSchema, Stored } from '../schema';
import type { Condition, ConditionLeft, Operand, SoqlQuery } from './ast';
import { likeMatcher, likePrefix } from './like';
import { comparand, comparands, type Comparand, type Execution } from './operands';

/** The left-hand side: how to read it from a row (or a group), and what it is compared as. */
export interface Left<S> {
  readonly field: FieldSchema;
  /** A field of the row itself, so that an index over it can help. */
  readonly direct: boolean;
  bind(execution: Execution): (subject: S) => Stored;
}

/** What a condition promises about one field of every row that it accepts. */
export type Hint =
  | { readonly field: string; readonly keys: readonly (Key | null)[] }
  | { readonly field: string; readonly range: KeyRange };

/** A condition with all its values. */
export interface Bound<S> {
  test(subject: S): boolean;
  readonly hints: readonly Hint[];
}

export type Bindable<S> = (execution: Execution) => Bound<S>;

export interface ConditionContext<S> {
  left(left: ConditionLeft): Left<S>;
  /** Values that a semi-join's sub-query selects. */
  subquery(query: SoqlQuery): (execution: Execution) => readonly Stored[];
}

const NO_HINTS: readonly Hint[] = [];

export function compileCondition<S>(
  condition: Condition,
  context: ConditionContext<S>,
): Bindable<S> {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const items = condition.items.map((item) => compileCondition(item, context));
      return condition.kind === 'and' ? conjunction(items) : disjunction(items);
    }
    case 'not': {
      const item = compileCondition(condition.item, context);
      return (execution) => {
        const bound = item(execution);
        return { test: (subject) => !bound.test(subject), hints: NO_HINTS };
      };
    }
    case 'compare':
      return compare(context.left(condition.left), condition.op, condition.right);
    case 'in':
      return membership(condition, context);
  }
}

function conjunction<S>(items: readonly Bindable<S>[]): Bindable<S> {
  return (execution) => {
    const bound = items.map((item) => item(execution));
    const hints = bound.flatMap((item) => item.hints);
    return { hints, test: (subject) => bound.every((item) => item.test(subject)) };
  };
}

function disjunction<S>(items: readonly Bindable<S>[]): Bindable<S> {
  return (execution) => {
    const bound = items.map((item) => item(execution));
    return { hints: NO_HINTS, test: (subject) => bound.some((item) => item.test(subject)) };
  };
}

function compare<S>(
  left: Left<S>,
  op: Extract<Condition, { kind: 'compare' }>['op'],
  right: Operand,
): Bindable<S> {
  if (op === 'like') return like(left, right);
  if (op === 'includes' || op === 'excludes') return includes(left, op === 'excludes', right);
  const keyOf = keyFunction(left.field);
  return (execution) => {
    const get = left.bind(execution);
    const value = comparand(left.field, right, execution);
    const accepts = comparison(op, value);
    const hints = left.direct ? compareHints(left.field.name, op, value) : NO_HINTS;
    return { hints, test: (subject) => accepts(keyOf(get(subject))) };
  };
}

type Ordering = '=' | '!=' | '<' | '<=' | '>' | '>=';

function comparison(op: Ordering, value: Comparand): (key: Key | null) => boolean {
  if ('start' in value) {
    const { start, end } = value;
    const within = (key: Key | null): boolean => key !== null && key >= start && key < end;
    switch (op) {
      case '=':
        return within;
      case '!=':
        return (key) => !within(key);
      case '<':
        return (key) => key !== null && key < start;
      case '<=':
        return (key) => key !== null && key < end;
      case '>':
        return (key) => key !== null && key >= end;
      case '>=':
        return (key) => key !== null && key >= start;
    }
  }
  const wanted = value.key;
  if (op === '=') return (key) => key === wanted;
  if (op === '!=') return (key) => key !== wanted;
  if (wanted === null) return () => false;
  switch (op) {
    case '<':
      return (key) => key !== null && key < wanted;
    case '<=':
      return (key) => key !== null && key <= wanted;
    case '>':
      return (key) => key !== null && key > wanted;
    case '>=':
      return (key) => key !== null && key >= wanted;
  }
}

function compareHints(field: string, op: Ordering, value: Comparand): readonly Hint[] {
  if ('start' in value || op === '!=') return NO_HINTS;
  const { key } = value;
  if (op === '=') return [{ field, keys: [key] }];
  if (key === null) return [{ field, keys: [] }];
  if (op === '<' || op === '<=') return [{ field, range: { high: key, highOpen: op === '<' } }];
  return [{ field, range: { low: key, lowOpen: op === '>' } }];
}

function like<S>(left: Left<S>, right: Operand): Bindable<S> {
  // Patterns are compared without case, whatever the field thinks of equality.
  const folded = { ...left.field, caseSensitive: false };
  return (execution) => {
    const get = left.bind(execution);
    const patterns = patternTexts(left.field, right, execution);
    const matchers = patterns.map(likeMatcher);
    const only = patterns.length === 1 ? patterns[0] : undefined;
    const useful = only !== undefined && left.direct && !left.field.caseSensitive;
    return {
      hints: useful ? likeHints(folded.name, only) : NO_HINTS,
      test: (subject) => {
        const text = get(subject);
        return typeof text === 'string' && matchers.some((matches) => matches(text));
      },
    };
  };
}

function patternTexts(field: FieldSchema, right: Operand, execution: Execution): string[] {
  // Exact keys keep the escapes of the pattern as they were written.
  const exact = { ...field, caseSensitive: true };
  return comparands(exact, right, execution).flatMap((value) =>
    'key' in value && typeof value.key === 'string' ? [value.key] : [],
  );
}

function likeHints(field: string, pattern: string): readonly Hint[] {
  const { prefix, whole } = likePrefix(pattern);
  if (whole) return [{ field, keys: [prefix] }];
  if (prefix === '') return NO_HINTS;
  return [{ field, range: { low: prefix, high: `${prefix}\uffff` } }];
}

function includes<S>(left: Left<S>, negated: boolean, right: Operand): Bindable<S> {
  return (execution) => {
    const get = left.bind(execution);
    const wanted = comparands(left.field, right, execution).map((value) =>
      'key' in value && typeof value.key === 'string' ? value.key.split(';') : [],
    );
    return {
      hints: NO_HINTS,
      test: (subject) => {
        const value = get(subject);
        const chosen = typeof value === 'string' ? value.toLowerCase().split(';') : [];
        const found = wanted.some((all) => all.length > 0 && all.every((v) => chosen.includes(v)));
        return found !== negated;
      },
    };
  };
}

function membership<S>(
  condition: Extract<Condition, { kind: 'in' }>,
  context: ConditionContext<S>,
): Bindable<S> {
  const left = context.left(condition.left);
  const keyOf = keyFunction(left.field);
  const { right, not } = condition;
  const values =
    right.kind === 'query'
      ? selected(context.subquery(right.query), keyOf)
      : (execution: Execution) => comparands(left.field, right, execution);
  return (execution) => {
    const get = left.bind(execution);
    const keys = new Set<Key | null>();
    const ranges: ((key: Key | null) => boolean)[] = [];
    for (const value of values(execution)) {
      if ('key' in value) keys.add(value.key);
      else ranges.push(comparison('=', value));
    }
    const useful = left.direct && !not && ranges.length === 0;
    return {
      hints: useful ? [{ field: left.field.name, keys: [...keys] }] : NO_HINTS,
      test: (subject) => {
        const key = keyOf(get(subject));
        return (keys.has(key) || ranges.some((within) => within(key))) !== not;
      },
    };
  };
}

/** Empty values of a sub-query match nothing and hide nothing. */
function selected(
  run: (execution: Execution) => readonly Stored[],
  keyOf: (value: Stored) => Key | null,
): (execution: Execution) => Comparand[] {
  return (execution) =>
    run(execution).flatMap((value) => (value === null ? [] : [{ key: keyOf(value) }]));
}

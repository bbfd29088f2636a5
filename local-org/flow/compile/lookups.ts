/** Get Records. */
import type { FieldSchema, ObjectSchema } from '../../database/schema';
import type { Operand, OrderBy } from '../../database/soql/ast';
import { ApexList } from '../../runtime/core/values-all';
import type { RecordLookup } from '../model';
import { fieldOf } from '../run/convert';
import type { Interview } from '../run/interview';
import { lookUpTogether, type Found } from '../run/lookup';
import { fieldNamed, objectNamed } from './fields';
import { compileFilters, queryOf, type CompiledFilters } from './filters';
import { valueAs } from './literals';
import type { Together } from './nodes';
import type { Scope } from './scope';
import { fits, NUMBER, recordOf, typeOfField } from './types';

type Keep = (interview: Interview, rows: Found) => void;

const ONE: Operand = { kind: 'literal', value: 1, type: 'number' };

export function compileLookup(scope: Scope, element: RecordLookup): Together | null {
  const { at, firstOnly, next, fault } = element;
  const object = objectNamed(scope, element.object, at);
  if (!object) return null;
  const filters = compileFilters(scope, object, element.filters, at);
  const keep = keepers(scope, element, object);
  const limit = element.limit && valueAs(scope, element.limit, NUMBER, 'The limit');
  const bound: Operand = { kind: 'bind', index: filters.binds.length };
  const orderBy = orderOf(scope, element, object);
  const query = queryOf(object, fieldsOf(scope, element, object), filters, {
    ...(orderBy ? { orderBy } : {}),
    ...(firstOnly ? { limit: ONE } : limit ? { limit: bound } : {}),
  });
  return {
    kind: 'together',
    next,
    fault,
    *run(interviews) {
      const found = yield* lookUpTogether(interviews, query, filters, firstOnly ? null : limit);
      if ('message' in found) return interviews.map(() => found);
      interviews.forEach((interview, n) => {
        for (const each of keep) each(interview, found[n]!);
      });
      return interviews.map(() => null);
    },
  };
}

/** Those that were chosen, or all. */
function fieldsOf(scope: Scope, element: RecordLookup, object: ObjectSchema): readonly string[] {
  const named = [...element.fields, ...element.outputs.map(({ field }) => field)];
  const chosen = named.flatMap((name) => fieldNamed(scope, object, name, element.at)?.name ?? []);
  if (named.length > 0) return [...new Set(['Id', ...chosen])];
  return [...object.fields.values()].filter((field) => typeOfField(field)).map(({ name }) => name);
}

function orderOf(
  scope: Scope,
  { sortField, descending, at }: RecordLookup,
  object: ObjectSchema,
): readonly OrderBy[] | null {
  const field = sortField === null ? null : fieldNamed(scope, object, sortField, at);
  return field && [{ path: [field.name], descending }];
}

function keepers(scope: Scope, element: RecordLookup, object: ObjectSchema): readonly Keep[] {
  const { name, firstOnly, automatic, outputReference, nullIfNone, at } = element;
  const keep: Keep[] = [];
  const list = (rows: Found): ApexList => new ApexList(object.name, [...rows]);
  if (automatic)
    keep.push((i, rows) => i.values.set(name, firstOnly ? (rows[0] ?? null) : list(rows)));
  if (outputReference !== null) {
    const target = scope.target(outputReference, at);
    const type = recordOf(object.name, target?.type.list);
    if (target && !fits(type, target.type))
      scope.mismatch(`What "${name}" finds`, type, target.type, at);
    else if (target)
      keep.push((i, rows) => {
        if (rows.length === 0 && !nullIfNone) return;
        target.write(i, target.type.list ? list(rows) : (rows[0] ?? null));
      });
  }
  return [
    ...keep,
    ...element.outputs.flatMap((output) => fieldKeeper(scope, element, object, output) ?? []),
  ];
}

function fieldKeeper(
  scope: Scope,
  { nullIfNone }: RecordLookup,
  object: ObjectSchema,
  { field: name, to, at }: RecordLookup['outputs'][number],
): Keep | null {
  const field: FieldSchema | null = fieldNamed(scope, object, name, at);
  const target = scope.target(to, at);
  const type = field && typeOfField(field);
  if (!field || !type || !target) return null;
  if (!fits(type, target.type)) return scope.mismatch(`The field ${name}`, type, target.type, at);
  return (i, [row]) => {
    if (row || nullIfNone) target.write(i, row ? fieldOf(row, field) : null);
  };
}

/** The Ids of what filters find, for elements that change or delete it. */
export function idQuery(
  scope: Scope,
  objectName: string,
  filters: RecordLookup['filters'],
  at: RecordLookup['at'],
): { readonly object: ObjectSchema; readonly filters: CompiledFilters } | null {
  const object = objectNamed(scope, objectName, at);
  return object && { object, filters: compileFilters(scope, object, filters, at) };
}

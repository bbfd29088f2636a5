/** `columns=true`: what the columns of a query are, as the command line of the platform asks. */
import type { LocalOrg } from '../../org/contract';
import type { Column } from '../data/soql-text';
import { fieldType, selectList } from '../data/soql-text';

type Described = Record<string, unknown>;

const NUMBERS = new Set(['int', 'double', 'currency', 'percent']);

function described(org: LocalOrg, from: string, name: string, more: Described): Described {
  const type = fieldType((object) => org.describe(object), from, [name]);
  const field = org.describe(from)?.fields.get(name.toLowerCase());
  return {
    aggregate: false,
    apexType: null,
    booleanType: type === 'boolean',
    columnName: field?.name ?? name,
    custom: field?.custom ?? false,
    displayName: field?.name ?? name,
    foreignKeyName: null,
    insertable: field?.createable ?? false,
    joinColumns: [],
    numberType: type !== undefined && NUMBERS.has(type),
    textType: type !== undefined && !NUMBERS.has(type) && type !== 'boolean',
    updatable: field?.updateable ?? false,
    ...more,
  };
}

function parentStep(org: LocalOrg, from: string, step: string): { name: string; target: string } {
  const lower = step.toLowerCase();
  const field = [...(org.describe(from)?.fields.values() ?? [])].find(
    ({ relationshipName }) => relationshipName?.toLowerCase() === lower,
  );
  return { name: field?.relationshipName ?? step, target: field?.referenceTo?.[0] ?? '' };
}

function fieldColumn(org: LocalOrg, from: string, path: readonly string[]): Described {
  const [step = '', ...rest] = path;
  if (rest.length === 0) return described(org, from, step, {});
  const { name, target } = parentStep(org, from, step);
  return described(org, from, name, { joinColumns: [fieldColumn(org, target, rest)] });
}

function column(org: LocalOrg, from: string, entry: Column): Described {
  if (entry.kind === 'field') return fieldColumn(org, from, entry.path);
  if (entry.kind === 'function')
    return described(org, from, entry.alias ?? entry.text, {
      aggregate: true,
      displayName: entry.text,
    });
  const inner = selectList(entry.text);
  const child = org.database.schema
    .children(from)
    .find(({ field }) => field.childRelationshipName?.toLowerCase() === inner.from.toLowerCase());
  return described(org, from, inner.from, {
    aggregate: true,
    columnName: child?.field.childRelationshipName ?? inner.from,
    displayName: inner.from,
    joinColumns: inner.columns.map((each) => column(org, child?.object.name ?? '', each)),
  });
}

/** Describes the columns of a query that is known to be right. */
export function columnMetadata(org: LocalOrg, soql: string, aggregate: boolean): Described {
  const list = selectList(soql);
  const schema = org.describe(list.from);
  return {
    columnMetadata: list.columns.map((entry) => column(org, list.from, entry)),
    entityName: schema?.name ?? list.from,
    groupBy: aggregate,
    idSelected: list.columns.some(({ path }) => path.join('.').toLowerCase() === 'id'),
    keyPrefix: schema?.keyPrefix ?? null,
  };
}

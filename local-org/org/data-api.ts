/** What the REST API does with data: each call one transaction, in user mode, with triggers. */
import { SoqlError, type ResultRow, type Values } from '../database/contract';
import { normalizeId } from '../database/ids';
import type { ObjectSchema } from '../database/schema';
import type { SoqlQuery } from '../database/soql/ast';
import type { Compiler } from '../language/program';
import type { DmlVerb, RowError, RowResult } from '../runtime/host';
import { SObjectValue } from '../runtime/core/values-all';
import { ApexThrow } from '../runtime/core/throwing';
import type { Step } from '../scheduler/suspension';
import { runDml } from '../transaction/dml/statement';
import { fromStored } from '../transaction/field-values';
import { execute } from '../transaction/query';
import type { Transaction } from '../transaction/transaction';
import { OrgError, type QueryPage } from './contract';

export function parseQuery(compiler: Compiler, soql: string, allRows: boolean): SoqlQuery {
  try {
    const { query, bindNames } = compiler.parseSoql(soql);
    if (bindNames.length > 0)
      throw new OrgError(400, 'MALFORMED_QUERY', 'Bind variables only allowed in Apex code');
    return allRows ? { ...query, allRows: true } : query;
  } catch (error) {
    throw asOrgError(error);
  }
}

export function* queryRows(tx: Transaction, query: SoqlQuery): Step<QueryPage> {
  try {
    const result = yield* execute(tx, query, [], 'user', { counted: false });
    return { totalSize: result.size, rows: result.rows, aggregate: result.aggregate };
  } catch (error) {
    throw asOrgError(error);
  }
}

export function asOrgError(error: unknown): unknown {
  if (error instanceof SoqlError) return new OrgError(400, error.errorCode, error.message);
  if (error instanceof ApexThrow && error.exception.$type === 'System.QueryException') {
    const text = error.exception.$text;
    const code = text.startsWith('Record Currently Unavailable')
      ? 'UNABLE_TO_LOCK_ROW'
      : 'MALFORMED_QUERY';
    return new OrgError(400, code, text);
  }
  return error;
}

export function objectNamed(tx: Transaction, name: string): ObjectSchema {
  const object = tx.schema.object(name);
  if (object) return object;
  throw new OrgError(404, 'NOT_FOUND', 'The requested resource does not exist');
}

/** Writes rows as the API does; a broken trigger or a limit fails every row, and is no exception. */
export function* writeRows(
  tx: Transaction,
  verb: DmlVerb,
  records: readonly SObjectValue[],
  options: { readonly allOrNone: boolean; readonly externalId?: string },
): Step<RowResult[]> {
  const mark = tx.savepoints.mark();
  try {
    return yield* runDml(tx, verb, records, { access: 'user', ...options });
  } catch (error) {
    const failure = error instanceof ApexThrow ? tx.vm.failure(error) : null;
    if (!failure) throw error;
    tx.savepoints.restore(mark);
    const text = `${failure.type}: ${failure.message}`;
    const problem: RowError = {
      statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      message: failure.stackTrace ? `${text}\n\n${failure.stackTrace}` : text,
      fields: [],
    };
    return records.map((r) => ({
      success: false,
      id: (r.fields.get('Id') as string | undefined) ?? null,
      errors: [problem],
    }));
  }
}

/** A record from stored values. Throws OrgError for names that the object does not have. */
export function toRecord(object: ObjectSchema, values: Values): SObjectValue {
  const record = new SObjectValue(object, object.name);
  for (const [name, value] of Object.entries(values)) {
    const field = object.fields.get(name.toLowerCase());
    if (!field)
      throw new OrgError(
        400,
        'INVALID_FIELD',
        `No such column '${name}' on sobject of type ${object.name}`,
      );
    const stored = field.type === 'id' && typeof value === 'string' ? normalizeId(value) : value;
    record.fields.set(field.name, fromStored(field, stored));
    if (field.name !== 'Id') record.dirty.add(field.name);
  }
  return record;
}

/** Fields that the API may not write, as a row error; null when there are none. */
export function readOnlyFields(
  object: ObjectSchema,
  record: SObjectValue,
  verb: DmlVerb,
): RowError | null {
  const bad = [...record.dirty].filter((name) => {
    const field = object.fields.get(name.toLowerCase());
    return field && !(verb === 'update' ? field.updateable : field.createable);
  });
  if (bad.length === 0) return null;
  return {
    statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
    message:
      `Unable to create/update fields: ${bad.join(', ')}. Please check the security settings of ` +
      'this field and verify that it is read/write for your profile or permission set.',
    fields: bad,
  };
}

export function* readRow(
  tx: Transaction,
  object: string,
  id: string,
  fields: readonly string[] | undefined,
): Step<ResultRow | undefined> {
  const schema = objectNamed(tx, object);
  const names = fields ?? [...schema.fields.values()].map((f) => f.name);
  const page = yield* queryRows(tx, {
    select: names.map((name) => ({ kind: 'field', path: name.split('.') })),
    from: schema.name,
    where: {
      kind: 'compare',
      left: { kind: 'field', path: ['Id'] },
      op: '=',
      right: { kind: 'literal', value: normalizeId(id), type: 'string' },
    },
    source: `SELECT ${names.join(', ')} FROM ${schema.name} WHERE Id = '${id}'`,
  });
  return page.rows[0];
}

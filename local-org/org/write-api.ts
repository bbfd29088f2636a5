/** Writes of the API: rows as values, by object or by Id. */
import type { Values } from '../database/contract';
import { normalizeId } from '../database/ids';
import type { DmlVerb, RowResult } from '../runtime/host';
import { SObjectValue } from '../runtime/core/values-all';
import type { Step } from '../scheduler/suspension';
import { objectOfId } from '../transaction/ids';
import type { Transaction } from '../transaction/transaction';
import { OrgError } from './contract';
import { objectNamed, readOnlyFields, toRecord, writeRows } from './data-api';

export interface WriteSpec {
  readonly allOrNone: boolean;
  readonly externalId?: string;
}

export function* writeValues(
  tx: Transaction,
  verb: DmlVerb,
  objectName: string,
  records: readonly Values[],
  spec: WriteSpec,
): Step<RowResult[]> {
  const object = objectNamed(tx, objectName);
  if (object.readOnly || object.kind === 'metadata')
    throw new OrgError(
      400,
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      `entity type cannot be ${verb === 'insert' ? 'inserted' : 'updated'}: ${object.label}`,
    );
  if (spec.externalId !== undefined && !object.fields.has(spec.externalId.toLowerCase()))
    throw new OrgError(
      404,
      'NOT_FOUND',
      `Provided external ID field does not exist or is not accessible: ${spec.externalId}`,
    );
  const rows = records.map((values) => toRecord(object, values));
  const refused = rows.map((r) => readOnlyFields(object, r, verb));
  const good = rows.filter((_, i) => refused[i] === null);
  const stop = spec.allOrNone && good.length < rows.length;
  const saved = stop ? [] : yield* writeRows(tx, verb, good, spec);
  const results = saved[Symbol.iterator]();
  return rows.map((_, i) => {
    const error = refused[i];
    if (error) return { success: false, id: null, errors: [error] };
    return results.next().value ?? ROLLED_BACK;
  });
}

const ROLLED_BACK: RowResult = {
  success: false,
  id: null,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message:
        'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

export function* deleteByIds(
  tx: Transaction,
  ids: readonly string[],
  allOrNone: boolean,
): Step<RowResult[]> {
  const rows = ids.map((id) => recordOfId(tx, id));
  const good = rows.filter((r) => r !== null);
  const stop = allOrNone && good.length < rows.length;
  const saved = stop ? [] : yield* writeRows(tx, 'delete', good, { allOrNone });
  const results = saved[Symbol.iterator]();
  return rows.map((row, i) => {
    if (row === null)
      return {
        success: false,
        id: null,
        errors: [{ statusCode: 'MALFORMED_ID', message: `malformed id ${ids[i]}`, fields: [] }],
      };
    return results.next().value ?? ROLLED_BACK;
  });
}

function recordOfId(tx: Transaction, id: string): SObjectValue | null {
  const object = objectOfId(tx.schema, id);
  if (!object) return null;
  const record = new SObjectValue(object, object.name);
  record.fields.set('Id', normalizeId(id));
  return record;
}

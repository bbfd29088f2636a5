/** Writes the rows of a CSV file, each on its own: one that fails leaves the others alone. */
import type { ObjectSchema } from '../../database/schema';
import { OrgError } from '../../org/contract';
import type { JsonObject } from '../body';
import { isId, to18 } from '../data/ids';
import { toRow } from '../data/input';
import type { Records } from '../data/records';
import { asOrgError, unsupported } from '../errors';
import type { RowError, RowResult } from '../types';

export type BulkOperation = 'insert' | 'update' | 'upsert' | 'delete';

export interface Load {
  readonly operation: BulkOperation;
  readonly object: string;
  /** External id of an upsert. */
  readonly key?: string;
}

export interface Loaded {
  readonly id: string;
  readonly created: boolean;
  /** `CODE:message:fields --`; absent where the row was written. */
  readonly error?: string;
}

/** Rows that triggers see at once, as on the platform. */
const CHUNK = 200;

const OPERATIONS: readonly BulkOperation[] = ['insert', 'update', 'upsert', 'delete'];

/** @throws OrgError for an operation that is missing here, by its name */
export function bulkOperation(name: string | undefined): BulkOperation {
  const operation = OPERATIONS.find((known) => known === name);
  if (operation === undefined) throw unsupported(`The bulk operation ${name ?? '(none)'}`);
  return operation;
}

/** `Parent__r.Key__c` names a parent by its external id; `#N/A` empties a field; nothing leaves it. */
function record(columns: readonly string[], cells: readonly string[]): JsonObject {
  const values: Record<string, unknown> = {};
  columns.forEach((column, i) => {
    const text = cells[i] ?? '';
    if (text === '') return;
    const value = text === '#N/A' ? null : text;
    const [relation = '', key] = column.split('.');
    values[relation] = key === undefined ? value : { [key]: value };
  });
  return values;
}

function failure(errors: readonly RowError[], id: string): Loaded {
  const [first] = errors;
  const { statusCode = 'UNKNOWN_EXCEPTION', message = '', fields = [] } = first ?? {};
  return { id, created: false, error: `${statusCode}:${message}:${fields.join(',')} --` };
}

function outcome(result: RowResult, operation: BulkOperation, id: string): Loaded {
  if (!result.success) return failure(result.errors, id);
  const created = operation === 'insert' || result.created === true;
  return { id: result.id ?? id, created };
}

function idOf(schema: ObjectSchema, row: JsonObject): string {
  const found = Object.entries(row).find(([name]) => name.toLowerCase() === 'id')?.[1];
  const id = typeof found === 'string' ? found : '';
  if (!isId(id)) throw new OrgError(400, 'MALFORMED_ID', `malformed id ${id}`);
  if (!id.startsWith(schema.keyPrefix))
    throw new OrgError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  return to18(id);
}

/** Why a row cannot even be tried. */
function problemOf(schema: ObjectSchema, row: JsonObject, load: Load): Loaded | undefined {
  try {
    if (load.operation === 'delete') idOf(schema, row);
    else toRow(schema, row, load.operation);
    return undefined;
  } catch (error) {
    const { errorCode, message, fields } = asOrgError(error);
    const statusCode =
      errorCode === 'JSON_PARSER_ERROR' ? 'INVALID_TYPE_ON_FIELD_IN_RECORD' : errorCode;
    return failure([{ statusCode, message, fields: [...fields] }], '');
  }
}

async function write(
  records: Records,
  schema: ObjectSchema,
  rows: readonly JsonObject[],
  load: Load,
): Promise<readonly RowResult[]> {
  const { operation, key } = load;
  const options = { allOrNone: false, ...(key === undefined ? {} : { key }) };
  try {
    if (operation !== 'delete') return await records.write(operation, schema, rows, options);
    const ids = rows.map((row) => idOf(schema, row));
    return await records.delete(ids, false);
  } catch (error) {
    // What ends a chunk as a whole must not hide what became of the others.
    const { errorCode: statusCode, message } = asOrgError(error);
    return rows.map(() => ({
      success: false,
      id: null,
      errors: [{ statusCode, message, fields: [] }],
    }));
  }
}

/** @returns one outcome a row, in order */
export async function loadRows(
  records: Records,
  load: Load,
  columns: readonly string[],
  cells: readonly (readonly string[])[],
): Promise<readonly Loaded[]> {
  const schema = records.object(load.object);
  const outcomes: Loaded[] = [];
  for (let start = 0; start < cells.length; start += CHUNK) {
    const rows = cells.slice(start, start + CHUNK).map((row) => record(columns, row));
    const problems = rows.map((row) => problemOf(schema, row, load));
    const good = rows.filter((_, i) => problems[i] === undefined);
    const results = good.length === 0 ? [] : await write(records, schema, good, load);
    let next = 0;
    rows.forEach((row, i) => {
      const given = String((row['Id'] as string | undefined) ?? '');
      const result = problems[i] === undefined ? results[next++] : undefined;
      outcomes.push(
        problems[i] ??
          (result === undefined ? failure([], given) : outcome(result, load.operation, given)),
      );
    });
  }
  return outcomes;
}

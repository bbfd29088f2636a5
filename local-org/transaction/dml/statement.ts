/** One DML statement: limits, chunks, all-or-none or partial success, the exception. */
import type { ObjectSchema } from '../../database/schema';
import type { AccessLevel, DmlOptions, DmlVerb, RowResult } from '../../runtime/host';
import { dmlException } from '../../runtime/core/exceptions';
import type { SObjectValue } from '../../runtime/core/values-all';
import type { Step } from '../../scheduler/suspension';
import { DURING_MAINTENANCE, isReadOnly } from '../maintenance';
import { publishAll } from '../publish';
import { defaultAccess } from '../query';
import type { Transaction } from '../transaction';
import { checkObject, checkRecords } from './check';
import { insertChunk } from './insert';
import { savePartially } from './partial';
import { deleteChunk, undeleteChunk } from './remove';
import { resultOf, rowWork, type RowWork } from './rows';
import { updateChunk } from './update';
import { upsertChunk } from './upsert';

export interface ChunkOptions {
  readonly access: AccessLevel;
  readonly externalId?: string;
  /** True when the errors so far end the chunk: all or none, and there are some. */
  stop(rows: readonly RowWork[]): boolean;
}

export type SaveChunk = (
  tx: Transaction,
  object: ObjectSchema,
  rows: readonly RowWork[],
  options: ChunkOptions,
) => Step<void>;

const SAVE: Readonly<Record<DmlVerb, SaveChunk>> = {
  insert: insertChunk,
  update: updateChunk,
  upsert: upsertChunk,
  delete: deleteChunk,
  undelete: undeleteChunk,
};

/** As Apex sees it: with allOrNone, failed rows become an exception. */
export function* dml(
  tx: Transaction,
  verb: DmlVerb,
  records: readonly SObjectValue[],
  options: DmlOptions,
): Step<RowResult[]> {
  const results = yield* runDml(tx, verb, records, options);
  const failures = results.flatMap((result, index) =>
    result.success || result.errors[0]?.statusCode === ROLLED_BACK
      ? []
      : [{ index, id: result.target ?? null, ...result.errors[0]! }],
  );
  if (options.allOrNone && failures.length > 0) throw dmlException(tx.vm, verb, failures);
  return results;
}

export const ROLLED_BACK = 'ALL_OR_NONE_OPERATION_ROLLED_BACK';

/** As the API sees it: every row has a result, and nothing is thrown for rows. */
export function* runDml(
  tx: Transaction,
  verb: DmlVerb,
  records: readonly SObjectValue[],
  options: DmlOptions,
): Step<RowResult[]> {
  if (records.length === 0) return [];
  checkRecords(tx, verb, records);
  const groups = byObject(tx, records);
  if (groups.every((g) => g.object.kind === 'event') && verb === 'insert')
    return yield* publishAll(tx, records);
  tx.limits.use('DmlStatements');
  tx.limits.use('DmlRows', records.length);
  for (const { object } of groups) checkObject(tx, verb, object);
  const first = groups[0]!.object.name;
  tx.log.addHere('DML_BEGIN', `Op:${capital(verb)}`, `Type:${first}`, `Rows:${records.length}`);
  const rows = records.map((record, index) => rowWork(index, record));
  const access = options.access ?? defaultAccess(tx);
  if (isReadOnly(tx)) for (const row of rows) row.errors.push(DURING_MAINTENANCE);
  else if (options.allOrNone) yield* saveAll(tx, verb, groups, rows, access, options.externalId);
  else
    for (const chunk of chunks(tx, groups, rows))
      yield* savePartially(tx, chunk.object, SAVE[verb], chunk.rows, access, options.externalId);
  if (verb === 'insert' || verb === 'upsert') for (const row of rows) settleId(verb, row);
  tx.log.addHere('DML_END');
  return rows.map(resultOf);
}

function capital(verb: DmlVerb): string {
  return verb.charAt(0).toUpperCase() + verb.slice(1);
}

/** A saved row gives its Id to the caller's record; a new row that failed has none. */
function settleId(verb: DmlVerb, row: RowWork): void {
  if (row.errors.length === 0) row.record.fields.set('Id', row.id);
  else if (verb === 'insert' || row.created) row.id = null;
}

function* saveAll(
  tx: Transaction,
  verb: DmlVerb,
  groups: readonly Group[],
  rows: readonly RowWork[],
  access: AccessLevel,
  externalId: string | undefined,
): Step<void> {
  const mark = tx.savepoints.mark();
  const failed = (some: readonly RowWork[]): boolean => some.some((r) => r.errors.length > 0);
  const options: ChunkOptions = { access, externalId, stop: failed };
  for (const chunk of chunks(tx, groups, rows)) {
    yield* SAVE[verb](tx, chunk.object, chunk.rows, options);
    if (failed(chunk.rows)) break;
  }
  if (!failed(rows)) return;
  tx.savepoints.restore(mark);
  for (const row of rows)
    if (row.errors.length === 0)
      row.errors.push({
        statusCode: ROLLED_BACK,
        message:
          'Record rolled back because not all records were valid and the request was using AllOrNone header',
        fields: [],
      });
}

interface Group {
  readonly object: ObjectSchema;
  readonly from: number;
  readonly to: number;
}

/** Runs of records of one object: the platform saves each in chunks of its own. */
function byObject(tx: Transaction, records: readonly SObjectValue[]): Group[] {
  const groups: Group[] = [];
  for (const [i, record] of records.entries()) {
    const object = tx.schema.object(record.type);
    if (!object)
      throw tx.vm.exception('System.TypeException', `DML on unknown type ${record.type}`);
    const last = groups.at(-1);
    if (last?.object === object) groups[groups.length - 1] = { ...last, to: i + 1 };
    else groups.push({ object, from: i, to: i + 1 });
  }
  if (groups.length > 10)
    throw tx.vm.exception(
      'System.TypeException',
      'Cannot have more than 10 chunks in a single operation. Please rearrange the data to reduce chunking.',
    );
  return groups;
}

function* chunks(
  tx: Transaction,
  groups: readonly Group[],
  rows: readonly RowWork[],
): Iterable<{ readonly object: ObjectSchema; readonly rows: readonly RowWork[] }> {
  const size = tx.services.settings.chunkSize;
  for (const { object, from, to } of groups)
    for (let at = from; at < to; at += size)
      yield { object, rows: rows.slice(at, Math.min(at + size, to)) };
}

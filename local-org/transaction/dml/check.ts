/** What a DML statement may not even try. */
import type { ObjectSchema } from '../../database/schema';
import type { DmlVerb } from '../../runtime/host';
import type { SObjectValue } from '../../runtime/core/values-all';
import type { Transaction } from '../transaction';

/** Null elements, and rows that are named twice. */
export function checkRecords(
  tx: Transaction,
  verb: DmlVerb,
  records: readonly (SObjectValue | null)[],
): void {
  if (records.some((r) => r === null))
    throw tx.vm.exception('System.NullPointerException', 'Attempt to de-reference a null object');
  if (verb === 'insert' || verb === 'upsert') {
    if (new Set(records).size !== records.length)
      throw tx.vm.exception(
        'System.ListException',
        'Before Insert or Upsert list must not have two identically equal elements',
      );
    return;
  }
  const seen = new Set<unknown>();
  for (const record of records) {
    const id = record?.fields.get('Id') ?? null;
    if (id !== null && seen.has(id))
      throw tx.vm.exception('System.ListException', `Duplicate id in list: ${tx.vm.str(id)}`);
    seen.add(id);
  }
}

/** Objects that Apex may not write, or not together with what it wrote before. */
export function checkObject(tx: Transaction, verb: DmlVerb, object: ObjectSchema): void {
  if (object.readOnly || object.kind === 'metadata' || object.kind === 'event') {
    const word = verb.charAt(0).toUpperCase() + verb.slice(1);
    throw tx.vm.exception(
      'System.TypeException',
      `DML operation ${word} not allowed on ${object.name}`,
    );
  }
  const setup = object.setup === true;
  const first = (tx.dmlKind ??= { setup, object: object.name });
  if (first.setup === setup || tx.context === 'rest') return;
  throw tx.vm.exception(
    'System.DmlException',
    `MIXED_DML_OPERATION, DML operation on setup object is not permitted after you have updated a ` +
      `non-setup object (or vice versa): ${object.name}, original object: ${first.object}: []`,
  );
}

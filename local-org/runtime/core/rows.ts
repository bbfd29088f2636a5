/** Fields of SObjects as compiled code reads and writes them. */
import type { Machine } from './machine';
import { ApexList, SObjectValue, type Value } from './values';

export function rowSupport(machine: Machine) {
  const notQueried = (row: SObjectValue, name: string): never => {
    throw machine.exception(
      'System.SObjectException',
      `SObject row was retrieved via SOQL without querying the requested field: ${row.type}.${name}`,
    );
  };
  return {
    /**
     * Field of an SObject; null when it was never set. A parent that is null has fields that are null:
     * see Accessing SObject Fields Through Relationships in the Apex Developer Guide.
     */
    sget(row: SObjectValue | null, name: string): Value {
      if (row === null) return null;
      const value = row.fields.get(name);
      if (value !== undefined) return value;
      if (row.queried) notQueried(row, name);
      // A checkbox is never null.
      const field = row.schema?.fields.get(name.toLowerCase());
      return field?.type === 'boolean' ? field.defaultValue === true : null;
    },
    sput(row: SObjectValue, name: string, value: Value): Value {
      if (row.readOnly) throw machine.exception('System.FinalException', 'Record is read-only');
      row.fields.set(name, value);
      row.dirty.add(name);
      machine.a?.heap?.grew(row, value);
      return value;
    },
    /** Parent SObject, or null. */
    sparent(row: SObjectValue | null, relationship: string): Value {
      if (row === null) return null;
      const value = row.fields.get(relationship);
      if (value !== undefined) return value;
      return row.queried ? notQueried(row, relationship) : null;
    },
    sputParent(row: SObjectValue, relationship: string, value: Value): Value {
      row.fields.set(relationship, value);
      return value;
    },
    /** Child rows; an empty list on a row made by Apex. */
    schildren(row: SObjectValue, relationship: string, of: string): Value {
      const value = row.fields.get(relationship);
      if (value !== undefined) return value ?? new ApexList(of);
      return row.queried ? notQueried(row, relationship) : new ApexList(of);
    },
    /** `new Account(Name = …)`. */
    sinit(row: SObjectValue, fields: readonly (readonly [string, Value])[]): SObjectValue {
      for (const [name, value] of fields) {
        row.fields.set(name, value);
        row.dirty.add(name);
      }
      return row;
    },
    snew(object: string): SObjectValue {
      return machine.sobject(object);
    },
    /** The one row that an expression asks for. `optional` after `?.`: null instead of an exception. */
    single(rows: ApexList, optional: boolean): Value {
      if (rows.items.length === 1) return rows.items[0];
      if (rows.items.length === 0 && optional) return null;
      throw machine.exception(
        'System.QueryException',
        rows.items.length === 0
          ? 'List has no rows for assignment to SObject'
          : 'List has more than 1 row for assignment to SObject',
      );
    },
    /** Rows of a DML statement: one SObject or a list of them. */
    dmlRows(records: Value): SObjectValue[] {
      if (records instanceof SObjectValue) return [records];
      return (records as ApexList).items.map((row) => {
        if (row instanceof SObjectValue) return row;
        return machine.nullPointer();
      });
    },
    chunk: (rows: ApexList, from: number): ApexList =>
      new ApexList(rows.of, rows.items.slice(from, from + 200)),
  };
}

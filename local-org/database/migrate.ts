import type { Values } from './contract';
import { kindOf } from './field-kinds';
import type { ObjectSchema, Stored } from './schema';
import { Row } from './row';
import type { Store } from './store';
import type { Table } from './table';
import { uniqueConflict } from './unique';
import { Work } from './work';

/**
 * Copies the committed rows of one store into another of a newer schema. Throws, leaving the old
 * store as it was, when the rows do not fit a new unique field.
 */
export function migrate(
  from: Store,
  to: Store,
  keep: (object: ObjectSchema) => boolean = () => true,
): void {
  const checker = new Work(0);
  for (const table of from.tables()) {
    const target = to.find(table.schema.name);
    if (target && keep(target.schema)) copyTable(table, target, checker);
  }
}

function copyTable(from: Table, to: Table, checker: Work): void {
  if (from.schema.keyPrefix !== to.schema.keyPrefix) {
    throw new Error(
      `${to.schema.name} must keep key prefix ${from.schema.keyPrefix}: its Ids carry it.`,
    );
  }
  // A field that changes to another kind starts empty: its old values would not fit.
  const kept = [...to.schema.fields.values()].filter((field) => {
    const was = from.schema.fields.get(field.name.toLowerCase());
    return was && kindOf(was) === kindOf(field);
  });
  for (const old of from.rows.values()) {
    const version = old.committed;
    if (!version) continue;
    const values = to.complete(keepValues(version.values, kept, from));
    values['Id'] = old.id;
    values['IsDeleted'] = version.deletedWith !== undefined;
    const row = new Row(to, old.id, old.order);
    const conflict = version.deletedWith === undefined && uniqueConflict(checker, to, values, row);
    if (conflict && 'duplicate' in conflict) {
      const { field, id } = conflict.duplicate;
      throw new Error(
        `${to.schema.name}.${field} cannot become unique: ${id} and ${old.id} hold the same value.`,
      );
    }
    to.setCommitted(row, { ...version, values });
  }
  to.continueCounters(from);
}

/** Values by their name in the new schema, whose spelling may differ in case. */
function keepValues(values: Values, fields: readonly { name: string }[], from: Table): Values {
  const result: Record<string, Stored> = {};
  for (const { name } of fields) {
    const oldName = from.schema.fields.get(name.toLowerCase())!.name;
    result[name] = values[oldName] ?? null;
  }
  return result;
}

import type { Values } from '../contract';
import type { Look } from '../observer';
import { formulaField, type Evaluation } from '../formula';
import { live, type Row } from '../row';
import type { Stored } from '../schema';
import type { Store } from '../store';
import type { Execution } from './operands';
import type { ResolvedPath } from './paths';

/** How to read a path from the values of a row, for one execution. */
export type Reader = (execution: Execution) => (values: Values) => Stored;

/** Parents are read as the transaction sees them; a missing or deleted one gives null. */
export function pathReader(store: Store, path: ResolvedPath): Reader {
  const read = fieldReader(store, path);
  if (path.via.length === 0) return read;
  const references = path.via.map((field) => field.name);
  return (execution) => {
    const get = read(execution);
    return (values) => {
      let at: Values = values;
      for (const reference of references) {
        const parent = parentValues(store, execution, at[reference]);
        if (!parent) return null;
        at = parent;
      }
      return get(at);
    };
  };
}

/** A field of the object at the end of a path: stored, or computed from what the reader sees. */
export function fieldReader(
  store: Store,
  { object, field }: Pick<ResolvedPath, 'object' | 'field'>,
): Reader {
  const { name } = field;
  if (!field.formula) {
    const stored = (values: Values): Stored => values[name] ?? null;
    return () => stored;
  }
  const evaluate = formulaField(store.schema, object, field);
  return (execution) => (values) => evaluate(evaluationOf(store, execution, values));
}

function evaluationOf(store: Store, execution: Execution, values: Values): Evaluation {
  const parent = (id: Stored | undefined): Values | undefined => parentValues(store, execution, id);
  return { values, before: null, now: execution.now, parent };
}

function lookAt(row: Row): Look {
  const hints = [{ field: 'Id', keys: [row.id] }];
  return { object: row.table.schema.name, hints, fields: null, rows: [row], orderedBy: [] };
}

/** Values of the row with this Id, if the transaction sees it. */
export function parentValues(
  store: Store,
  execution: Execution,
  id: Stored | undefined,
): Values | undefined {
  const row = typeof id === 'string' ? store.rowById(id) : undefined;
  const { reader } = execution;
  if (row) reader.observer?.looked(reader.id, lookAt(row));
  return row && live(row, execution.reader)?.values;
}

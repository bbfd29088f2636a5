import { normalizeId } from './ids';
import type { Row } from './row';
import type { Schema } from './schema';
import { Table } from './table';

/** All tables under one schema. */
export class Store {
  readonly #tables = new Map<string, Table>();
  readonly #byLowerName = new Map<string, Table>();

  constructor(readonly schema: Schema) {
    for (const object of schema.objects()) {
      const table = new Table(object);
      this.#tables.set(object.name, table);
      this.#byLowerName.set(object.name.toLowerCase(), table);
    }
  }

  tables(): Iterable<Table> {
    return this.#tables.values();
  }

  find(object: string): Table | undefined {
    return this.#tables.get(object) ?? this.#byLowerName.get(object.toLowerCase());
  }

  table(object: string): Table {
    const table = this.find(object);
    if (!table) throw new Error(`There is no object ${object}.`);
    return table;
  }

  row(object: string, id: string): Row | undefined {
    return this.table(object).rows.get(normalizeId(id));
  }

  /** The row of any object with this Id. */
  rowById(id: string): Row | undefined {
    const object = this.schema.objectByPrefix(id.slice(0, 3));
    return object && this.find(object.name)?.rows.get(normalizeId(id));
  }
}

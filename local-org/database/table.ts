import { formatAutoNumber } from './auto-number';
import type { IdSource, Values } from './contract';
import { FieldIndex, isIndexed } from './field-index';
import { kindOf, normalizeValue } from './field-kinds';
import { makeId } from './ids';
import { Row, type Version } from './row';
import type { FieldSchema, ObjectSchema, Stored } from './schema';

/** Id and auto-number counters: not transactional, so a rollback leaves gaps. */
export interface Counters {
  readonly nextId: number;
  readonly autoNumbers: readonly number[];
}

/** The rows of one object, with their indexes kept in step. Knows versions, but no locks. */
export class Table {
  /** By Id, in the order of insertion. */
  readonly rows = new Map<string, Row>();
  readonly indexes: readonly FieldIndex[];
  readonly uniqueIndexes: readonly FieldIndex[];
  readonly referenceFields: readonly FieldSchema[];
  /**
   * Versions with unique values that their own open transaction has written and then given up. It
   * may still bring them back by a savepoint. Nearly always empty.
   */
  readonly givenUp = new Map<Row, Version[]>();
  readonly #indexByField = new Map<string, FieldIndex>();
  readonly #fields = new Map<string, FieldSchema>();
  readonly #blank: Values;
  readonly #autoNumberFields: readonly FieldSchema[];
  #nextId = 1;
  #autoNumbers: number[];
  #committedValues: readonly Values[] | null = null;

  constructor(readonly schema: ObjectSchema) {
    const blank: Record<string, Stored> = { Id: null, IsDeleted: false };
    for (const field of schema.fields.values()) {
      this.#fields.set(field.name, field);
      blank[field.name] = kindOf(field) === 'boolean' ? false : null;
      if (field.name !== 'Id' && isIndexed(field)) {
        this.#indexByField.set(field.name, new FieldIndex(field));
      }
    }
    this.#blank = blank;
    this.indexes = [...this.#indexByField.values()];
    this.uniqueIndexes = this.indexes.filter((index) => index.field.unique);
    this.referenceFields = [...this.#fields.values()].filter((f) => f.type === 'reference');
    this.#autoNumberFields = [...this.#fields.values()].filter((f) => f.type === 'autonumber');
    this.#autoNumbers = this.#autoNumberFields.map((f) => f.startingNumber ?? 1);
  }

  /** By canonical field name. */
  index(field: string): FieldIndex | undefined {
    return this.#indexByField.get(field);
  }

  /** Draws Id and auto-numbers, and makes a row without versions. */
  newRow(ids?: IdSource): { row: Row; drawn: Values } {
    const order = this.#nextId++;
    const id = makeId(this.schema.keyPrefix, ids?.next() ?? order);
    if (this.rows.has(id)) throw new Error(`There are two rows with the Id ${id}.`);
    const drawn: Record<string, Stored> = { Id: id };
    this.#autoNumberFields.forEach((field, i) => {
      drawn[field.name] = formatAutoNumber(field.displayFormat, this.#autoNumbers[i]!++);
    });
    return { row: new Row(this, id, order), drawn };
  }

  /** All fields, in stored form: `values` over `base`, or over an empty row. */
  complete(values: Values, base: Values = this.#blank): Record<string, Stored> {
    const result: Record<string, Stored> = { ...base };
    for (const name in values) {
      const value = values[name];
      if (value === undefined) continue;
      const field = this.#fields.get(name);
      if (!field) throw new Error(`${this.schema.name} has no field ${name}.`);
      result[name] = normalizeValue(field, value);
    }
    return result;
  }

  /** Replaces the pending version; a row left without any version is gone. */
  setPending(row: Row, pending: Version | undefined): void {
    this.#set(row, row.committed, pending);
  }

  /** Replaces the committed version; what was pending is settled by this. */
  setCommitted(row: Row, committed: Version | undefined): void {
    this.#set(row, committed, undefined);
  }

  /** What everybody sees, without the recycle bin. The same array until a commit changes it. */
  committedValues(): readonly Values[] {
    if (this.#committedValues) return this.#committedValues;
    const seen: Values[] = [];
    for (const { committed } of this.rows.values())
      if (committed && committed.deletedWith === undefined) seen.push(committed.values);
    return (this.#committedValues = seen);
  }

  get nextId(): number {
    return this.#nextId;
  }

  counters(): Counters {
    return { nextId: this.#nextId, autoNumbers: [...this.#autoNumbers] };
  }

  resetCounters(counters: Counters): void {
    this.#nextId = counters.nextId;
    this.#autoNumbers = [...counters.autoNumbers];
  }

  /** Goes on counting where `older`, the same table under an older schema, stopped. */
  continueCounters(older: Table): void {
    this.#nextId = older.#nextId;
    this.#autoNumberFields.forEach((field, i) => {
      const was = older.#autoNumberFields.findIndex((f) => f.name === field.name);
      if (was >= 0) this.#autoNumbers[i] = older.#autoNumbers[was]!;
    });
  }

  #set(row: Row, committed: Version | undefined, pending: Version | undefined): void {
    const existed = row.committed !== undefined || row.pending !== undefined;
    const exists = committed !== undefined || pending !== undefined;
    for (const index of this.indexes) {
      if (existed && exists && sameEverywhere(index.field.name, row, committed, pending)) continue;
      index.move(row, row.committed, row.pending, committed, pending);
    }
    if (committed !== row.committed) this.#committedValues = null;
    row.committed = committed;
    row.pending = pending;
    if (exists && !existed) this.rows.set(row.id, row);
    else if (existed && !exists) this.rows.delete(row.id);
  }
}

/** Most writes leave most fields alone: then no version holds another value than any other. */
function sameEverywhere(
  field: string,
  row: Row,
  committed: Version | undefined,
  pending: Version | undefined,
): boolean {
  const value = (committed ?? pending)!.values[field];
  return (
    holds(pending, field, value) &&
    holds(row.committed, field, value) &&
    holds(row.pending, field, value)
  );
}

function holds(version: Version | undefined, field: string, value: Stored | undefined): boolean {
  return version === undefined || version.values[field] === value;
}

/** Rows of the database → records as the API shows them. */
import type { ResultRow, ResultValue } from '../../database/contract';
import type { FieldType, ObjectSchema, Stored } from '../../database/schema';
import type { LocalOrg } from '../../org/contract';

export type ApiRecord = Record<string, unknown>;

/** Where the types of the values come from. */
export interface OutputTypes {
  object(name: string): ObjectSchema | undefined;
  /** Type of an alias in an aggregate result, by lower-case name. */
  readonly aliases?: ReadonlyMap<string, FieldType>;
}

/** `2026-01-05T09:00:00.000+0000`. */
export function formatDatetime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}

function formatTime(ms: number): string {
  return new Date(ms).toISOString().slice(11);
}

function isRow(value: ResultValue): value is ResultRow {
  return typeof value === 'object' && value !== null && 'values' in value;
}

export function formatValue(value: Stored, type: FieldType | undefined): unknown {
  if (typeof value !== 'number') return value;
  if (type === 'datetime') return formatDatetime(value);
  return type === 'time' ? formatTime(value) : value;
}

/** One place that turns rows into JSON, for one API version. */
export class RecordWriter {
  constructor(
    private readonly version: string,
    private readonly types: OutputTypes,
  ) {}

  static for(org: LocalOrg, version: string, aliases?: OutputTypes['aliases']): RecordWriter {
    return new RecordWriter(version, {
      object: (name) => org.describe(name),
      ...(aliases === undefined ? {} : { aliases }),
    });
  }

  attributes(object: string, id: unknown): ApiRecord {
    if (object === 'AggregateResult') return { type: object };
    const url = `/services/data/v${this.version}/sobjects/${object}/${typeof id === 'string' ? id : ''}`;
    return { type: object, url };
  }

  record(row: ResultRow): ApiRecord {
    const schema = this.types.object(row.object);
    const record: ApiRecord = { attributes: this.attributes(row.object, row.id) };
    for (const [name, value] of Object.entries(row.values))
      record[name] = this.#value(value, name, schema);
    return record;
  }

  #value(value: ResultValue, name: string, schema: ObjectSchema | undefined): unknown {
    if (Array.isArray(value)) {
      const rows = value as readonly ResultRow[];
      if (rows.length === 0) return null;
      return { totalSize: rows.length, done: true, records: rows.map((row) => this.record(row)) };
    }
    if (isRow(value)) return this.record(value);
    const lower = name.toLowerCase();
    const type = schema?.fields.get(lower)?.type ?? this.types.aliases?.get(lower);
    return formatValue(value as Stored, type);
  }
}

/** Rows that stand for deployed components: ApexClass, ApexTrigger, PermissionSet, custom metadata. */
import { isDeepStrictEqual } from 'node:util';
import type { Transaction as DbTransaction, Values } from '../database/contract';
import type { ObjectSchema, Schema } from '../database/schema';
import type { ApexDefinition, CustomMetadataRecord } from '../metadata/contract';
import type { Content } from './catalog';
import { metadataValues, relatedRecord, relationshipsOf } from './metadata-values';

/** Brings the rows from what `before` says to what `after` says. */
export function writeSetupRows(
  db: DbTransaction,
  schema: Schema,
  before: Content,
  after: Content,
  now: number,
): void {
  const writer = new SetupWriter(db, Math.floor(now / 1000) * 1000);
  writer.sync('ApexClass', 'Name', before.classes, after.classes, unitValues);
  writer.sync('ApexTrigger', 'Name', before.triggers, after.triggers, unitValues);
  writer.sync('PermissionSet', 'Name', sets(before), sets(after), (p) => ({
    Name: p.name,
    Label: p.label,
    IsCustom: true,
  }));
  writer.sync(
    'CustomPermission',
    'DeveloperName',
    before.customPermissions,
    after.customPermissions,
    (p) => ({ DeveloperName: p.name, MasterLabel: p.label }),
  );
  for (const object of schema.objects()) {
    if (object.kind !== 'metadata') continue;
    writer.sync(
      object.name,
      'DeveloperName',
      recordsOf(before, object.name),
      recordsOf(after, object.name),
      (r) => withoutLinks(object, metadataValues(object, r)),
    );
  }
  linkMetadata(db, schema, after);
}

/** The records that relationships lead to have to be there first. */
function withoutLinks(object: ObjectSchema, values: Values): Values {
  const links = relationshipsOf(object).map(({ name }) => name);
  return Object.fromEntries(Object.entries(values).filter(([name]) => !links.includes(name)));
}

function linkMetadata(db: DbTransaction, schema: Schema, content: Content): void {
  const writer = new SetupWriter(db, 0);
  for (const record of content.customMetadata.values()) {
    const object = schema.object(record.object);
    const values = object && metadataValues(object, record);
    for (const field of object ? relationshipsOf(object) : []) {
      const target = relatedRecord(content, field, values!);
      const id = writer.find(object!.name, 'DeveloperName', record.developerName);
      const to = target && writer.find(target.object, 'DeveloperName', target.developerName);
      if (id !== undefined) db.update(object!.name, id, { [field.name]: to ?? null });
    }
  }
}

class SetupWriter {
  constructor(
    readonly db: DbTransaction,
    readonly now: number,
  ) {}

  sync<T>(
    object: string,
    key: string,
    before: ReadonlyMap<string, T>,
    after: ReadonlyMap<string, T>,
    values: (item: T) => Values,
  ): void {
    for (const [name, item] of before)
      if (!after.has(name)) {
        const id = this.find(object, key, String(values(item)[key]));
        if (id !== undefined) this.db.delete(object, id);
      }
    for (const [name, item] of after) {
      const known = before.get(name);
      if (known === item) continue;
      const row = values(item);
      if (known !== undefined && isDeepStrictEqual(values(known), row)) continue;
      const id = this.find(object, key, String(row[key]));
      if (id === undefined) this.#insert(object, row);
      else this.db.update(object, id, { ...this.#stamp(object, 'LastModifiedDate'), ...row });
    }
  }

  #insert(object: string, row: Values): void {
    const dates = this.#stamp(object, 'CreatedDate', 'LastModifiedDate');
    this.db.insert(object, { ...dates, ...row });
  }

  /** Records of custom metadata have no dates. */
  #stamp(object: string, ...fields: readonly string[]): Values {
    if (object.endsWith('__mdt')) return {};
    return Object.fromEntries(fields.map((field) => [field, this.now]));
  }

  find(object: string, key: string, value: string): string | undefined {
    return this.db.query(
      {
        select: [{ kind: 'field', path: ['Id'] }],
        from: object,
        where: {
          kind: 'compare',
          left: { kind: 'field', path: [key] },
          op: '=',
          right: { kind: 'bind', index: 0 },
        },
        source: `SELECT Id FROM ${object} WHERE ${key} = :value`,
      },
      [value],
    ).rows[0]?.id;
  }
}

function sets(content: Content): ReadonlyMap<string, { name: string; label: string }> {
  return new Map([...content.permissions].filter(([, p]) => p.type === 'PermissionSet'));
}

function unitValues(unit: ApexDefinition): Values {
  return {
    Name: unit.name,
    Body: unit.text,
    ApiVersion: Number(unit.apiVersion),
    Status: unit.status,
    IsValid: true,
    LengthWithoutComments: unit.text.length,
  };
}

function recordsOf(content: Content, object: string): ReadonlyMap<string, CustomMetadataRecord> {
  return new Map(
    [...content.customMetadata].filter(([, r]) => r.object.toLowerCase() === object.toLowerCase()),
  );
}

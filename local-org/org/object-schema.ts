/** From what a package says of an object to what the org makes of it. */
import type { FieldSchema, ObjectSchema } from '../database/schema';
import type { ObjectDefinition } from '../metadata/contract';
import {
  auditFields,
  deletedField,
  field,
  flag,
  idField,
  moment,
  ownerField,
  ref,
  text,
} from './standard-objects/fields';

/** Merges a definition over what was there before. */
export function mergeDefinition(
  before: ObjectDefinition | undefined,
  next: ObjectDefinition,
): ObjectDefinition {
  if (!before) return next;
  const fields = new Map(before.fields.map((f) => [f.name.toLowerCase(), f]));
  for (const f of next.fields) fields.set(f.name.toLowerCase(), f);
  const base = next.definesObject ? { ...before, ...next } : before;
  const rules = new Map(before.validationRules?.map((rule) => [rule.name.toLowerCase(), rule]));
  for (const rule of next.validationRules ?? []) rules.set(rule.name.toLowerCase(), rule);
  return {
    ...base,
    fields: [...fields.values()],
    ...(rules.size > 0 ? { validationRules: [...rules.values()] } : {}),
  };
}

/** The whole object: the definition with the fields that the platform adds. */
export function customObject(definition: ObjectDefinition, keyPrefix: string): ObjectSchema {
  const fields = [...systemFields(definition), ...definition.fields];
  const label = definition.label ?? definition.name.replace(/__\w+$/, '');
  return {
    name: definition.name,
    label,
    labelPlural: definition.labelPlural ?? label,
    keyPrefix,
    kind: definition.kind,
    fields: new Map(fields.map((f) => [f.name.toLowerCase(), f])),
    ...rulesOf(definition),
    ...(definition.sharingModel ? { sharingModel: definition.sharingModel } : {}),
    ...(definition.publishBehavior ? { publishBehavior: definition.publishBehavior } : {}),
    ...(definition.kind === 'event' && !definition.publishBehavior
      ? { publishBehavior: 'PublishAfterCommit' as const }
      : {}),
  };
}

/** A standard object with the fields that packages add to it. */
export function extendedObject(base: ObjectSchema, definition: ObjectDefinition): ObjectSchema {
  const fields = new Map(base.fields);
  for (const f of definition.fields) fields.set(f.name.toLowerCase(), f);
  return { ...base, fields, ...rulesOf(definition) };
}

function rulesOf({ validationRules }: ObjectDefinition): Partial<ObjectSchema> {
  return validationRules ? { validationRules } : {};
}

const READ_ONLY = { createable: false, updateable: false };

function systemFields(definition: ObjectDefinition): FieldSchema[] {
  switch (definition.kind) {
    case 'event':
      return [
        text('ReplayId', 1000, READ_ONLY),
        text('EventUuid', 36, READ_ONLY),
        moment('CreatedDate', READ_ONLY),
        ref('CreatedById', 'User', READ_ONLY),
      ];
    case 'metadata':
      return [
        idField,
        // Not read-only: Apex makes records in memory, for its tests.
        text('DeveloperName', 40),
        text('MasterLabel', 40),
        text('Label', 40),
        text('QualifiedApiName', 70, READ_ONLY),
        text('NamespacePrefix', 15, READ_ONLY),
        text('Language', 10, READ_ONLY),
        flag('IsDeleted', READ_ONLY),
        moment('SystemModstamp', READ_ONLY),
      ];
    case 'customSetting':
      return [
        idField,
        text('Name', 38),
        field('SetupOwnerId', 'id', {
          unique: definition.customSettingsType === 'Hierarchy',
        }),
        ...auditFields,
        deletedField,
      ];
    default:
      return [idField, ...owner(definition), nameField(definition), ...auditFields, deletedField];
  }
}

/** Details of a master have no owner of their own. */
function owner(definition: ObjectDefinition): FieldSchema[] {
  return definition.fields.some((f) => f.masterDetail) ? [] : [ownerField];
}

function nameField(definition: ObjectDefinition): FieldSchema {
  const spec = definition.nameField;
  if (spec?.type !== 'autonumber') return text('Name', 80, { label: spec?.label ?? 'Name' });
  return field('Name', 'autonumber', {
    label: spec.label,
    ...READ_ONLY,
    displayFormat: spec.displayFormat ?? '{0}',
    startingNumber: spec.startingNumber ?? 1,
  });
}

/** `a00`, `a01` … for custom objects; never given twice, even after an object is deleted. */
export class KeyPrefixes {
  readonly #given = new Map<string, string>();
  readonly #next = new Map<string, number>();

  of(name: string, kind: ObjectSchema['kind']): string {
    const key = name.toLowerCase();
    const known = this.#given.get(key);
    if (known) return known;
    const letter = kind === 'event' ? 'e' : kind === 'metadata' ? 'm' : 'a';
    const number = this.#next.get(letter) ?? 0;
    this.#next.set(letter, number + 1);
    const prefix = letter + number.toString(36).padStart(2, '0');
    this.#given.set(key, prefix);
    return prefix;
  }

  save(): readonly (readonly [object: string, prefix: string])[] {
    return [...this.#given];
  }

  /** Goes on where another one stopped. */
  load(given: readonly (readonly [object: string, prefix: string])[]): void {
    for (const [object, prefix] of given) {
      const letter = prefix.charAt(0);
      this.#given.set(object, prefix);
      const number = parseInt(prefix.slice(1), 36) + 1;
      this.#next.set(letter, Math.max(this.#next.get(letter) ?? 0, number));
    }
  }
}

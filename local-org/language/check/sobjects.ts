/** Fields and relationships of SObjects. */
import type { FieldSchema, ObjectSchema } from '../../database/schema';
import type { Position } from '../classes';
import type { Expr } from '../tree';
import type { ApexType } from '../types';
import type { Body } from './body';
import { typeOfField } from './scalars';
import { ID, libOf, listOf, sobjectOf } from './types';
import type { World } from './world';

export function fieldOf(object: ObjectSchema, name: string): FieldSchema | undefined {
  return object.fields.get(name.toLowerCase());
}

/** The lookup field behind `Parent__r`. */
export function parentField(object: ObjectSchema, relationship: string): FieldSchema | undefined {
  const key = relationship.toLowerCase();
  for (const field of object.fields.values())
    if (field.relationshipName?.toLowerCase() === key) return field;
  return undefined;
}

/** Owners and the like may be users or groups: they are seen as users, which have all the names. */
export function parentObject(world: World, field: FieldSchema): ObjectSchema | undefined {
  const targets = field.referenceTo ?? [];
  const target = targets.find((t) => t === 'User') ?? targets[0];
  return target === undefined ? undefined : world.schema.object(target);
}

export function childRelationship(
  world: World,
  object: string,
  relationship: string,
): { readonly object: ObjectSchema; readonly name: string } | undefined {
  const key = relationship.toLowerCase().replace(/__r$/, '');
  for (const child of world.schema.children(object)) {
    const name = child.field.childRelationshipName;
    if (name !== undefined && name.toLowerCase().replace(/__r$/, '') === key)
      return { object: child.object, name: relationshipOf(name, child.field) };
  }
  return undefined;
}

/** Custom relationships end in `__r` wherever they are used. */
const relationshipOf = (name: string, field: FieldSchema): string =>
  field.custom && !/__r$/i.test(name) ? `${name}__r` : name;

/** `record.Name`, `record.Owner`, `record.Contacts`; null when there is no such thing. */
export function sobjectMember(
  b: Body,
  pos: Position,
  object: Expr,
  typeName: string | null,
  name: string,
): Expr | null {
  if (name.toLowerCase() === 'id') return { k: 'sobjectField', object, name: 'Id', type: ID, pos };
  const schema = typeName === null ? undefined : b.world.schema.object(typeName);
  if (!schema) return null;
  const field = fieldOf(schema, name);
  if (field) return { k: 'sobjectField', object, name: field.name, type: typeOfField(field), pos };
  const parent = parentField(schema, name);
  const target = parent && parentObject(b.world, parent);
  if (parent?.relationshipName !== undefined && target)
    return {
      k: 'sobjectParent',
      object,
      relationship: parent.relationshipName,
      type: sobjectOf(target.name),
      pos,
    };
  const child = childRelationship(b.world, schema.name, name);
  if (child)
    return {
      k: 'sobjectChildren',
      object,
      relationship: child.name,
      type: listOf(sobjectOf(child.object.name)),
      pos,
    };
  return null;
}

export const SOBJECT_TYPE = libOf('Schema.SObjectType');
export const SOBJECT_FIELD = libOf('Schema.SObjectField');

/** `Account.SObjectType` or `Account.Name` as a token. */
export function token(pos: Position, object: string, field: string | null): Expr {
  const type: ApexType = field === null ? SOBJECT_TYPE : SOBJECT_FIELD;
  return { k: 'token', object, field, type, pos };
}

/** Fields of records that a flow holds, and the objects and fields that its elements name. */
import type { FieldSchema, ObjectSchema } from '../../database/schema';
import type { XmlElement } from '../../metadata';
import { SObjectValue } from '../../runtime/core/values-all';
import { fieldOf, setField } from '../run/convert';
import type { Reference, Scope } from './scope';
import { typeOfField } from './types';

export function objectNamed(scope: Scope, name: string, at: XmlElement): ObjectSchema | null {
  return scope.org.schema.object(name) ?? scope.problem(`The object "${name}" does not exist`, at);
}

export function fieldNamed(
  scope: Scope,
  object: ObjectSchema,
  name: string,
  at: XmlElement,
): FieldSchema | null {
  if (name.includes('.'))
    return scope.lacks(`a path through a lookup (${object.name}.${name})`, at);
  const field = object.fields.get(name.toLowerCase());
  if (!field)
    return scope.problem(`The field "${name}" for the object "${object.name}" doesn't exist.`, at);
  if (!typeOfField(field)) return scope.lacks(`the type of the field ${object.name}.${name}`, at);
  return field;
}

/** `record.Field`, or the record itself when there is no path. */
export function throughFields(
  scope: Scope,
  whole: Reference,
  path: readonly string[],
  name: string,
  at: XmlElement,
): Reference | null {
  const { object: objectName, list } = whole.type;
  if (path.length === 0) return whole;
  if (objectName === null || list)
    return scope.problem(`"${name}" asks for a field of something that is no record`, at);
  const object = objectNamed(scope, objectName, at);
  const field = object && fieldNamed(scope, object, path.join('.'), at);
  if (!object || !field) return null;
  const { write } = whole;
  return {
    type: typeOfField(field)!,
    read: (i) => fieldOf(whole.read(i), field),
    write:
      write &&
      ((i, value) => {
        const before = whole.read(i);
        const record =
          before instanceof SObjectValue ? before : new SObjectValue(object, object.name);
        setField(i.vm, record, field, value);
        if (record !== before) write(i, record);
      }),
  };
}

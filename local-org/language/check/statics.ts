/** Static fields, enum constants and tokens: what may follow the name of a type. */
import type { Position } from '../classes';
import type { Expr } from '../tree';
import type { ApexType } from '../types';
import type { Body } from './body';
import { libField } from './lib-members';
import { findField, isVisible } from './members';
import { fieldOf, parentField, token } from './sobjects';
import { classOf, libOf, listOf, mapOf, ID, sobjectOf } from './types';

export function typeField(b: Body, pos: Position, type: ApexType, name: string): Expr | null {
  switch (type.k) {
    case 'class':
      return classField(b, pos, type.cls, name);
    case 'sobject':
      return type.name === null ? null : objectField(b, pos, type.name, name);
    case 'lib': {
      const field = libField(b, pos, type, null, name);
      return field && type.name === 'System.Trigger' ? triggerField(b, field) : field;
    }
    default:
      return libField(b, pos, type, null, name);
  }
}

function classField(
  b: Body,
  pos: Position,
  cls: Extract<ApexType, { k: 'class' }>['cls'],
  name: string,
): Expr | null {
  const constant = cls.constants.find((c) => c.toLowerCase() === name.toLowerCase());
  if (constant !== undefined)
    return { k: 'enumConstant', cls, name: constant, type: classOf(cls), pos };
  const field = findField(cls, name);
  if (!field) return null;
  if (!field.isStatic)
    return b.wrong(
      pos,
      `Non static variable cannot be referenced from a static context: ${field.name}`,
    );
  const level = b.world.propertyOf(field)?.get ?? field.access;
  if (!isVisible(b, field.owner, level, field.annotations))
    return b.wrong(pos, `Variable is not visible: ${field.name}`);
  const direct = b.options.property === field ? { direct: true } : {};
  return { k: 'staticField', field, type: field.type, pos, ...direct };
}

function objectField(b: Body, pos: Position, object: string, name: string): Expr | null {
  const schema = b.world.schema.object(object);
  if (name.toLowerCase() === 'sobjecttype') return token(pos, object, null);
  if (!schema) return null;
  const field = fieldOf(schema, name);
  if (field) return token(pos, schema.name, field.name);
  // `Contact.Account` in front of another dot stands for the lookup itself.
  const parent = parentField(schema, name);
  return parent ? token(pos, schema.name, parent.name) : null;
}

/** In a trigger the context variables have the trigger's object as their type. */
function triggerField(b: Body, e: Expr): Expr {
  const object = b.options.triggerObject;
  if (object === undefined || e.k !== 'libField') return e;
  const row = sobjectOf(object);
  switch (e.name.toLowerCase()) {
    case 'new':
    case 'old':
      return { ...e, type: listOf(row) };
    case 'newmap':
    case 'oldmap':
      return { ...e, type: mapOf(ID, row) };
    default:
      return e;
  }
}

export const TYPE = libOf('System.Type');

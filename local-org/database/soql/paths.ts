/** Finds what a field path of a query means in the schema. */
import { SoqlError } from '../contract';
import type { FieldSchema, ObjectSchema, Schema } from '../schema';
import type { FieldPath } from './ast';

/** A path with every name in its canonical spelling. */
export interface ResolvedPath {
  /** Relationship names, then the field name. */
  readonly names: readonly string[];
  /** Reference fields that lead to the parents; empty for a field of the row itself. */
  readonly via: readonly FieldSchema[];
  /** The object that has `field`. */
  readonly object: ObjectSchema;
  readonly field: FieldSchema;
}

const MAX_PARENTS = 5;

const HINT_OBJECT =
  " If you are attempting to use a custom object, be sure to append the '__c' after the entity name." +
  ' Please reference your WSDL or the describe call for the appropriate names.';
const HINT_FIELD =
  " If you are attempting to use a custom field, be sure to append the '__c' after the custom field name." +
  ' Please reference your WSDL or the describe call for the appropriate names.';
const HINT_RELATIONSHIP =
  " If you are attempting to use a custom relationship, be sure to append the '__r' after the custom" +
  ' relationship name. Please reference your WSDL or the describe call for the appropriate names.';

/** The object that a query reads from. */
export function resolveObject(schema: Schema, name: string): ObjectSchema {
  const object = schema.object(name);
  if (!object)
    throw new SoqlError('INVALID_TYPE', `sObject type '${name}' is not supported.${HINT_OBJECT}`);
  if (object.kind === 'event') {
    throw new SoqlError(
      'INVALID_TYPE_FOR_OPERATION',
      `entity type ${object.name} does not support query`,
    );
  }
  return object;
}

/** The children that a sub-query in the SELECT list reads. */
export function resolveChildren(
  schema: Schema,
  parent: ObjectSchema,
  relationship: string,
): { readonly object: ObjectSchema; readonly field: FieldSchema } {
  const wanted = relationship.toLowerCase();
  const found = schema
    .children(parent.name)
    .find(({ field }) => field.childRelationshipName?.toLowerCase() === wanted);
  if (found) return found;
  throw new SoqlError(
    'INVALID_FIELD',
    `Didn't understand relationship '${relationship}' in FROM part of query call.${HINT_RELATIONSHIP}`,
  );
}

/**
 * Resolves a path from `object`.
 * @param alias other name of `object` in this query, which may begin a path
 */
export function resolvePath(
  schema: Schema,
  object: ObjectSchema,
  path: FieldPath,
  alias?: string,
): ResolvedPath {
  const names: string[] = [];
  const via: FieldSchema[] = [];
  let at = object;
  const steps = withoutQualifier(object, path, alias);
  for (const step of steps.slice(0, -1)) {
    const reference = relationship(at, step);
    const next = reference && target(schema, reference);
    if (!reference || !next) {
      throw new SoqlError(
        'INVALID_FIELD',
        `Didn't understand relationship '${step}' in field path.${HINT_RELATIONSHIP}`,
      );
    }
    names.push(reference.relationshipName!);
    via.push(reference);
    at = next;
  }
  if (via.length > MAX_PARENTS) {
    throw new SoqlError(
      'INVALID_QUERY_FILTER_OPERATOR',
      `More than ${MAX_PARENTS} levels of parents in ${path.join('.')}.`,
    );
  }
  const name = steps.at(-1) ?? '';
  const field = at.fields.get(name.toLowerCase());
  if (!field) {
    throw new SoqlError(
      'INVALID_FIELD',
      `No such column '${name}' on entity '${at.name}'.${HINT_FIELD}`,
    );
  }
  return { names: [...names, field.name], via, object: at, field };
}

/** Drops the alias or object name with which a path may begin. */
function withoutQualifier(object: ObjectSchema, path: FieldPath, alias?: string): FieldPath {
  const first = path[0]?.toLowerCase();
  if (path.length < 2 || first === undefined) return path;
  if (first === alias?.toLowerCase()) return path.slice(1);
  if (first === object.name.toLowerCase() && !relationship(object, first)) return path.slice(1);
  return path;
}

function relationship(object: ObjectSchema, name: string): FieldSchema | undefined {
  const wanted = name.toLowerCase();
  for (const field of object.fields.values()) {
    if (field.relationshipName?.toLowerCase() === wanted) return field;
  }
  return undefined;
}

/** Of several possible parents the first that this org has stands for their common fields. */
function target(schema: Schema, reference: FieldSchema): ObjectSchema | undefined {
  for (const name of reference.referenceTo ?? []) {
    const object = schema.object(name);
    if (object) return object;
  }
  return undefined;
}

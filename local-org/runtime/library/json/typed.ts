/** `JSON.deserialize`: a JSON tree into a declared type. */
import type { Step } from '../../../scheduler/suspension';
import type { ObjectSchema } from '../../../database/schema';
import { reflectionOf, type ClassShape } from '../../core/reflection';
import { parseType } from '../../core/type-names';
import type { ApexMap, SObjectValue, TypeName, Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { fail } from '../support/checks';
import { apexType } from '../sobject/convert';
import { JsonError, type JsonNode } from './reader';
import { primitive } from './primitive';

type ObjectNode = Extract<JsonNode, { kind: 'object' }>;

export class TypedReader {
  /** @param strict refuses fields that the class does not have */
  constructor(
    readonly vm: Vm,
    readonly strict: boolean,
  ) {}

  *read(node: JsonNode, type: TypeName): Step<Value> {
    if (node.kind === 'null') return null;
    const { base, args } = parseType(type);
    switch (base.toLowerCase().replace(/^system\./, '')) {
      case 'list':
      case 'iterable':
        return this.vm.list(args[0]!, yield* this.#items(node, args[0]!));
      case 'set':
        return this.vm.set(args[0]!, yield* this.#items(node, args[0]!));
      case 'map':
        return yield* this.#map(node, args[0]!, args[1]!);
      case 'object':
        return fail(this.vm, 'JSONException', 'Apex Type unsupported in JSON: Object');
      case 'sobject':
        return yield* this.#record(node, this.#attributeType(node));
      default:
        return yield* this.#plain(node, type);
    }
  }

  *#plain(node: JsonNode, type: TypeName): Step<Value> {
    const value = primitive(this.vm, node, type);
    if (value !== undefined) return value;
    const reflection = reflectionOf(this.vm);
    const shape = reflection.shape(type);
    if (shape) return yield* this.#object(node, shape);
    const constants = reflection.enumValues(type);
    if (constants) return this.#constant(node, type, constants);
    const platform = this.vm.library.type(type);
    if (platform?.constants && node.kind === 'string') {
      const getter = platform.staticGetters?.[node.value];
      return getter ? getter(this.vm) : this.#noConstant(node, type, node.value);
    }
    const schema = this.vm.host.schema.object(type);
    if (schema) return yield* this.#record(node, schema);
    return fail(this.vm, 'JSONException', `Apex Type unsupported in JSON: ${type}`);
  }

  *#items(node: JsonNode, type: TypeName): Step<Value[]> {
    if (node.kind !== 'array')
      throw new JsonError("Malformed JSON: Expected '[' at the beginning of List/Set");
    const items: Value[] = [];
    for (const item of node.items) items.push(yield* this.read(item, type));
    return items;
  }

  #expectObject(node: JsonNode): ObjectNode {
    if (node.kind === 'object') return node;
    throw new JsonError("Malformed JSON: Expected '{' at the beginning of object");
  }

  *#map(node: JsonNode, keyType: TypeName, valueType: TypeName): Step<ApexMap> {
    const map = this.vm.map(keyType, valueType);
    for (const [name, value, at] of this.#expectObject(node).fields) {
      const key = yield* this.read({ kind: 'string', value: name, at }, keyType);
      map.put(key, yield* this.read(value, valueType));
    }
    return map;
  }

  /** Field names ignore case. Fields that the class lacks are skipped, or refused when strict. */
  *#object(node: JsonNode, shape: ClassShape): Step<Value> {
    const object = shape.blank();
    const byName = new Map(shape.fields.map((f) => [f.name.toLowerCase(), f]));
    for (const [name, value, at] of this.#expectObject(node).fields) {
      const field = byName.get(name.toLowerCase());
      if (field && !field.transient && field.set)
        yield* field.set(object, yield* this.read(value, field.type));
      else if (this.strict) throw new JsonError(`Unrecognized field "${name}"`, at);
    }
    return object;
  }

  #constant(
    node: JsonNode,
    type: TypeName,
    constants: readonly { readonly name: string }[],
  ): Value {
    if (node.kind !== 'string') throw new JsonError('Illegal value for primitive');
    const wanted = node.value.toLowerCase();
    return (
      constants.find((c) => c.name.toLowerCase() === wanted) ??
      this.#noConstant(node, type, node.value)
    );
  }

  #noConstant(node: JsonNode, type: TypeName, text: string): never {
    throw new JsonError(`The type ${type} does not have an enum value ${text}`, node.at);
  }

  #attributeType(node: JsonNode): ObjectSchema {
    const attributes = this.#expectObject(node).fields.find(([n]) => n === 'attributes')?.[1];
    const type =
      attributes?.kind === 'object'
        ? attributes.fields.find(([n]) => n === 'type')?.[1]
        : undefined;
    const schema = type?.kind === 'string' ? this.vm.host.schema.object(type.value) : undefined;
    return schema ?? fail(this.vm, 'JSONException', 'Apex Type unsupported in JSON: SObject');
  }

  /** Read-only fields may be set, as tests do to make up rows. */
  *#record(node: JsonNode, schema: ObjectSchema): Step<SObjectValue> {
    const record = this.vm.sobject(schema.name);
    for (const [name, value] of this.#expectObject(node).fields) {
      if (name === 'attributes') continue;
      const field = schema.fields.get(name.toLowerCase());
      if (field) {
        record.fields.set(field.name, yield* this.read(value, apexType(field)));
        record.dirty.add(field.name);
      } else yield* this.#relationship(record, schema, name, value);
    }
    return record;
  }

  *#relationship(
    record: SObjectValue,
    schema: ObjectSchema,
    name: string,
    value: JsonNode,
  ): Step<void> {
    const wanted = name.toLowerCase();
    for (const field of schema.fields.values())
      if (field.relationshipName?.toLowerCase() === wanted) {
        const type = field.referenceTo?.length === 1 ? field.referenceTo[0]! : 'SObject';
        record.fields.set(field.relationshipName, yield* this.read(value, type));
        return;
      }
    for (const { object, field } of this.vm.host.schema.children(schema.name)) {
      const child = field.childRelationshipName?.toLowerCase();
      if (child === undefined || wanted.replace(/__r$/, '') !== child.replace(/__r$/, '')) continue;
      const rows =
        value.kind === 'object' ? value.fields.find(([n]) => n === 'records')?.[1] : value;
      if (rows) record.fields.set(name, yield* this.read(rows, `List<${object.name}>`));
      return;
    }
    fail(this.vm, 'JSONException', `No such column '${name}' on sobject of type ${schema.name}`);
  }
}

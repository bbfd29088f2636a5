import type { FieldSchema, ObjectSchema, Schema } from './schema';

type Child = { readonly object: ObjectSchema; readonly field: FieldSchema };

/**
 * A schema under construction. Once a database has taken it over it is frozen: build the next one
 * on a `copy()` and hand that to `replaceSchema`.
 */
export class MutableSchema implements Schema {
  readonly #objects = new Map<string, ObjectSchema>();
  readonly #prefixes = new Map<string, ObjectSchema>();
  #children: Map<string, Child[]> | undefined;
  #frozen = false;

  constructor(objects: Iterable<ObjectSchema> = []) {
    for (const object of objects) this.define(object);
  }

  static from(schema: Schema): MutableSchema {
    return new MutableSchema(schema.objects());
  }

  copy(): MutableSchema {
    return MutableSchema.from(this);
  }

  /** Adds an object, or replaces the one of the same name. */
  define(object: ObjectSchema): this {
    this.#requireOpen();
    const key = object.name.toLowerCase();
    const rival = this.#prefixes.get(object.keyPrefix);
    if (rival && rival.name.toLowerCase() !== key) {
      throw new Error(`${object.name} and ${rival.name} both use key prefix ${object.keyPrefix}.`);
    }
    const old = this.#objects.get(key);
    if (old) this.#prefixes.delete(old.keyPrefix);
    this.#objects.set(key, object);
    this.#prefixes.set(object.keyPrefix, object);
    this.#children = undefined;
    return this;
  }

  remove(name: string): this {
    this.#requireOpen();
    const object = this.object(name);
    if (object) {
      this.#objects.delete(name.toLowerCase());
      this.#prefixes.delete(object.keyPrefix);
      this.#children = undefined;
    }
    return this;
  }

  /** Adds a field to an object, or replaces the one of the same name. */
  withField(objectName: string, field: FieldSchema): this {
    const object = this.object(objectName);
    if (!object) throw new Error(`There is no object ${objectName}.`);
    const fields = new Map(object.fields).set(field.name.toLowerCase(), field);
    return this.define({ ...object, fields });
  }

  withoutField(objectName: string, fieldName: string): this {
    const object = this.object(objectName);
    if (!object) throw new Error(`There is no object ${objectName}.`);
    const fields = new Map(object.fields);
    fields.delete(fieldName.toLowerCase());
    return this.define({ ...object, fields });
  }

  /** No change is allowed from here on. */
  freeze(): void {
    this.#frozen = true;
  }

  object(name: string): ObjectSchema | undefined {
    return this.#objects.get(name.toLowerCase());
  }

  objectByPrefix(prefix: string): ObjectSchema | undefined {
    return this.#prefixes.get(prefix);
  }

  objects(): Iterable<ObjectSchema> {
    return this.#objects.values();
  }

  children(parent: string): readonly Child[] {
    this.#children ??= this.#findChildren();
    return this.#children.get(parent.toLowerCase()) ?? [];
  }

  #findChildren(): Map<string, Child[]> {
    const result = new Map<string, Child[]>();
    for (const object of this.#objects.values()) {
      for (const field of object.fields.values()) {
        for (const target of field.referenceTo ?? []) {
          const key = target.toLowerCase();
          const list = result.get(key);
          if (list) list.push({ object, field });
          else result.set(key, [{ object, field }]);
        }
      }
    }
    return result;
  }

  #requireOpen(): void {
    if (this.#frozen) throw new Error('This schema is in use: change a copy() and replaceSchema.');
  }
}

/**
 * Objects of the platform that are values: they have a type name, a text, and often an equality of
 * their own. The machine asks them for it, so it need not know one class from another.
 */
import type { TypeName } from './values';

/** Base of all platform objects made by the library. */
export abstract class PlatformObject {
  /** `System.Type`, `Schema.SObjectType`: what `Vm.typeOf` says. */
  abstract get $type(): TypeName;

  /** Text in string concatenation; by default as for an Apex object without `toString`. */
  toString(): string {
    return this.$type;
  }

  /** `==` on Object. Identity unless the class says otherwise. */
  equals(other: unknown): boolean {
    return this === other;
  }

  /** Key for Set and Map when `equals` is not identity; otherwise null. */
  hashKey(): string | null {
    return null;
  }
}

/** A platform object that equals every other one of its class with the same key. */
export abstract class PlatformValue extends PlatformObject {
  protected abstract get key(): string;

  override equals(other: unknown): boolean {
    return other instanceof PlatformValue && other.hashKey() === this.hashKey();
  }

  override hashKey(): string {
    return `${this.$type}:${this.key}`;
  }
}

/** `Account.SObjectType`. */
export class SObjectTypeToken extends PlatformValue {
  /** @param object API name in its canonical spelling */
  constructor(readonly object: string) {
    super();
  }
  get $type(): TypeName {
    return 'Schema.SObjectType';
  }
  protected get key(): string {
    return this.object.toLowerCase();
  }
  override toString(): string {
    return this.object;
  }
}

/** `Account.Name`. */
export class SObjectFieldToken extends PlatformValue {
  /** Both names in their canonical spelling. */
  constructor(
    readonly object: string,
    readonly field: string,
  ) {
    super();
  }
  get $type(): TypeName {
    return 'Schema.SObjectField';
  }
  protected get key(): string {
    return `${this.object}.${this.field}`.toLowerCase();
  }
  override toString(): string {
    return this.field;
  }
}

/** `Foo.class`. */
export class TypeToken extends PlatformValue {
  /** @param name canonical run-time name: `Integer`, `List<String>`, `Outer.Inner` */
  constructor(readonly name: TypeName) {
    super();
  }
  get $type(): TypeName {
    return 'System.Type';
  }
  protected get key(): string {
    return this.name.toLowerCase();
  }
  override toString(): string {
    return this.name;
  }
}

/** What the machine knows of each class that was compiled from Apex. */
import type { Step } from '../../scheduler/suspension';
import type { FieldShape } from './reflection';
import type { ApexObject, EnumValue, TypeName, Value } from './values';

export interface RuntimeMethod {
  readonly name: string;
  /** JavaScript name of the method. */
  readonly slot: string;
  /** Names under which the platform calls it: `execute/1`. */
  readonly aliases: readonly string[];
  /** True when compiled code calls it with `yield*`. */
  readonly generator: boolean;
  readonly returns: TypeName;
  readonly paramTypes: readonly TypeName[];
  readonly paramNames: readonly string[];
}

export interface RuntimeClass {
  readonly name: TypeName;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly isAbstract: boolean;
  /** Lower-case names of the class itself and of everything above it, platform types included. */
  readonly supertypes: ReadonlySet<string>;
  /** Makes instances with all fields null. Null for enums. */
  readonly blank: (new () => ApexObject) | null;
  /** Runs the constructor without arguments on a blank instance. Null when there is none. */
  readonly construct: ((blank: ApexObject) => Step<Value>) | null;
  /** Fields and properties: own ones first, then inherited ones. */
  readonly fields: readonly FieldShape[];
  /** Text of the instance fields that hold a value of their own: author's spelling and JavaScript key. */
  readonly stored: readonly (readonly [name: string, key: string])[];
  readonly enumValues: readonly EnumValue[] | null;
  /** Instance methods, inherited ones included. */
  readonly methods: readonly RuntimeMethod[];
}

/** All compiled classes of a machine; names ignore case. */
export class ClassTable {
  readonly #classes = new Map<string, RuntimeClass>();
  constructor(readonly parent: ClassTable | null = null) {}

  add(cls: RuntimeClass): void {
    this.#classes.set(cls.name.toLowerCase(), cls);
  }

  get(name: string): RuntimeClass | undefined {
    return this.#classes.get(name.toLowerCase()) ?? this.parent?.get(name);
  }
}

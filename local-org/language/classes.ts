/** Declarations of user-written Apex after checking: what the emitter turns into JavaScript. */
import type { ApexType } from './types';
import type { Block, Expr } from './tree';

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, as in the platform's messages. */
  readonly column: number;
}

/** A top-level or inner class, interface or enum. Mutable while the checker fills it in. */
export interface ClassInfo {
  readonly kind: 'class' | 'interface' | 'enum';
  /** `Outer` or `Outer.Inner`, in the author's spelling. */
  readonly name: string;
  readonly outer: ClassInfo | null;
  readonly inner: ClassInfo[];
  readonly position: Position;
  /** Source unit that it came from: class name without `.cls`. */
  readonly unit: string;
  readonly sharing: 'with' | 'without' | 'inherited' | null;
  readonly access: Access;
  readonly isAbstract: boolean;
  readonly isVirtual: boolean;
  /** `@IsTest` on the class. */
  readonly isTest: boolean;
  readonly annotations: readonly Annotation[];
  /** A user class, or a platform one (`System.Exception` and its kin), or null. */
  superType: ApexType | null;
  /** Interfaces named by this class itself. */
  interfaces: ApexType[];
  readonly fields: FieldInfo[];
  readonly methods: MethodInfo[];
  readonly constructors: MethodInfo[];
  /**
   * Static and instance initialiser blocks and field initialisers, in source order. Empty, as are the
   * bodies and lines of methods, in a program whose code was kept: they have not been read again.
   */
  readonly initializers: Initializer[];
  /** Enum constants, in order. */
  readonly constants: string[];
}

export type Access = 'global' | 'public' | 'protected' | 'private';

export interface Annotation {
  /** Lower case, without `@`. */
  readonly name: string;
  /** Lower-case keys; the lone positional value has the key `value`. */
  readonly values: Readonly<Record<string, string>>;
}

export type Initializer =
  | { readonly kind: 'block'; readonly isStatic: boolean; readonly body: Block }
  | { readonly kind: 'field'; readonly field: FieldInfo; readonly value: Expr };

/** A field or a property. */
export interface FieldInfo {
  readonly owner: ClassInfo;
  readonly name: string;
  readonly type: ApexType;
  readonly isStatic: boolean;
  readonly isFinal: boolean;
  readonly isTransient: boolean;
  readonly access: Access;
  readonly position: Position;
  readonly annotations: readonly Annotation[];
  /** Present when the getter or setter has a body; automatic ones are plain fields. */
  getter: MethodInfo | null;
  setter: MethodInfo | null;
}

export interface MethodInfo {
  readonly owner: ClassInfo;
  /** `<init>` for constructors, `<get>Name` and `<set>Name` for accessors. */
  readonly name: string;
  readonly params: readonly LocalVar[];
  readonly returns: ApexType;
  readonly isStatic: boolean;
  readonly isAbstract: boolean;
  readonly isVirtual: boolean;
  readonly isOverride: boolean;
  readonly isTestMethod: boolean;
  readonly access: Access;
  readonly annotations: readonly Annotation[];
  readonly position: Position;
  /** Null for abstract and interface methods. Filled in by the checker's second pass. */
  body: Block | null;
  /** Constructors: the explicit `this(…)` or `super(…)` call stands as first statement of the body. */
  /**
   * Name under which JavaScript finds the method: equal for a method and all that override it.
   * Made by `slotName` from the lower-case name and the parameter types, type arguments included:
   * Apex tells `f(List<String>)` from `f(List<Id>)`.
   */
  readonly slot: string;
  /**
   * Methods of platform interfaces that this one implements, as `name/arity` in lower case, e.g.
   * `execute/1`, and with the interface behind it: `execute/1 system.queueable`. The platform calls Apex
   * through these. `toString`, `equals` and `hashCode` count too.
   * Apex lets a static method implement an interface, so static methods may have some as well.
   */
  readonly libSlots: string[];
  /** Every statement line of the body, for coverage. */
  readonly lines: number[];
}

export interface LocalVar {
  readonly name: string;
  readonly type: ApexType;
  /** Unique within its method; makes shadow-free JavaScript names. */
  readonly slot: number;
  readonly isFinal: boolean;
}

/** A trigger after checking. */
export interface TriggerInfo {
  readonly name: string;
  readonly object: string;
  readonly events: readonly TriggerEvent[];
  readonly body: Block;
  readonly position: Position;
  /** Methods and fields declared inside the trigger, held by a synthetic class. */
  readonly holder: ClassInfo;
  readonly lines: number[];
}

export type TriggerEvent =
  | 'before insert'
  | 'after insert'
  | 'before update'
  | 'after update'
  | 'before delete'
  | 'after delete'
  | 'after undelete';

/** Anonymous Apex after checking: a body, and the classes declared in it. */
export interface AnonymousInfo {
  readonly body: Block;
  readonly holder: ClassInfo;
}

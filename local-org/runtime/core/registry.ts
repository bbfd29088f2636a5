/**
 * Where the Apex standard library registers its implementations, and where compiled code finds them.
 *
 * Signatures live in the platform's type data (see `language/platform`); this registry says what the
 * local org can run. A member that the data knows and this registry lacks is refused at deploy.
 */
import type { Vm } from './vm';
import type { Value } from './values';

/** Instance members get the receiver first. Members listed in `suspends` are generator functions. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- one table holds functions of every arity
export type LibraryFunction = (vm: Vm, ...args: any[]) => Value;

/**
 * Keys of the member tables name overloads from most to least exact:
 * `valueOf(System.Datetime)`, then `valueOf/1`, then `valueOf`. Case as declared.
 */
export interface LibraryType {
  /** Fully qualified: `System.String`, `Database.SaveResult`, `Schema.SObjectType`. */
  readonly name: string;
  readonly statics?: Readonly<Record<string, LibraryFunction>>;
  readonly methods?: Readonly<Record<string, LibraryFunction>>;
  /** Keys `new()`, `new/1`, `new(System.String)`. */
  readonly constructors?: Readonly<Record<string, LibraryFunction>>;
  /** Static properties and constants, by name. */
  readonly staticGetters?: Readonly<Record<string, LibraryFunction>>;
  readonly getters?: Readonly<Record<string, LibraryFunction>>;
  readonly setters?: Readonly<Record<string, LibraryFunction>>;
  /** Names (as in the tables) whose function is a generator (may suspend or call back into Apex). */
  readonly suspends?: readonly string[];
  /** Enum constants, for platform enums. */
  readonly constants?: readonly string[];
  /** Platform interface or virtual class that Apex may implement: calls go to the Apex object. */
  readonly implementable?: boolean;
  /** Run-time test for `instanceof` and casts, when the JavaScript class alone does not tell. */
  readonly isInstance?: (value: Value) => boolean;
}

export type MemberTable =
  'statics' | 'methods' | 'constructors' | 'staticGetters' | 'getters' | 'setters';

export interface LibraryMember {
  readonly fn: LibraryFunction;
  readonly suspends: boolean;
}

/** All library types of a local org. */
export class LibraryRegistry {
  readonly #types = new Map<string, LibraryType>();

  /** Registers a type. Throws when it is there already. */
  define(type: LibraryType): void {
    const key = type.name.toLowerCase();
    if (this.#types.has(key)) throw new Error(`Library type ${type.name} is defined twice.`);
    this.#types.set(key, type);
  }

  /** Adds methods that a type lacks; registers the type when nobody did. */
  extend(name: string, methods: Readonly<Record<string, LibraryFunction>>): void {
    const known = this.type(name) ?? { name };
    const type = { ...known, methods: { ...methods, ...known.methods } };
    this.#types.set(name.toLowerCase(), type);
  }

  type(name: string): LibraryType | undefined {
    return this.#types.get(name.toLowerCase());
  }

  types(): Iterable<LibraryType> {
    return this.#types.values();
  }

  /**
   * The implementation of one overload, or undefined when the local org lacks it.
   * @param params declared parameter types of the overload, fully qualified
   */
  member(
    type: string,
    table: MemberTable,
    name: string,
    params: readonly string[],
  ): LibraryMember | undefined {
    const lib = this.type(type);
    const members = lib?.[table];
    if (!lib || !members) return undefined;
    for (const key of [`${name}(${params.join(',')})`, `${name}/${params.length}`, name]) {
      const fn = Object.hasOwn(members, key) ? members[key] : undefined;
      if (fn) return { fn, suspends: lib.suspends?.includes(key) ?? false };
    }
    return undefined;
  }
}

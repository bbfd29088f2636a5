/** What is known while one method, initialiser or trigger is checked: scope, context and where errors go. */
import type { ClassInfo, FieldInfo, LocalVar, Position } from '../classes';
import type { Expr } from '../tree';
import type { ApexType } from '../types';
import type { ExprSyntax, TypeSyntax } from '../parse/syntax';
import { convert } from './convert';
import { checkName } from './identifiers';
import { resolveType } from './resolve-type';
import { typeName, UNKNOWN } from './types';
import type { FileRef, World } from './world';

export interface BodyOptions {
  readonly world: World;
  readonly file: FileRef;
  readonly cls: ClassInfo;
  readonly isStatic: boolean;
  /** Null where `return` with a value makes no sense and nothing is checked: initialisers. */
  readonly returns: ApexType;
  readonly params?: readonly LocalVar[];
  /** The property whose accessor this is. */
  readonly property?: FieldInfo;
  /** Constructors and initialisers may set final fields. */
  readonly initialises?: 'static' | 'instance';
  readonly isConstructor?: boolean;
  /** Object of the trigger: the type of `Trigger.new`. */
  readonly triggerObject?: string;
}

export class Body {
  readonly world: World;
  readonly file: FileRef;
  readonly cls: ClassInfo;
  readonly isStatic: boolean;
  readonly returns: ApexType;
  readonly options: BodyOptions;
  readonly lines: number[] = [];
  loops = 0;
  /** The left side of the assignment that is being checked: it need not be readable. */
  target: ExprSyntax | null = null;
  /** No statement has been checked yet: the place for `this(…)` and `super(…)`. */
  get atStart(): boolean {
    return this.lines.length <= 1;
  }
  /** Final locals that have their value. */
  readonly assigned = new Set<LocalVar>();
  #slots = 0;
  #scopes: Map<string, LocalVar>[] = [new Map<string, LocalVar>()];

  constructor(options: BodyOptions) {
    this.options = options;
    this.world = options.world;
    this.file = options.file;
    this.cls = options.cls;
    this.isStatic = options.isStatic;
    this.returns = options.returns;
    for (const p of options.params ?? []) {
      this.#slots = Math.max(this.#slots, p.slot + 1);
      this.#scopes[0]?.set(p.name.toLowerCase(), p);
      this.assigned.add(p);
    }
  }

  report(pos: Position, message: string): void {
    this.world.report(this.file, pos, message);
  }

  unsupported(pos: Position, what: string): void {
    this.world.unsupported(this.file, pos, what);
  }

  /** Reports, and gives an expression that fits everywhere. */
  wrong(pos: Position, message: string): Expr {
    this.report(pos, message);
    return unknown(pos);
  }

  type(syntax: TypeSyntax): ApexType {
    return resolveType(this.world, this.file, syntax, this.cls);
  }

  scoped<T>(run: () => T): T {
    this.#scopes.push(new Map());
    try {
      return run();
    } finally {
      this.#scopes.pop();
    }
  }

  local(name: string): LocalVar | undefined {
    const key = name.toLowerCase();
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const found = this.#scopes[i]?.get(key);
      if (found) return found;
    }
    return undefined;
  }

  /** The local variables in sight. */
  locals(): readonly LocalVar[] {
    return [...new Map(this.#scopes.flatMap((scope) => [...scope])).values()];
  }

  declare(pos: Position, name: string, type: ApexType, isFinal = false): LocalVar {
    checkName(this.world, this.file, pos, name);
    if (this.local(name)) this.report(pos, `Duplicate variable: ${name}`);
    const v: LocalVar = { name, type, slot: this.#slots++, isFinal };
    this.#scopes[this.#scopes.length - 1]?.set(name.toLowerCase(), v);
    return v;
  }

  /** A variable that no Apex name reaches. */
  temporary(type: ApexType): LocalVar {
    return { name: 'temp', type, slot: this.#slots++, isFinal: true };
  }

  /** Converts for an assignment, or says why that is impossible. */
  assign(e: Expr, to: ApexType, pos: Position = e.pos, words = 'Illegal assignment'): Expr {
    if (e.type.k === 'void') return this.wrong(pos, `${words} from void to ${typeName(to)}`);
    const converted = convert(this.world, e, to);
    return converted ?? this.wrong(pos, `${words} from ${typeName(e.type)} to ${typeName(to)}`);
  }
}

export const unknown = (pos: Position): Expr => ({ k: 'literal', value: null, type: UNKNOWN, pos });

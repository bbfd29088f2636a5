/** Apex as written: the tree that the parser makes, before any name is resolved. */
import type { SoqlQuery } from '../../database/soql/ast';
import type { Annotation, Position } from '../classes';

interface Node {
  readonly pos: Position;
}

/** `Map<String, List<A.B>>[]` */
export interface TypeSyntax extends Node {
  readonly parts: readonly { readonly name: string; readonly args: readonly TypeSyntax[] }[];
  /** Pairs of brackets behind the name. */
  readonly dims: number;
}

export interface Modifiers {
  /** Lower case; sharing is `with sharing`, `without sharing` or `inherited sharing`. */
  readonly words: readonly string[];
  readonly annotations: readonly Annotation[];
}

// ---------------------------------------------------------------- declarations

export interface TypeDecl extends Node {
  readonly k: 'class' | 'interface' | 'enum';
  readonly name: string;
  readonly modifiers: Modifiers;
  readonly superType: TypeSyntax | null;
  /** `implements` of a class, `extends` of an interface. */
  readonly interfaces: readonly TypeSyntax[];
  readonly members: readonly Member[];
  readonly constants: readonly { readonly name: string; readonly pos: Position }[];
}

export type Member = TypeDecl | MethodDecl | FieldDecl | PropertyDecl | InitDecl;

/** A method, or a constructor when `returns` is undefined. `returns` null is void. */
export interface MethodDecl extends Node {
  readonly k: 'method';
  readonly name: string;
  readonly modifiers: Modifiers;
  readonly returns: TypeSyntax | null | undefined;
  readonly params: readonly ParamSyntax[];
  readonly body: BlockSyntax | null;
}

export interface ParamSyntax extends Node {
  readonly name: string;
  readonly type: TypeSyntax;
  readonly isFinal: boolean;
}

export interface FieldDecl extends Node {
  readonly k: 'field';
  readonly modifiers: Modifiers;
  readonly type: TypeSyntax;
  readonly variables: readonly Declarator[];
}

export interface Declarator extends Node {
  readonly name: string;
  readonly init: ExprSyntax | null;
}

export interface PropertyDecl extends Node {
  readonly k: 'property';
  readonly name: string;
  readonly modifiers: Modifiers;
  readonly type: TypeSyntax;
  readonly getter: AccessorSyntax | null;
  readonly setter: AccessorSyntax | null;
}

export interface AccessorSyntax extends Node {
  readonly modifiers: Modifiers;
  readonly body: BlockSyntax | null;
}

export interface InitDecl extends Node {
  readonly k: 'init';
  readonly isStatic: boolean;
  readonly body: BlockSyntax;
}

export interface TriggerDecl extends Node {
  readonly k: 'trigger';
  readonly name: string;
  readonly object: string;
  readonly objectPos: Position;
  /** `before insert` and so on. */
  readonly events: readonly string[];
  readonly members: readonly Member[];
  readonly statements: readonly StmtSyntax[];
}

export interface AnonymousDecl extends Node {
  readonly k: 'anonymous';
  readonly members: readonly Member[];
  readonly statements: readonly StmtSyntax[];
}

// ---------------------------------------------------------------- statements

export interface BlockSyntax extends Node {
  readonly k: 'block';
  readonly statements: readonly StmtSyntax[];
  /** Of the closing brace. */
  readonly end: Position;
}

export interface LocalSyntax extends Node {
  readonly k: 'local';
  readonly isFinal: boolean;
  readonly type: TypeSyntax;
  readonly variables: readonly Declarator[];
}

export type StmtSyntax =
  | BlockSyntax
  | LocalSyntax
  | (Node & { readonly k: 'expr'; readonly e: ExprSyntax })
  | (Node & {
      readonly k: 'if';
      readonly cond: ExprSyntax;
      readonly then: StmtSyntax;
      readonly else: StmtSyntax | null;
    })
  | (Node & { readonly k: 'while'; readonly cond: ExprSyntax; readonly body: StmtSyntax | null })
  | (Node & { readonly k: 'doWhile'; readonly cond: ExprSyntax; readonly body: StmtSyntax })
  | (Node & {
      readonly k: 'for';
      readonly init: readonly StmtSyntax[];
      readonly cond: ExprSyntax | null;
      readonly update: readonly ExprSyntax[];
      readonly body: StmtSyntax | null;
    })
  | (Node & {
      readonly k: 'forEach';
      readonly type: TypeSyntax;
      readonly name: string;
      readonly namePos: Position;
      readonly over: ExprSyntax;
      readonly body: StmtSyntax | null;
    })
  | (Node & { readonly k: 'return'; readonly e: ExprSyntax | null })
  | (Node & { readonly k: 'throw'; readonly e: ExprSyntax })
  | (Node & {
      readonly k: 'try';
      readonly body: BlockSyntax;
      readonly catches: readonly CatchSyntax[];
      readonly finally: BlockSyntax | null;
    })
  | (Node & { readonly k: 'break' | 'continue' })
  | (Node & {
      readonly k: 'switch';
      readonly on: ExprSyntax;
      readonly whens: readonly WhenSyntax[];
    })
  | (Node & {
      readonly k: 'dml';
      readonly op: 'insert' | 'update' | 'upsert' | 'delete' | 'undelete' | 'merge';
      readonly records: ExprSyntax;
      readonly other: ExprSyntax | null;
      readonly externalId: { readonly parts: readonly string[]; readonly pos: Position } | null;
      readonly access: 'user' | 'system' | null;
    })
  | (Node & {
      readonly k: 'runAs';
      readonly args: readonly ExprSyntax[];
      readonly body: BlockSyntax;
    });

export interface CatchSyntax extends Node {
  readonly type: TypeSyntax;
  readonly name: string;
  readonly body: BlockSyntax;
}

export interface WhenSyntax extends Node {
  /** `else` has neither values nor a type. */
  readonly isElse: boolean;
  readonly values: readonly ExprSyntax[];
  readonly sobject: { readonly type: TypeSyntax; readonly name: string } | null;
  readonly body: BlockSyntax;
}

// ---------------------------------------------------------------- expressions

export type LiteralKind = 'null' | 'boolean' | 'integer' | 'long' | 'number' | 'string';

export type ExprSyntax =
  | (Node & { readonly k: 'literal'; readonly kind: LiteralKind; readonly text: string })
  | (Node & { readonly k: 'name'; readonly name: string })
  | (Node & { readonly k: 'this' | 'super' })
  /** `a.b`; `pos` is that of `b`. */
  | (Node & {
      readonly k: 'dot';
      readonly object: ExprSyntax;
      readonly name: string;
      readonly safe: boolean;
    })
  /** `f(x)`, or `a.f(x)` when `object` is there; `pos` is that of `f`. */
  | (Node & {
      readonly k: 'call';
      readonly object: ExprSyntax | null;
      readonly name: string;
      readonly safe: boolean;
      readonly args: readonly ExprSyntax[];
    })
  /** `this(…)`, `super(…)`. */
  | (Node & {
      readonly k: 'ctorCall';
      readonly which: 'this' | 'super';
      readonly args: readonly ExprSyntax[];
    })
  | (Node & { readonly k: 'index'; readonly list: ExprSyntax; readonly index: ExprSyntax })
  | (Node & {
      readonly k: 'new';
      readonly type: TypeSyntax;
      readonly args: readonly ExprSyntax[];
    })
  /** `new List<T>{…}`, `new Set<T>{…}`, `new T[]{…}`; with `size`: `new T[n]`. */
  | (Node & {
      readonly k: 'newItems';
      readonly type: TypeSyntax;
      readonly items: readonly ExprSyntax[] | null;
      readonly size: ExprSyntax | null;
    })
  | (Node & {
      readonly k: 'newMap';
      readonly type: TypeSyntax;
      readonly entries: readonly (readonly [ExprSyntax, ExprSyntax])[];
    })
  /** `op` is null for a plain `=`. */
  | (Node & {
      readonly k: 'assign';
      readonly op: string | null;
      readonly target: ExprSyntax;
      readonly value: ExprSyntax;
    })
  | (Node & {
      readonly k: 'binary';
      readonly op: string;
      readonly left: ExprSyntax;
      readonly right: ExprSyntax;
    })
  | (Node & { readonly k: 'unary'; readonly op: '+' | '-' | '!' | '~'; readonly e: ExprSyntax })
  | (Node & {
      readonly k: 'increment';
      readonly delta: 1 | -1;
      readonly prefix: boolean;
      readonly e: ExprSyntax;
    })
  | (Node & {
      readonly k: 'ternary';
      readonly cond: ExprSyntax;
      readonly then: ExprSyntax;
      readonly else: ExprSyntax;
    })
  | (Node & { readonly k: 'paren'; readonly e: ExprSyntax })
  | (Node & { readonly k: 'cast'; readonly type: TypeSyntax; readonly e: ExprSyntax })
  | (Node & { readonly k: 'instanceof'; readonly e: ExprSyntax; readonly type: TypeSyntax })
  /** `T.class`; null is `void.class`. */
  | (Node & { readonly k: 'classLiteral'; readonly type: TypeSyntax | null })
  | SoqlSyntax
  | (Node & { readonly k: 'sosl'; readonly text: string });

export interface SoqlSyntax extends Node {
  readonly k: 'soql';
  readonly query: SoqlQuery;
  readonly binds: readonly ExprSyntax[];
  readonly unsupported: readonly string[];
}

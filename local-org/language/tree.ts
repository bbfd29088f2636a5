/**
 * The typed tree: Apex after parsing and checking. Every name is resolved, every conversion is
 * written out, every overload is chosen, so that the emitter only translates.
 */
import type { BindValue, SoqlQuery } from '../database/soql/ast';
import type { ClassInfo, FieldInfo, LocalVar, MethodInfo, Position } from './classes';
import type { ApexType } from './types';

export type { BindValue };

interface Node {
  readonly pos: Position;
}
interface Typed extends Node {
  readonly type: ApexType;
}

// ---------------------------------------------------------------- statements

export interface Block extends Node {
  readonly k: 'block';
  readonly statements: readonly Stmt[];
}

export type Stmt =
  | Block
  | (Node & { readonly k: 'local'; readonly v: LocalVar; readonly init: Expr | null })
  | (Node & { readonly k: 'expr'; readonly e: Expr })
  | (Node & {
      readonly k: 'if';
      readonly cond: Expr;
      readonly then: Stmt;
      readonly else: Stmt | null;
    })
  | (Node & { readonly k: 'while'; readonly cond: Expr; readonly body: Stmt })
  | (Node & { readonly k: 'doWhile'; readonly cond: Expr; readonly body: Stmt })
  | (Node & {
      readonly k: 'for';
      readonly init: readonly Stmt[];
      readonly cond: Expr | null;
      readonly update: readonly Expr[];
      readonly body: Stmt;
    })
  /** Over a List, Set or Iterable. `element` is converted to the type of `v`. */
  | (Node & {
      readonly k: 'forEach';
      readonly v: LocalVar;
      readonly over: Expr;
      readonly body: Stmt;
    })
  /** `for (X x : [SELECT …])`; `chunks` when `v` is a list of up to 200 rows. */
  | (Node & {
      readonly k: 'forSoql';
      readonly v: LocalVar;
      readonly query: Expr;
      readonly chunks: boolean;
      readonly body: Stmt;
    })
  | (Node & { readonly k: 'return'; readonly e: Expr | null })
  | (Node & { readonly k: 'throw'; readonly e: Expr })
  | (Node & {
      readonly k: 'try';
      readonly body: Block;
      readonly catches: readonly {
        readonly v: LocalVar;
        readonly type: ApexType;
        readonly body: Block;
      }[];
      readonly finally: Block | null;
    })
  | (Node & { readonly k: 'break' })
  | (Node & { readonly k: 'continue' })
  | (Node & {
      readonly k: 'switch';
      readonly on: Expr;
      readonly whens: readonly SwitchWhen[];
      readonly else: Block | null;
    })
  | (Node & {
      readonly k: 'dml';
      readonly op: DmlOp;
      /** One SObject or a list of them. */
      readonly records: Expr;
      /** Upsert by this external id field (canonical name), or null for Id. */
      readonly externalId: string | null;
      /** `merge a b`. */
      readonly other: Expr | null;
      readonly access: 'user' | 'system' | null;
    })
  | (Node & { readonly k: 'runAs'; readonly user: Expr; readonly body: Block })
  /** `this(…)` or `super(…)` inside a constructor. `ctor` is null for a platform or implicit super class. */
  | (Node & {
      readonly k: 'ctorCall';
      readonly which: 'this' | 'super';
      readonly cls: ClassInfo | null;
      readonly ctor: MethodInfo | null;
      readonly args: readonly Expr[];
    });

export type DmlOp = 'insert' | 'update' | 'upsert' | 'delete' | 'undelete' | 'merge';

export type SwitchWhen =
  /** Literals or enum constants, already converted to the type of the subject. */
  | { readonly kind: 'values'; readonly values: readonly Expr[]; readonly body: Block }
  | { readonly kind: 'sobject'; readonly name: string; readonly v: LocalVar; readonly body: Block };

// ---------------------------------------------------------------- expressions

export type Literal = null | boolean | string | number | bigint;

export type ArithmeticKind = 'int' | 'long' | 'double' | 'decimal';

export type Expr =
  /** Integer is `number`, Long is `bigint`; Double and Decimal are text in `literalDecimal`. */
  | (Typed & { readonly k: 'literal'; readonly value: Literal })
  | (Typed & { readonly k: 'literalDecimal'; readonly text: string; readonly double: boolean })
  | (Typed & { readonly k: 'local'; readonly v: LocalVar })
  | (Typed & { readonly k: 'this' })
  /**
   * Field of an Apex object; a property with a body goes through its accessor, except inside that
   * property's own accessors (`direct`), where its name means the stored value.
   */
  | (Typed & {
      readonly k: 'field';
      readonly object: Expr;
      readonly field: FieldInfo;
      readonly direct?: boolean;
    })
  | (Typed & { readonly k: 'staticField'; readonly field: FieldInfo; readonly direct?: boolean })
  | (Typed & { readonly k: 'enumConstant'; readonly cls: ClassInfo; readonly name: string })
  /** Field of an SObject, canonical name. */
  | (Typed & { readonly k: 'sobjectField'; readonly object: Expr; readonly name: string })
  /** `item.Parent__r`: the parent SObject or null. */
  | (Typed & { readonly k: 'sobjectParent'; readonly object: Expr; readonly relationship: string })
  /** `account.Contacts`: the list of child rows. */
  | (Typed & {
      readonly k: 'sobjectChildren';
      readonly object: Expr;
      readonly relationship: string;
    })
  | (Typed & { readonly k: 'index'; readonly list: Expr; readonly index: Expr })
  /** Call of a user method. `receiver` is null when static; `virtual` is false for `super.m()`. */
  | (Typed & {
      readonly k: 'call';
      readonly method: MethodInfo;
      readonly receiver: Expr | null;
      readonly virtual: boolean;
      readonly args: readonly Expr[];
    })
  /** Call through an interface or class of the platform, to be answered by Apex or by the library. */
  | (Typed & LibCall)
  /** Static or instance field or property of a platform type: `Trigger.new`, `Math.PI`, `opts.DuplicateSignature`. */
  | (Typed & {
      readonly k: 'libField';
      readonly lib: string;
      readonly name: string;
      readonly receiver: Expr | null;
    })
  | (Typed & { readonly k: 'libEnum'; readonly lib: string; readonly name: string })
  | (Typed & {
      readonly k: 'new';
      readonly cls: ClassInfo;
      /**
       * Null: the implicit constructor without arguments, or, for exceptions, the inherited one of
       * `System.Exception` with (), (message), (cause) or (message, cause).
       */
      readonly ctor: MethodInfo | null;
      readonly args: readonly Expr[];
    })
  | (Typed & {
      readonly k: 'newLib';
      readonly lib: string;
      readonly params: readonly string[];
      readonly args: readonly Expr[];
    })
  /** `new List<T>{a, b}` (`items`), `new List<T>(other)` or `new T[n]` (`from` or `size`). Also Set. */
  | (Typed & {
      readonly k: 'newCollection';
      readonly items: readonly Expr[] | null;
      readonly from: Expr | null;
      readonly size: Expr | null;
    })
  | (Typed & {
      readonly k: 'newMap';
      readonly entries: readonly (readonly [Expr, Expr])[] | null;
      /** Another map, or a list of SObjects (keyed by Id). */
      readonly from: Expr | null;
    })
  | (Typed & {
      readonly k: 'newSObject';
      readonly object: string;
      readonly fields: readonly (readonly [string, Expr])[];
    })
  | (Typed & {
      readonly k: 'assign';
      readonly target: Expr;
      /** Already converted to the target's type. For compound assignment: the operand. */
      readonly value: Expr;
      /** Null for `=`. Otherwise the binary operator, with the kind in which it is computed. */
      readonly op: BinaryOp | null;
      readonly kind: ArithmeticKind | 'string' | 'bool' | null;
    })
  | (Typed & {
      readonly k: 'increment';
      readonly target: Expr;
      readonly delta: 1 | -1;
      readonly prefix: boolean;
    })
  /** Arithmetic, shifts and bits; operands have been converted to `kind`. */
  | (Typed & {
      readonly k: 'arith';
      readonly op: BinaryOp;
      readonly kind: ArithmeticKind | 'bool';
      readonly left: Expr;
      readonly right: Expr;
    })
  /** `+` with a String on at least one side. */
  | (Typed & { readonly k: 'concat'; readonly left: Expr; readonly right: Expr })
  /** Date + Integer and its kin: `kind` says what the left side is. */
  | (Typed & {
      readonly k: 'dateArith';
      readonly op: '+' | '-';
      readonly kind: 'date' | 'datetime' | 'time';
      readonly left: Expr;
      readonly right: Expr;
    })
  /** `<`, `<=`, `>`, `>=`. Strings compare ignoring case. */
  | (Typed & {
      readonly k: 'compare';
      readonly op: '<' | '<=' | '>' | '>=';
      readonly kind: CompareKind;
      readonly left: Expr;
      readonly right: Expr;
    })
  /** `==`, `!=` by value; `===`, `!==` by reference. */
  | (Typed & {
      readonly k: 'equals';
      readonly negate: boolean;
      readonly exact: boolean;
      readonly kind: EqualsKind;
      readonly left: Expr;
      readonly right: Expr;
    })
  | (Typed & { readonly k: 'and' | 'or'; readonly left: Expr; readonly right: Expr })
  | (Typed & { readonly k: 'not'; readonly e: Expr })
  | (Typed & { readonly k: 'negate'; readonly kind: ArithmeticKind; readonly e: Expr })
  | (Typed & { readonly k: 'bitNot'; readonly kind: 'int' | 'long'; readonly e: Expr })
  | (Typed & {
      readonly k: 'ternary';
      readonly cond: Expr;
      readonly then: Expr;
      readonly else: Expr;
    })
  | (Typed & { readonly k: 'coalesce'; readonly left: Expr; readonly right: Expr })
  /** `receiver?.then`: `temp` holds the receiver's value inside `then`. Null when the receiver is null. */
  | (Typed & {
      readonly k: 'safe';
      readonly receiver: Expr;
      readonly temp: LocalVar;
      readonly then: Expr;
    })
  /** `(T) e`, checked at run time; throws System.TypeException. */
  | (Typed & { readonly k: 'cast'; readonly e: Expr })
  /** Implicit conversion that changes the representation: Integer → Long → Double → Decimal, String → Id, Id → String, Date → Datetime, and List<SObject> → its only row (dynamic queries). */
  | (Typed & { readonly k: 'convert'; readonly e: Expr })
  | (Typed & { readonly k: 'instanceof'; readonly e: Expr; readonly of: ApexType })
  | (Typed & SoqlExpr)
  /** `Foo.class`. */
  | (Typed & { readonly k: 'classLiteral'; readonly of: ApexType })
  /** `Account.SObjectType` (`field` null) or `Account.Name` as a token. */
  | (Typed & { readonly k: 'token'; readonly object: string; readonly field: string | null });

export type BinaryOp = '+' | '-' | '*' | '/' | '&' | '|' | '^' | '<<' | '>>' | '>>>';

export type CompareKind = ArithmeticKind | 'string' | 'date' | 'datetime' | 'time' | 'id';

/** `object` compares by value for boxed values and collections, and by user `equals` for Apex objects. */
export type EqualsKind = CompareKind | 'bool' | 'object';

/**
 * Some members have no declaring type of their own in Apex and are called like this:
 * - `c.name()`, `c.ordinal()` of any enum: `System.Enum`; `Color.values()`, `Color.valueOf(s)`: static on
 *   `System.Enum` with the enum's class literal as first argument (`System.Type`);
 * - `o.toString()`, `equals`, `hashCode` where no class declares them: `Object`;
 * - `X__c.getInstance()` and its kin: static on `System.SObject`, the token as first argument
 *   (`Schema.SObjectType`);
 * - `record.Field__c.addError(m)`: `System.SObject.addError(Schema.SObjectField, …)` on the record.
 */
export interface LibCall {
  readonly k: 'libCall';
  /** Fully qualified platform type that declares the method: `System.String`, `System.Callable`. */
  readonly lib: string;
  /** In the declaration's spelling. */
  readonly name: string;
  /** Declared parameter types, e.g. `['System.String', 'System.Integer']`: names the overload. */
  readonly params: readonly string[];
  /** Null when static. */
  readonly receiver: Expr | null;
  readonly args: readonly Expr[];
  /** Queries given as text: what their binds may name, in lower case. */
  readonly visible?: readonly { readonly name: string; readonly value: Expr }[];
}

export interface SoqlExpr {
  readonly k: 'soql';
  readonly query: SoqlQuery;
  /** In bind order; evaluated before the query runs. */
  readonly binds: readonly Expr[];
  /** How the result is used: a list, exactly one row (QueryException otherwise), or the count of `COUNT()`. */
  readonly result: 'list' | 'single' | 'count';
}

/** A SOQL query after parsing. Names keep the spelling of their author until the planner resolves them. */
import type { Stored } from '../schema';

export interface SoqlQuery {
  readonly select: readonly SelectItem[];
  readonly from: string;
  readonly alias?: string;
  readonly where?: Condition;
  readonly groupBy?: readonly FieldPath[];
  readonly having?: Condition;
  readonly orderBy?: readonly OrderBy[];
  readonly limit?: Operand;
  readonly offset?: Operand;
  /** FOR UPDATE. */
  readonly forUpdate?: boolean;
  /** ALL ROWS: also rows in the recycle bin. */
  readonly allRows?: boolean;
  /** WITH USER_MODE, SYSTEM_MODE or SECURITY_ENFORCED. */
  readonly access?: 'user' | 'system' | 'securityEnforced';
  /** Source text, for traces and error messages. */
  readonly source: string;
}

/** `Account.Owner.Name` is `['Account', 'Owner', 'Name']`. */
export type FieldPath = readonly string[];

export type AggregateFunction = 'COUNT' | 'COUNT_DISTINCT' | 'SUM' | 'AVG' | 'MIN' | 'MAX';

export type SelectItem =
  | { readonly kind: 'field'; readonly path: FieldPath; readonly alias?: string }
  | {
      readonly kind: 'aggregate';
      readonly fn: AggregateFunction;
      /** Absent for `COUNT()`. */
      readonly path?: FieldPath;
      readonly alias?: string;
    }
  | { readonly kind: 'subquery'; readonly query: SoqlQuery }
  | { readonly kind: 'allFields'; readonly scope: 'ALL' | 'STANDARD' | 'CUSTOM' };

export type ConditionLeft =
  | { readonly kind: 'field'; readonly path: FieldPath }
  | { readonly kind: 'aggregate'; readonly fn: AggregateFunction; readonly path?: FieldPath };

export type CompareOp = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like' | 'includes' | 'excludes';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly items: readonly Condition[] }
  | { readonly kind: 'not'; readonly item: Condition }
  | {
      readonly kind: 'compare';
      readonly left: ConditionLeft;
      readonly op: CompareOp;
      readonly right: Operand;
    }
  | {
      readonly kind: 'in';
      readonly not: boolean;
      readonly left: ConditionLeft;
      readonly right: Operand | { readonly kind: 'query'; readonly query: SoqlQuery };
    };

export type Operand =
  | { readonly kind: 'literal'; readonly value: Stored; readonly type: LiteralType }
  | { readonly kind: 'list'; readonly items: readonly Operand[] }
  /** Index into the bind values that are handed over with the query. */
  | { readonly kind: 'bind'; readonly index: number }
  /** `TODAY`, `LAST_N_DAYS:3`. */
  | { readonly kind: 'dateLiteral'; readonly name: string; readonly n?: number };

export type LiteralType = 'string' | 'number' | 'boolean' | 'null' | 'date' | 'datetime' | 'time';

export interface OrderBy {
  /** Empty for `ORDER BY COUNT()`. */
  readonly path: FieldPath;
  /** Only in queries with GROUP BY. */
  readonly aggregate?: AggregateFunction;
  readonly descending?: boolean;
  readonly nulls?: 'first' | 'last';
}

/** A bind value: one stored value, or several for IN. */
export type BindValue = Stored | readonly Stored[];

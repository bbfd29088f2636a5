/** Inline SOQL against the schema: objects, fields, relationships, and the types of its binds. */
import type { ObjectSchema } from '../../database/schema';
import type {
  Condition,
  ConditionLeft,
  FieldPath,
  Operand,
  SelectItem,
  SoqlQuery,
} from '../../database/soql/ast';
import type { Position } from '../classes';
import { ORDER_AND_LOCK } from '../parse/soql';
import type { SoqlSyntax } from '../parse/syntax';
import type { Expr } from '../tree';
import type { ApexType } from '../types';
import type { Body } from './body';
import { fits } from './convert';
import { expr } from './expressions';
import { typeOfField } from './scalars';
import { spreadCollections } from './soql-collections';
import { childRelationship, fieldOf, parentField } from './sobjects';
import { INTEGER, isNumeric, isPrim, isText, listOf, sobjectOf, typeName, UNKNOWN } from './types';

export function soqlExpr(b: Body, s: SoqlSyntax): Expr {
  const binds = s.binds.map((bind) => expr(b, bind));
  for (const feature of s.unsupported) b.unsupported(s.pos, feature);
  const object = b.world.schema.object(s.query.from);
  const isCount = countOnly(s.query);
  const query = spreadCollections(s.query, binds);
  const node = { k: 'soql', query, binds, pos: s.pos } as const;
  if (!object) {
    b.report(s.pos, notSupported(s.query.from));
    return { ...node, result: 'list', type: UNKNOWN };
  }
  if (s.unsupported.length === 0) new QueryCheck(b, s.pos, binds).query(query, object);
  if (isCount) return { ...node, result: 'count', type: INTEGER };
  const row = isAggregate(s.query) ? 'AggregateResult' : object.name;
  return { ...node, result: 'list', type: listOf(sobjectOf(row)) };
}

const isAggregate = (q: SoqlQuery): boolean =>
  q.groupBy !== undefined || q.select.some((i) => i.kind === 'aggregate');

/** `SELECT COUNT() FROM …` */
function countOnly(q: SoqlQuery): boolean {
  const [only] = q.select;
  return q.select.length === 1 && only?.kind === 'aggregate' && only.fn === 'COUNT' && !only.path;
}

const notSupported = (name: string): string =>
  `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`;

const noColumn = (name: string, object: string): string =>
  `No such column '${name}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`;

const noRelationship = (name: string, where: string): string =>
  `Didn't understand relationship '${name}' in ${where}. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`;

class QueryCheck {
  constructor(
    readonly b: Body,
    readonly pos: Position,
    readonly binds: readonly Expr[],
  ) {}

  query(q: SoqlQuery, object: ObjectSchema): void {
    const names = [object.name, q.from, ...(q.alias === undefined ? [] : [q.alias])];
    const at = { object, names: new Set(names.map((n) => n.toLowerCase())) };
    for (const item of q.select) this.select(item, at);
    if (q.where) this.condition(q.where, at);
    for (const path of q.groupBy ?? []) this.path(path, at);
    // The platform's guide on locking statements forbids it: rows are locked in the order of ids.
    if (q.forUpdate && q.orderBy?.length) this.b.report(this.pos, ORDER_AND_LOCK);
    if (q.having) this.condition(q.having, at);
    const aliases = new Set(
      q.select.flatMap((i) => ('alias' in i && i.alias !== undefined ? [i.alias] : [])),
    );
    for (const { path } of q.orderBy ?? [])
      if (path.length > 0 && !(path.length === 1 && aliases.has(path[0]!))) this.path(path, at);
    for (const n of [q.limit, q.offset]) if (n) this.operand(n, INTEGER, false);
  }

  select(item: SelectItem, at: At): void {
    if (item.kind === 'field') this.path(item.path, at);
    else if (item.kind === 'aggregate' && item.path) this.path(item.path, at);
    else if (item.kind === 'subquery') {
      const child = childRelationship(this.b.world, at.object.name, item.query.from);
      if (child) this.query(item.query, child.object);
      else this.b.report(this.pos, noRelationship(item.query.from, 'FROM part of query call'));
    }
  }

  /** The type of the column, or null after a report. */
  path(path: FieldPath, at: At): ApexType | null {
    let object = at.object;
    const steps = [...path];
    if (steps.length > 1 && at.names.has((steps[0] ?? '').toLowerCase())) {
      // The name of the object may be a relationship as well, e.g. `Account.Parent.Name`.
      if (!parentField(object, steps[0] ?? '')) steps.shift();
    }
    const last = steps.pop() ?? '';
    for (const step of steps) {
      const field = parentField(object, step);
      const target = field?.referenceTo?.find((t) => t === 'User') ?? field?.referenceTo?.[0];
      const next = target === undefined ? undefined : this.b.world.schema.object(target);
      if (!next) {
        this.b.report(this.pos, noRelationship(step, 'field path'));
        return null;
      }
      object = next;
    }
    const field = fieldOf(object, last);
    if (field) return typeOfField(field);
    this.b.report(this.pos, noColumn(last, object.name));
    return null;
  }

  condition(c: Condition, at: At): void {
    switch (c.kind) {
      case 'and':
      case 'or':
        for (const item of c.items) this.condition(item, at);
        return;
      case 'not':
        return this.condition(c.item, at);
      case 'compare': {
        const type = this.left(c.left, at);
        const bind = c.right.kind === 'bind' ? this.binds[c.right.index] : undefined;
        if (c.op === 'like' && (bind?.type.k === 'list' || bind?.type.k === 'set'))
          return this.b.unsupported(bind.pos, 'LIKE with a collection');
        return this.operand(c.right, type, false);
      }
      case 'in': {
        const type = this.left(c.left, at);
        if (c.right.kind !== 'query') return this.operand(c.right, type, true);
        const object = this.b.world.schema.object(c.right.query.from);
        if (object) this.query(c.right.query, object);
        else this.b.report(this.pos, notSupported(c.right.query.from));
      }
    }
  }

  left(left: ConditionLeft, at: At): ApexType | null {
    const type = left.path ? this.path(left.path, at) : INTEGER;
    if (left.kind === 'aggregate' && /^COUNT/.test(left.fn)) return INTEGER;
    return type;
  }

  operand(o: Operand, column: ApexType | null, many: boolean): void {
    if (o.kind === 'list') for (const item of o.items) this.operand(item, column, many);
    if (o.kind !== 'bind' || !column) return;
    const e = this.binds[o.index];
    if (!e || e.type === UNKNOWN) return;
    const element = many ? elementOf(e.type) : e.type;
    if (element && this.comparable(element, column)) return;
    this.b.report(
      e.pos,
      `Invalid bind expression type of ${typeName(e.type)} for column of type ${typeName(column)}`,
    );
  }

  comparable(type: ApexType, column: ApexType): boolean {
    if (type.k === 'null') return true;
    // A row stands for its Id; enums and anything else have no column.
    if (type.k === 'sobject') return isPrim(column, 'Id') || isPrim(column, 'String');
    if (isNumeric(type) && isNumeric(column)) return true;
    if (isText(type) && isText(column)) return true;
    if (isPrim(type, 'Date', 'Datetime') && isPrim(column, 'Date', 'Datetime')) return true;
    return isPrim(type, 'Object') || fits(this.b.world, type, column);
  }
}

interface At {
  readonly object: ObjectSchema;
  /** Names by which the query may call its object, lower case. */
  readonly names: ReadonlySet<string>;
}

/** IN takes collections, maps (their keys) and queries; a lone value counts as a list of one. */
function elementOf(type: ApexType): ApexType {
  if (type.k === 'list' || type.k === 'set') return type.of;
  if (type.k === 'map') return type.key;
  if (type.k === 'lib' && type.name === 'System.Iterable') return type.args[0] ?? UNKNOWN;
  return type;
}

/** `for` in its three forms. */
import type { StmtSyntax } from '../parse/syntax';
import type { Expr, Stmt } from '../tree';
import type { ApexType } from '../types';
import type { Body } from './body';
import { fits } from './convert';
import { condition, expr } from './expressions';
import { allSupers } from './lineage';
import { loopBody, statements } from './statements';
import { isLib, OBJECT, typeName, UNKNOWN } from './types';

type Of<K extends StmtSyntax['k']> = Extract<StmtSyntax, { k: K }>;

export function forLoop(b: Body, s: Of<'for'>): Stmt {
  return b.scoped(() => {
    const init = statements(b, s.init);
    const cond = s.cond && condition(b, s.cond);
    const update = s.update.map((u) => expr(b, u));
    if (update.length > 1) b.report(update[1]!.pos, "Expecting ')' but was: ','");
    return { k: 'for', init, cond, update, body: loopBody(b, s.pos, s.body), pos: s.pos };
  });
}

/** What a loop over a value gives, or null when it cannot be looped over. */
function elementOf(b: Body, type: ApexType): ApexType | null {
  if (type === UNKNOWN) return UNKNOWN;
  if (type.k === 'list' || type.k === 'set') return type.of;
  const iterable = allSupers(b.world, type).find((t) => isLib(t, 'System.Iterable'));
  return iterable?.k === 'lib' ? (iterable.args[0] ?? OBJECT) : null;
}

export function forEach(b: Body, s: Of<'forEach'>): Stmt {
  return b.scoped(() => {
    const type = b.type(s.type);
    const over = expr(b, s.over);
    const v = b.declare(s.namePos, s.name, type);
    b.assigned.add(v);
    if (over.k === 'soql' && over.result === 'list') return forSoql(b, s, over, v);
    const element = elementOf(b, over.type);
    if (!element)
      b.report(s.over.pos, `Loop must iterate over a collection type: ${typeName(over.type)}`);
    else if (!fits(b.world, element, type) && !rowsOf(element, type))
      b.report(s.pos, `Loop variable must be of type ${typeName(element)}`);
    return { k: 'forEach', v, over, body: loopBody(b, s.pos, s.body), pos: s.pos };
  });
}

/** Rows of `Database.query` are SObjects by type and of any object in fact. */
const rowsOf = (element: ApexType, type: ApexType): boolean =>
  element.k === 'sobject' && element.name === null && type.k === 'sobject';

function forSoql(
  b: Body,
  s: Of<'forEach'>,
  query: Expr,
  v: Extract<Stmt, { k: 'forSoql' }>['v'],
): Stmt {
  const row = query.type.k === 'list' ? query.type.of : UNKNOWN;
  const chunks = v.type.k === 'list';
  const wanted = v.type.k === 'list' ? v.type.of : v.type;
  if (v.type !== UNKNOWN && !fits(b.world, row, wanted))
    b.report(s.pos, `Loop variable must be an SObject or list of ${typeName(row)}`);
  return { k: 'forSoql', v, query, chunks, body: loopBody(b, s.pos, s.body), pos: s.pos };
}

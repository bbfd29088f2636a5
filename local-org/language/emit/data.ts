/** Queries and DML. */
import type { Expr, SoqlExpr, Stmt } from '../tree';
import { expression, notNull } from './expressions';
import type { Frame } from './frame';
import { quote } from './names';

/** @param optional a single row that is absent is null instead of an exception */
export function soql(
  f: Frame,
  e: SoqlExpr & Extract<Expr, { k: 'soql' }>,
  optional: boolean,
): string {
  const query = f.unit.constant(e.query, e.query);
  const binds = e.binds.map((b) => expression(f, b)).join(',');
  const { access } = e.query;
  const mode = access === 'user' || access === 'system' ? quote(access) : 'null';
  const rest = `(${query},[${binds}],${mode})`;
  const mark = e.pos.line === f.line ? '' : f.mark(e.pos.line);
  if (e.result === 'count') return mark + f.suspend(`$a.host.count${rest}`);
  const rows = f.suspend(`$a.host.query${rest}`);
  return mark + (e.result === 'single' ? `single(${rows},${optional})` : rows);
}

export function dml(f: Frame, s: Extract<Stmt, { k: 'dml' }>): string {
  if (s.op === 'merge') {
    f.unit.unsupported(s.pos, 'merge');
    return '';
  }
  const options = [
    'allOrNone:true',
    `access:${quote(s.access ?? 'system')}`,
    ...(s.externalId === null ? [] : [`externalId:${quote(s.externalId)}`]),
  ].join(',');
  const rows = `dmlRows(${notNull(f, s.records)})`;
  return `${f.suspend(`$a.host.dml(${quote(s.op)},${rows},{${options}})`)};`;
}

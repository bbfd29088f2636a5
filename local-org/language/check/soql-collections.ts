/** `WHERE Id = :ids` with a collection means `IN`: the query is rewritten so. */
import type { Condition, SoqlQuery } from '../../database/soql/ast';
import type { Expr } from '../tree';

export function spreadCollections(query: SoqlQuery, binds: readonly Expr[]): SoqlQuery {
  if (!binds.some((b) => isCollection(b))) return query;
  const rewrite = (c: Condition): Condition => {
    switch (c.kind) {
      case 'and':
      case 'or':
        return { ...c, items: c.items.map(rewrite) };
      case 'not':
        return { ...c, item: rewrite(c.item) };
      case 'in':
        return c.right.kind === 'query'
          ? { ...c, right: { ...c.right, query: inside(c.right.query) } }
          : c;
      case 'compare': {
        const bind = c.right.kind === 'bind' ? binds[c.right.index] : undefined;
        if (!bind || !isCollection(bind) || (c.op !== '=' && c.op !== '!=')) return c;
        return { kind: 'in', not: c.op === '!=', left: c.left, right: c.right };
      }
    }
  };
  const inside = (q: SoqlQuery): SoqlQuery => ({
    ...q,
    ...(q.where && { where: rewrite(q.where) }),
    select: q.select.map((item) =>
      item.kind === 'subquery' ? { ...item, query: inside(item.query) } : item,
    ),
  });
  return inside(query);
}

const isCollection = (e: Expr): boolean => e.type.k === 'list' || e.type.k === 'set';

/** Visits every statement and expression of a tree. */
import type { Expr, Stmt } from '../tree';

export type TreeNode = Stmt | Expr;

/** Parts that are declarations, types or data, not tree. */
const NOT_TREE: ReadonlySet<string> = new Set([
  'pos',
  'type',
  'of',
  'v',
  'temp',
  'field',
  'method',
  'cls',
  'ctor',
  'query',
]);

export function walk(root: unknown, visit: (node: TreeNode) => void): void {
  if (Array.isArray(root)) {
    for (const item of root) walk(item, visit);
  } else if (typeof root === 'object' && root !== null) {
    if ('k' in root) visit(root as TreeNode);
    // Every node of a program comes by here: no lists of keys and values are made.
    for (const key in root)
      // The query of `for (x : [SELECT …])` is an expression; that of SOQL itself is data.
      if (!NOT_TREE.has(key) || (key === 'query' && isForSoql(root)))
        walk((root as Readonly<Record<string, unknown>>)[key], visit);
  }
}

function isForSoql(node: object): boolean {
  return (node as { readonly k?: unknown }).k === 'forSoql';
}

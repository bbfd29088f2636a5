/** Trees without what only the bodies of methods and initialisers say. */
import type { TriggerDecl, TypeDecl } from '../parse/syntax';

type Tree = TypeDecl | TriggerDecl;

/** @returns the tree with empty bodies, as it is after a way through JSON */
export function declarationsOf(tree: Tree): Tree {
  return JSON.parse(JSON.stringify(tree, withoutBodies)) as Tree;
}

function withoutBodies(key: string, value: unknown): unknown {
  if (key === 'statements') return [];
  return key === 'init' ? null : value;
}

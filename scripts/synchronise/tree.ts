/** Small helpers over the parser's tree and tokens. */
import {
  ApexLexer,
  type ApexParserRuleContext as Node,
  type ApexToken as Token,
} from '@apexdevtools/apex-parser';
import type { Place } from './refusal';

export type { Node, Token };

type Kind<T extends Node> = abstract new (...args: never[]) => T;

/** The parser counts columns from 0. */
export const placeOf = (token: Token): Place => ({ line: token.line, column: token.column + 1 });

/** True for tokens that the parser sees: no comment, no white space. */
export const isCode = (token: Token): boolean => token.channel === 0;

/** Direct children that are nodes; tokens are left out. */
export function nodes(node: Node): Node[] {
  const all = (node as { readonly children?: readonly unknown[] | null }).children ?? [];
  return all.filter(
    (child): child is Node => (child as { ruleIndex?: number }).ruleIndex !== undefined,
  );
}

export function children<T extends Node>(node: Node, kind: Kind<T>): T[] {
  return nodes(node).filter((child): child is T => child instanceof kind);
}

/** Nodes of a kind below a node, itself included, in the order of the text. */
export function descendants<T extends Node>(node: Node, kind: Kind<T>): T[] {
  const below = nodes(node).flatMap((child) => descendants(child, kind));
  return node instanceof kind ? [node, ...below] : below;
}

export function parentOf(node: Node): Node | null {
  return (node as { readonly parentCtx?: Node | null }).parentCtx ?? null;
}

/** The node and all above it, innermost first. */
export function chainOf(node: Node): Node[] {
  const parent = parentOf(node);
  return parent ? [node, ...chainOf(parent)] : [node];
}

export const firstToken = (node: Node): number => node.start.tokenIndex;
export const lastToken = (node: Node): number => (node.stop ?? node.start).tokenIndex;

export function contains(outer: Node, inner: Node): boolean {
  return firstToken(outer) <= firstToken(inner) && lastToken(inner) <= lastToken(outer);
}

/** Apex ignores case in names. */
export const fold = (name: string): string => name.toLowerCase();

/** Code tokens of a node. */
export function tokensOf(node: Node, tokens: readonly Token[]): Token[] {
  return tokens.slice(firstToken(node), lastToken(node) + 1).filter(isCode);
}

export const isString = (token: Token): boolean => token.type === ApexLexer.StringLiteral;

import { ApexErrorListener, ApexParserFactory } from '@apexdevtools/apex-parser';
import type { ApexParserRuleContext as Node } from '@apexdevtools/apex-parser';
import type { SourceFile } from '../repository';

/** A class of tree nodes, as the parser exports them. */
type NodeClass<T> = abstract new (...args: never[]) => T;

class Failures extends ApexErrorListener {
  readonly messages: string[] = [];

  override apexSyntaxError(line: number, _column: number, message: string): void {
    this.messages.push(`line ${line}: ${message.slice(0, 80)}`);
  }
}

/** True for files whose content is Apex that gets deployed. */
export function isApex({ path }: SourceFile): boolean {
  return /\.(cls|trigger)$/.test(path) && /^(force-app|examples)\//.test(path);
}

const parsed = new WeakMap<SourceFile, Node>();

/**
 * The syntax tree of an Apex class or trigger; each file is parsed once for all rules.
 *
 * @throws Error if the file is not valid Apex: no rule can speak about it then
 */
export function parseApex(file: SourceFile): Node {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const failures = new Failures();
  const { parser } = ApexParserFactory.createLexerAndParser(file.text, failures);
  const tree = file.path.endsWith('.trigger') ? parser.triggerUnit() : parser.compilationUnit();
  if (failures.messages.length > 0) {
    throw new Error(`${file.path} is not valid Apex: ${failures.messages.join('; ')}`);
  }
  parsed.set(file, tree);
  return tree;
}

/** The nodes of one kind directly below a node. */
export function children<T extends Node>(node: Node, kind: NodeClass<T>): T[] {
  return ((node.children ?? []) as Node[]).filter((child): child is T => child instanceof kind);
}

/** All nodes of one kind below a node, in the order of the text. */
export function descendants<T extends Node>(tree: Node, kind: NodeClass<T>): T[] {
  return ((tree.children ?? []) as Node[]).flatMap((child) => [
    ...(child instanceof kind ? [child] : []),
    ...descendants(child, kind),
  ]);
}

/** Where a node begins, for a complaint. */
export function at(file: SourceFile, node: Node): string {
  return `${file.path}:${node.start.line}`;
}

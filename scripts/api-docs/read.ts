/** Reads the public members of an Apex class, with their comments, from its source. */
import {
  ApexErrorListener,
  ApexParserFactory,
  ClassBodyDeclarationContext,
  ClassDeclarationContext,
  ConstructorDeclarationContext,
  EnumDeclarationContext,
  FieldDeclarationContext,
  FormalParameterContext,
  InterfaceDeclarationContext,
  InterfaceMethodDeclarationContext,
  MethodDeclarationContext,
  PropertyDeclarationContext,
  type ApexParserRuleContext as Node,
} from '@apexdevtools/apex-parser';
import { parseDoc } from './doc-comment';
import type { ApiClass, Member, MemberKind } from './model';

type NodeClass<T> = abstract new (...args: never[]) => T;

class Strict extends ApexErrorListener {
  override apexSyntaxError(line: number, _column: number, message: string): void {
    throw new Error(`line ${line}: ${message}`);
  }
}

const KINDS: readonly (readonly [NodeClass<Node>, MemberKind])[] = [
  [ConstructorDeclarationContext, 'constructor'],
  [MethodDeclarationContext, 'method'],
  [PropertyDeclarationContext, 'property'],
  [FieldDeclarationContext, 'property'],
  [EnumDeclarationContext, 'constants'],
  [ClassDeclarationContext, 'class'],
  [InterfaceDeclarationContext, 'class'],
];

/**
 * @param path  of the file, for the page
 * @param text  its content
 * @returns null if the class is not public
 * @throws Error if the text is not valid Apex
 */
export function readClass(path: string, text: string): ApiClass | null {
  const tree = ApexParserFactory.createLexerAndParser(text, new Strict()).parser.compilationUnit();
  const member = memberOf(text, (tree.children ?? [])[0] as Node);
  return member && { ...member, path };
}

function memberOf(text: string, node: Node): Member | null {
  const found = KINDS.map(([type, kind]) => ({ kind, at: first(node, type) })).find((k) => k.at);
  const at = found?.at;
  if (!found || !at) return null;
  const heading = headingOf(text, node, at);
  if (!/\b(public|global|protected)\b/.test(heading)) return null;
  const signature = heading.replace(/\btransient\s/, '');
  const parameters = all(at, FormalParameterContext).map((each) => lastWord(source(text, each)));
  const isClass = found.kind === 'class';
  return {
    kind: found.kind,
    name: nameOf(found.kind, signature),
    signature: found.kind === 'property' ? signature.replace(/\s*=.*$/, '') : signature,
    line: node.start.line,
    parameters: isClass ? [] : parameters,
    isVoid: /\bvoid\b/.test(signature),
    isOverride: /\boverride\b/.test(signature),
    doc: docBefore(text, node.start.start),
    members: isClass ? membersOf(text, at) : [],
  };
}

function membersOf(text: string, node: Node): Member[] {
  const methods = shallow(node, InterfaceMethodDeclarationContext).map((each) =>
    asMethod(text, each),
  );
  const members = shallow(node, ClassBodyDeclarationContext).map((each) => memberOf(text, each));
  return [...methods, ...members.filter((each): each is Member => each !== null)];
}

/** A method of an interface has no access of its own. */
function asMethod(text: string, node: Node): Member {
  const signature = source(text, node).replace(/\s+/g, ' ').replace(/;$/, '');
  return {
    kind: 'method',
    name: nameOf('method', signature),
    signature,
    line: node.start.line,
    parameters: all(node, FormalParameterContext).map((each) => lastWord(source(text, each))),
    isVoid: /\bvoid\b/.test(signature),
    isOverride: false,
    doc: docBefore(text, node.start.start),
    members: [],
  };
}

/** From the first modifier to the body, without annotations, on one line. */
function headingOf(text: string, node: Node, at: Node): string {
  const whole = text.slice(node.start.start, at.stop!.stop + 1);
  const bare = whole.replace(/@\w+(\s*\([^)]*\))?\s*/g, '');
  const end = bare.search(/[{;]/);
  return (end < 0 ? bare : bare.slice(0, end))
    .replace(/\s+/g, ' ')
    .replaceAll('( ', '(')
    .replaceAll(' )', ')')
    .trim();
}

function nameOf(kind: MemberKind, signature: string): string {
  if (kind === 'class' || kind === 'constants')
    return /\b(?:class|interface|enum)\s+(\w+)/i.exec(signature)![1]!;
  if (kind === 'property') return lastWord(signature.replace(/\s*=.*$/, ''));
  return /(\w+)\s*\(/.exec(signature)![1]!;
}

const lastWord = (text: string): string => /(\w+)\W*$/.exec(text)?.[1] ?? '';

const source = (text: string, node: Node): string =>
  text.slice(node.start.start, (node.stop ?? node.start).stop + 1);

function docBefore(text: string, offset: number): ReturnType<typeof parseDoc> | null {
  const end = text.slice(0, offset).trimEnd();
  if (!end.endsWith('*/')) return null;
  // The text of a comment may hold a slash and a star, as in 'sync/*'.
  const begin = end.indexOf('/**', end.lastIndexOf('*/', end.length - 3) + 1);
  return begin < 0 ? null : parseDoc(end.slice(begin));
}

/** The first node of a kind, not looking into the bodies of inner declarations. */
function first<T extends Node>(node: Node, type: NodeClass<T>): T | null {
  if (node instanceof type) return node;
  if (node instanceof ClassDeclarationContext || node instanceof InterfaceDeclarationContext)
    return null;
  for (const child of (node.children ?? []) as Node[]) {
    const found = first(child, type);
    if (found) return found;
  }
  return null;
}

function all<T extends Node>(node: Node, type: NodeClass<T>): T[] {
  return ((node.children ?? []) as Node[]).flatMap((child) => [
    ...(child instanceof type ? [child] : []),
    ...all(child, type),
  ]);
}

/** Nodes of a kind that are in no other of that kind. */
function shallow<T extends Node>(node: Node, type: NodeClass<T>): T[] {
  return ((node.children ?? []) as Node[]).flatMap((child) =>
    child instanceof type
      ? [child]
      : child instanceof ClassBodyDeclarationContext
        ? []
        : shallow(child, type),
  );
}

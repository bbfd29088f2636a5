/** Where the annotations of a source stand: on which method, on which block. */
import {
  BlockContext,
  ClassBodyDeclarationContext,
  ClassDeclarationContext,
  ConstructorDeclarationContext,
  GetterContext,
  InterfaceMethodDeclarationContext,
  MemberDeclarationContext,
  MethodDeclarationContext,
  ModifierContext,
  SetterContext,
  StatementContext,
  TriggerBlockMemberContext,
  TriggerMemberDeclarationContext,
} from '@apexdevtools/apex-parser';
import { nextCode, type Annotation } from './annotation';
import type { Complaints } from './refusal';
import type { Source } from './source';
import {
  chainOf,
  children,
  descendants,
  firstToken,
  nodes,
  parentOf,
  placeOf,
  type Node,
} from './tree';

/** A piece of code that is to run under a mutex. */
export interface Site {
  readonly kind: 'method' | 'block';
  readonly annotation: Annotation;
  /** What is guarded, with its braces. */
  readonly body: BlockContext;
  /** The method that it is in; null in the body of a trigger. */
  readonly method: MethodDeclarationContext | null;
}

const RENDERING =
  'may run while a Visualforce page is built, when the platform allows no DML, and locking is DML.';
const NOT_FOR_CONSTRUCTORS = `A constructor cannot be synchronised: super(...) and this(...) would run before the lock, and it ${RENDERING} Synchronise a method that creates the object, or one that is called on it.`;
const NOT_FOR_ABSTRACT =
  'There is no body to lock here, and annotations are not inherited. Put @synchronised on the methods that implement it.';
const MISPLACED =
  '@synchronised stands before a method of a class, or before a block { ... } inside a method or trigger.';

/** @returns the sites that are well placed; the others are complained about */
export function findSites(source: Source, complaints: Complaints): Site[] {
  const members = membersOf(source.tree);
  const blocks = descendants(source.tree, BlockContext);
  const taken = new Set<Node>();
  return source.annotations.flatMap((annotation) => {
    const at = placeOf(annotation.at);
    const next = nextCode(source.tokens, annotation.last + 1);
    const block = blocks.find((each) => firstToken(each) === next);
    const found = block ? blockSite(annotation, block) : memberSite(annotation, next, members);
    if (typeof found === 'string') {
      complaints.add(at, found);
      return [];
    }
    if (taken.has(found.body))
      complaints.add(
        at,
        'One @synchronised for each method or block; nest blocks to hold two mutexes.',
      );
    taken.add(found.body);
    return [found];
  });
}

interface Member {
  readonly node: Node;
  readonly declared: Node;
}

/** Members of classes and interfaces with what they declare, without modifiers. */
function membersOf(tree: Node): Member[] {
  const classes = descendants(tree, ClassBodyDeclarationContext).flatMap((node) =>
    children(node, MemberDeclarationContext).map((member) => ({
      node,
      declared: nodes(member)[0]!,
    })),
  );
  const triggers = descendants(tree, TriggerBlockMemberContext).flatMap((node) =>
    children(node, TriggerMemberDeclarationContext).map((member) => ({
      node,
      declared: nodes(member)[0]!,
    })),
  );
  const interfaces = descendants(tree, InterfaceMethodDeclarationContext).map((node) => ({
    node,
    declared: node,
  }));
  return [...classes, ...triggers, ...interfaces];
}

/** The annotation may stand before, between or after the other modifiers. */
function memberSite(
  annotation: Annotation,
  next: number,
  members: readonly Member[],
): Site | string {
  const member = members.find(
    ({ node, declared }) => firstToken(node) <= next && next <= startOfDeclared(node, declared),
  );
  if (!member) return MISPLACED;
  const { declared } = member;
  if (declared instanceof ConstructorDeclarationContext) return NOT_FOR_CONSTRUCTORS;
  if (declared instanceof InterfaceMethodDeclarationContext) return NOT_FOR_ABSTRACT;
  if (!(declared instanceof MethodDeclarationContext)) return MISPLACED;
  const [body] = children(declared, BlockContext);
  if (!body) return NOT_FOR_ABSTRACT;
  return { kind: 'method', annotation, body, method: declared };
}

function startOfDeclared(node: Node, declared: Node): number {
  if (node !== declared) return firstToken(declared);
  const rest = nodes(node).find((child) => !(child instanceof ModifierContext));
  return firstToken(rest ?? node);
}

function blockSite(annotation: Annotation, body: BlockContext): Site | string {
  if (!(parentOf(body) instanceof StatementContext)) return MISPLACED;
  for (const node of chainOf(body)) {
    if (node instanceof MethodDeclarationContext)
      return { kind: 'block', annotation, body, method: node };
    if (node instanceof ConstructorDeclarationContext)
      return `A block of a constructor cannot be synchronised: it ${RENDERING} Move it into a method.`;
    if (node instanceof GetterContext || node instanceof SetterContext)
      return `A block of a getter or setter cannot be synchronised: it ${RENDERING} Move it into a method.`;
    if (node instanceof ClassDeclarationContext) break;
  }
  const inClass = chainOf(body).some((node) => node instanceof ClassDeclarationContext);
  if (inClass)
    return `A block of an initialiser cannot be synchronised: it ${RENDERING} Move it into a method.`;
  return { kind: 'block', annotation, body, method: null };
}

/** Names that can be seen where a lock is taken, with their types as written. */
import {
  BlockContext,
  CatchClauseContext,
  ClassBodyContext,
  ClassBodyDeclarationContext,
  ClassDeclarationContext,
  EnhancedForControlContext,
  FieldDeclarationContext,
  ForControlContext,
  ForInitContext,
  FormalParameterContext,
  FormalParametersContext,
  ForStatementContext,
  LocalVariableDeclarationContext,
  LocalVariableDeclarationStatementContext,
  MemberDeclarationContext,
  MethodDeclarationContext,
  PropertyDeclarationContext,
  StatementContext,
  TriggerBlockContext,
  TriggerBlockMemberContext,
  TriggerMemberDeclarationContext,
  TypeRefContext,
  VariableDeclaratorContext,
  WhenControlContext,
  WhenValueContext,
} from '@apexdevtools/apex-parser';
import { isStatic, modifiersOf } from './methods';
import type { Site } from './sites';
import { chainOf, children, descendants, firstToken, fold, nodes, type Node } from './tree';

/** What a site can name in `${...}`. */
export interface Scope {
  /** Types as written, without white space, by name in lower case. Empty: unknown. */
  readonly types: ReadonlyMap<string, string>;
  /** False if a superclass may declare more. */
  readonly complete: boolean;
  /** False: there is no `this`. */
  readonly instance: boolean;
}

/** The first found is the one that is meant: inner names come before outer ones. */
export function scopeOf({ body, method, kind }: Site): Scope {
  const types = new Map<string, string>();
  const see = (name: Node, type: string): void => {
    const key = fold(name.getText());
    if (!types.has(key)) types.set(key, type);
  };
  const classes = chainOf(body).filter((node) => node instanceof ClassDeclarationContext);
  const instance = method !== null && classes.length > 0 && !isStatic(method);
  for (const node of chainOf(body)) {
    if (node !== body && kind === 'block') seeLocals(node, firstToken(body), see);
    if (node instanceof MethodDeclarationContext)
      for (const list of children(node, FormalParametersContext))
        for (const each of descendants(list, FormalParameterContext))
          see(each.id(), each.typeRef().getText());
    if (node instanceof ClassDeclarationContext)
      seeFields(node, !instance || node !== classes[0], see);
    if (node instanceof TriggerBlockContext) seeTriggerFields(node, firstToken(body), see);
  }
  return { types, complete: !classes[0]?.typeRef(), instance };
}

type See = (name: Node, type: string) => void;

/** Locals of a block or statement that are declared before the site. */
function seeLocals(node: Node, before: number, see: See): void {
  if (node instanceof BlockContext) seeStatements(children(node, StatementContext), before, see);
  if (node instanceof ForStatementContext)
    for (const control of children(node, ForControlContext)) {
      for (const each of children(control, EnhancedForControlContext))
        see(each.id(), each.typeRef().getText());
      for (const init of children(control, ForInitContext))
        for (const each of children(init, LocalVariableDeclarationContext)) seeVariables(each, see);
    }
  if (node instanceof CatchClauseContext) see(node.id(), node.qualifiedName().getText());
  if (node instanceof WhenControlContext)
    for (const value of children(node, WhenValueContext))
      if (children(value, TypeRefContext).length > 0) see(value.id(), value.typeRef().getText());
}

function seeStatements(statements: readonly Node[], before: number, see: See): void {
  for (const statement of statements) {
    if (firstToken(statement) >= before) return;
    for (const local of children(statement, LocalVariableDeclarationStatementContext))
      for (const each of children(local, LocalVariableDeclarationContext)) seeVariables(each, see);
  }
}

function seeVariables(declaration: Node, see: See): void {
  const [type] = children(declaration, TypeRefContext);
  for (const each of descendants(declaration, VariableDeclaratorContext))
    see(each.id(), type?.getText() ?? '');
}

function seeFields(type: Node, onlyStatic: boolean, see: See): void {
  for (const body of children(type, ClassBodyContext))
    for (const member of children(body, ClassBodyDeclarationContext))
      for (const each of children(member, MemberDeclarationContext)) {
        const [declared] = nodes(each);
        if (!declared || (onlyStatic && !isStaticMember(declared))) continue;
        seeField(declared, see);
      }
}

function isStaticMember(declared: Node): boolean {
  return modifiersOf(declared).some((modifier) => fold(modifier.getText()) === 'static');
}

function seeField(declared: Node, see: See): void {
  if (declared instanceof FieldDeclarationContext) seeVariables(declared, see);
  if (declared instanceof PropertyDeclarationContext)
    see(declared.id(), declared.typeRef().getText());
}

/** The body of a trigger holds statements and declarations side by side. */
function seeTriggerFields(block: Node, before: number, see: See): void {
  for (const member of children(block, TriggerBlockMemberContext)) {
    seeStatements(children(member, StatementContext), before, see);
    for (const each of children(member, TriggerMemberDeclarationContext))
      for (const declared of nodes(each))
        if (firstToken(declared) < before) seeField(declared, see);
  }
}

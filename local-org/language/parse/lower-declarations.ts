/** Classes, interfaces, enums, triggers and anonymous blocks: ANTLR's tree → our own. */
import type * as A from '@apexdevtools/apex-parser';
import type { Annotation } from '../classes';
import { unquote } from './literals';
import { lowerBlock, lowerStatement, lowerVariables } from './lower-statements';
import { lowerType, lowerTypeList, optional, startOf, type Text } from './nodes';
import type {
  AccessorSyntax,
  AnonymousDecl,
  LocalSyntax,
  Member,
  MethodDecl,
  Modifiers,
  ParamSyntax,
  StmtSyntax,
  TriggerDecl,
  TypeDecl,
} from './syntax';

function lowerModifiers(list: readonly A.ModifierContext[]): Modifiers {
  const words: string[] = [];
  const annotations: Annotation[] = [];
  for (const m of list) {
    const annotation = optional(m.annotation());
    if (annotation) annotations.push(lowerAnnotation(annotation));
    else if (m.SHARING()) words.push(`${m.getChild(0).getText().toLowerCase()} sharing`);
    else words.push(m.getText().toLowerCase());
  }
  return { words, annotations };
}

function lowerAnnotation(ctx: A.AnnotationContext): Annotation {
  const values: Record<string, string> = {};
  const plain = (text: string): string => (text.startsWith("'") ? unquote(text) : text);
  const lone = optional(ctx.elementValue());
  if (lone) values['value'] = plain(lone.getText());
  for (const pair of optional(ctx.elementValuePairs())?.elementValuePair_list() ?? [])
    values[pair.id().getText().toLowerCase()] = plain(pair.elementValue().getText());
  return { name: ctx.id().getText().toLowerCase(), values };
}

interface TypeHolder {
  classDeclaration(): A.ClassDeclarationContext;
  interfaceDeclaration(): A.InterfaceDeclarationContext;
  enumDeclaration(): A.EnumDeclarationContext;
}

function lowerTypeDecl(ctx: TypeHolder, modifiers: Modifiers, text: Text): TypeDecl | null {
  const c = optional(ctx.classDeclaration());
  if (c) {
    const base = optional(c.typeRef());
    const list = optional(c.typeList());
    return {
      k: 'class',
      pos: startOf(c.id()),
      name: c.id().getText(),
      modifiers,
      superType: base && lowerType(base),
      interfaces: list ? lowerTypeList(list) : [],
      members: c
        .classBody()
        .classBodyDeclaration_list()
        .flatMap((m) => lowerBodyMember(m, text)),
      constants: [],
    };
  }
  const i = optional(ctx.interfaceDeclaration());
  if (i) {
    const list = optional(i.typeList());
    return {
      k: 'interface',
      pos: startOf(i.id()),
      name: i.id().getText(),
      modifiers,
      superType: null,
      interfaces: list ? lowerTypeList(list) : [],
      members: i
        .interfaceBody()
        .interfaceMethodDeclaration_list()
        .map((m) => lowerMethod(m, null, lowerModifiers(m.modifier_list()), text)),
      constants: [],
    };
  }
  const e = optional(ctx.enumDeclaration());
  if (!e) return null;
  return {
    k: 'enum',
    pos: startOf(e.id()),
    name: e.id().getText(),
    modifiers,
    superType: null,
    interfaces: [],
    members: [],
    constants: (optional(e.enumConstants())?.id_list() ?? []).map((id) => ({
      name: id.getText(),
      pos: startOf(id),
    })),
  };
}

function lowerBodyMember(ctx: A.ClassBodyDeclarationContext, text: Text): Member[] {
  const block = optional(ctx.block());
  if (block)
    return [
      {
        k: 'init',
        pos: startOf(ctx),
        isStatic: Boolean(ctx.STATIC()),
        body: lowerBlock(block, text),
      },
    ];
  const member = optional(ctx.memberDeclaration());
  if (!member) return [];
  const modifiers = lowerModifiers(ctx.modifier_list());
  const ctor = optional(member.constructorDeclaration());
  if (ctor)
    return [
      {
        k: 'method',
        pos: startOf(ctor),
        name: ctor.qualifiedName().getText(),
        modifiers,
        returns: undefined,
        params: lowerParams(ctor.formalParameters()),
        body: lowerBlock(ctor.block(), text),
      },
    ];
  return lowerMember(member, modifiers, text);
}

function lowerMember(
  ctx: TypeHolder & {
    methodDeclaration(): A.MethodDeclarationContext;
    propertyDeclaration(): A.PropertyDeclarationContext;
    fieldDeclaration(): A.FieldDeclarationContext;
  },
  modifiers: Modifiers,
  text: Text,
): Member[] {
  const method = optional(ctx.methodDeclaration());
  if (method) return [lowerMethod(method, optional(method.block()), modifiers, text)];
  const field = optional(ctx.fieldDeclaration());
  if (field)
    return [
      {
        k: 'field',
        pos: startOf(field),
        modifiers,
        type: lowerType(field.typeRef()),
        variables: lowerVariables(field.variableDeclarators(), text),
      },
    ];
  const property = optional(ctx.propertyDeclaration());
  if (property) {
    const accessors = property.propertyBlock_list().map((b) => ({ block: b, get: b.getter() }));
    const accessor = (get: boolean): AccessorSyntax | null => {
      const found = accessors.find((a) => Boolean(a.get) === get)?.block;
      if (!found) return null;
      const body = optional((get ? found.getter() : found.setter()).block());
      return {
        pos: startOf(found),
        modifiers: lowerModifiers(found.modifier_list()),
        body: body && lowerBlock(body, text),
      };
    };
    return [
      {
        k: 'property',
        pos: startOf(property.id()),
        name: property.id().getText(),
        modifiers,
        type: lowerType(property.typeRef()),
        getter: accessor(true),
        setter: accessor(false),
      },
    ];
  }
  const type = lowerTypeDecl(ctx, modifiers, text);
  return type ? [type] : [];
}

function lowerMethod(
  ctx: A.MethodDeclarationContext | A.InterfaceMethodDeclarationContext,
  block: A.BlockContext | null,
  modifiers: Modifiers,
  text: Text,
): MethodDecl {
  return {
    k: 'method',
    pos: startOf(ctx.id()),
    name: ctx.id().getText(),
    modifiers,
    returns: ctx.VOID() ? null : lowerType(ctx.typeRef()),
    params: lowerParams(ctx.formalParameters()),
    body: block && lowerBlock(block, text),
  };
}

function lowerParams(ctx: A.FormalParametersContext): ParamSyntax[] {
  const list = optional(ctx.formalParameterList());
  return (list?.formalParameter_list() ?? []).map((p) => ({
    pos: startOf(p.id()),
    name: p.id().getText(),
    type: lowerType(p.typeRef()),
    isFinal: p.modifier_list().some((m) => m.FINAL()),
  }));
}

export function lowerCompilationUnit(ctx: A.CompilationUnitContext, text: Text): TypeDecl {
  const declaration = ctx.typeDeclaration();
  const type = lowerTypeDecl(declaration, lowerModifiers(declaration.modifier_list()), text);
  if (!type) throw new Error('A compilation unit without a type.');
  return type;
}

export function lowerTrigger(ctx: A.TriggerUnitContext, text: Text): TriggerDecl {
  const members: Member[] = [];
  const statements: StmtSyntax[] = [];
  for (const m of ctx.triggerBlock().triggerBlockMember_list())
    collect(m, optional(m.triggerMemberDeclaration()), members, statements, text);
  return {
    k: 'trigger',
    pos: startOf(ctx.id(0)),
    name: ctx.id(0).getText(),
    object: ctx.id(1).getText(),
    objectPos: startOf(ctx.id(1)),
    events: ctx
      .triggerCase_list()
      .map((c) => `${c.getChild(0).getText()} ${c.getChild(1).getText()}`.toLowerCase()),
    members,
    statements,
  };
}

export function lowerAnonymous(ctx: A.AnonymousUnitContext, text: Text): AnonymousDecl {
  const members: Member[] = [];
  const statements: StmtSyntax[] = [];
  for (const m of ctx.anonymousBlock().anonymousBlockMember_list())
    collect(m, optional(m.anonymousMemberDeclaration()), members, statements, text);
  return { k: 'anonymous', pos: startOf(ctx), members, statements };
}

/** Fields at the top of a trigger or anonymous block are its local variables. */
function collect(
  ctx: A.TriggerBlockMemberContext | A.AnonymousBlockMemberContext,
  declaration: A.TriggerMemberDeclarationContext | null,
  members: Member[],
  statements: StmtSyntax[],
  text: Text,
): void {
  const statement = optional(ctx.statement());
  if (statement) statements.push(lowerStatement(statement, text));
  if (!declaration) return;
  const modifiers = lowerModifiers(ctx.modifier_list());
  for (const member of lowerMember(declaration, modifiers, text)) {
    if (member.k !== 'field') members.push(member);
    else
      statements.push({
        k: 'local',
        pos: member.pos,
        isFinal: modifiers.words.includes('final'),
        type: member.type,
        variables: member.variables,
      } satisfies LocalSyntax);
  }
}

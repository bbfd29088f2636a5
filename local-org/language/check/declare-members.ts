/** Second pass: fields, properties, methods and constructors of every class. */
import type { Access, ClassInfo, FieldInfo, LocalVar, MethodInfo } from '../classes';
import type { AccessorSyntax, FieldDecl, MethodDecl, PropertyDecl } from '../parse/syntax';
import type { ApexType } from '../types';
import { accessOf, hasAnnotation } from './declare-types';
import { checkMethodName, checkName } from './identifiers';
import { resolveType } from './resolve-type';
import { slotName, typeName, typeNames, VOID } from './types';
import type { FileRef, World } from './world';

export function declareMembers(world: World, cls: ClassInfo): void {
  const notes = world.notesOf(cls);
  if (notes) {
    for (const member of notes.decl.members) {
      if (member.k === 'field') declareField(world, cls, member, notes.file);
      else if (member.k === 'property') declareProperty(world, cls, member, notes.file);
      else if (member.k === 'method') declareMethod(world, cls, member, notes.file);
    }
  }
  for (const inner of cls.inner) declareMembers(world, inner);
}

function addField(world: World, cls: ClassInfo, field: FieldInfo, file: FileRef): void {
  checkName(world, file, field.position, field.name);
  const key = field.name.toLowerCase();
  if (cls.fields.some((f) => f.name.toLowerCase() === key))
    world.report(file, field.position, `Duplicate field: ${field.name}`);
  else cls.fields.push(field);
}

function declareField(world: World, cls: ClassInfo, decl: FieldDecl, file: FileRef): void {
  const type = resolveType(world, file, decl.type, cls);
  const { words, annotations } = decl.modifiers;
  for (const variable of decl.variables)
    addField(
      world,
      cls,
      {
        owner: cls,
        name: variable.name,
        type,
        isStatic: words.includes('static'),
        isFinal: words.includes('final'),
        isTransient: words.includes('transient'),
        access: accessOf(decl.modifiers, 'private'),
        position: variable.pos,
        annotations,
        getter: null,
        setter: null,
      },
      file,
    );
}

function declareProperty(world: World, cls: ClassInfo, decl: PropertyDecl, file: FileRef): void {
  const type = resolveType(world, file, decl.type, cls);
  const { words, annotations } = decl.modifiers;
  const access = accessOf(decl.modifiers, 'private');
  const field: FieldInfo = {
    owner: cls,
    name: decl.name,
    type,
    isStatic: words.includes('static'),
    isFinal: words.includes('final'),
    isTransient: words.includes('transient'),
    access,
    position: decl.pos,
    annotations,
    getter: null,
    setter: null,
  };
  const value: LocalVar = { name: 'value', type, slot: 0, isFinal: false };
  if (decl.getter?.body) field.getter = accessor(field, decl.getter, `<get>${decl.name}`, [], type);
  if (decl.setter?.body)
    field.setter = accessor(field, decl.setter, `<set>${decl.name}`, [value], VOID);
  const narrowed = (a: AccessorSyntax | null): Access | null => a && accessOf(a.modifiers, access);
  world.properties.set(field, { get: narrowed(decl.getter), set: narrowed(decl.setter) });
  addField(world, cls, field, file);
}

function accessor(
  field: FieldInfo,
  syntax: AccessorSyntax,
  name: string,
  params: readonly LocalVar[],
  returns: ApexType,
): MethodInfo {
  return {
    owner: field.owner,
    name,
    params,
    returns,
    isStatic: field.isStatic,
    isAbstract: false,
    isVirtual: false,
    isOverride: false,
    isTestMethod: false,
    access: field.access,
    annotations: [],
    position: syntax.pos,
    body: null,
    slot: slotName(name, []),
    libSlots: [],
    lines: [],
  };
}

export function declareMethod(
  world: World,
  cls: ClassInfo,
  decl: MethodDecl,
  file: FileRef,
  forceStatic = false,
): void {
  const { words, annotations } = decl.modifiers;
  const params = decl.params.map((p, slot): LocalVar => ({
    name: p.name,
    type: resolveType(world, file, p.type, cls),
    slot,
    isFinal: p.isFinal,
  }));
  const isConstructor = decl.returns === undefined;
  const inInterface = cls.kind === 'interface';
  const name = isConstructor ? '<init>' : decl.name;
  const method: MethodInfo = {
    owner: cls,
    name,
    params,
    returns: decl.returns ? resolveType(world, file, decl.returns, cls) : VOID,
    isStatic: forceStatic || words.includes('static') || words.includes('testmethod'),
    isAbstract: inInterface || words.includes('abstract'),
    isVirtual: inInterface || words.includes('virtual') || words.includes('abstract'),
    isOverride: words.includes('override'),
    isTestMethod: words.includes('testmethod') || hasAnnotation(decl.modifiers, 'istest'),
    access: inInterface ? 'global' : accessOf(decl.modifiers, 'private'),
    annotations,
    position: decl.pos,
    body: null,
    slot: slotName(
      name,
      params.map((p) => p.type),
    ),
    libSlots: [],
    lines: [],
  };
  if (!isConstructor) checkMethodName(world, file, decl.pos, decl.name);
  for (const p of decl.params) checkName(world, file, p.pos, p.name);
  for (const [i, p] of decl.params.entries())
    if (decl.params.findIndex((q) => q.name.toLowerCase() === p.name.toLowerCase()) < i)
      world.report(file, p.pos, `Duplicate variable: ${p.name}`);
  checkDeclaration(world, cls, decl, method, file);
  const siblings = isConstructor ? cls.constructors : cls.methods;
  if (siblings.some((m) => m.slot === method.slot))
    world.report(
      file,
      decl.pos,
      isConstructor
        ? `Constructor already defined: [${cls.name}].<Constructor>(${typeNames(params.map((p) => p.type))})`
        : `Method already defined: ${decl.name} ${methodText(method)} from the type ${cls.name}`,
    );
  else siblings.push(method);
  world.methodDecls.set(method, decl);
}

function checkDeclaration(
  world: World,
  cls: ClassInfo,
  decl: MethodDecl,
  method: MethodInfo,
  file: FileRef,
): void {
  const report = (message: string): void => world.report(file, decl.pos, message);
  if (method.name === '<init>') {
    const simple = cls.name.slice(cls.name.lastIndexOf('.') + 1);
    if (decl.name.toLowerCase() !== simple.toLowerCase())
      report(`Invalid constructor name: ${decl.name}`);
    return;
  }
  if (cls.kind === 'interface') {
    if (decl.modifiers.words.length > 0) report('Modifiers are not allowed on interface methods');
    return;
  }
  if (method.isAbstract && !cls.isAbstract)
    report(`Class ${cls.name} must be abstract to declare an abstract method: ${decl.name}`);
  if (method.isAbstract && decl.body) report('Abstract methods cannot have a body');
  if (!method.isAbstract && !decl.body) report(`Method must define a body: ${methodText(method)}`);
  if (method.isStatic && (method.isVirtual || method.isOverride))
    report(`Static methods cannot be virtual, abstract or override: ${decl.name}`);
}

/** `Integer add(Integer, Integer)` */
export function methodText(m: MethodInfo): string {
  return `${typeName(m.returns)} ${m.name}(${typeNames(m.params.map((p) => p.type))})`;
}

/** First pass: every class, interface and enum gets its ClassInfo, so that names can be resolved. */
import type { Access, ClassInfo } from '../classes';
import type { Member, Modifiers, TypeDecl } from '../parse/syntax';
import { classOf, typeName } from './types';
import { resolveType } from './resolve-type';
import { classChain, platformBase } from './lineage';
import { platformType } from '../platform';
import type { FileRef, World } from './world';

export function accessOf(modifiers: Modifiers, otherwise: Access): Access {
  for (const access of ['global', 'public', 'protected', 'private'] as const)
    if (modifiers.words.includes(access)) return access;
  return modifiers.words.includes('webservice') ? 'global' : otherwise;
}

export const hasAnnotation = (modifiers: Modifiers, name: string): boolean =>
  modifiers.annotations.some((a) => a.name === name);

function sharingOf(modifiers: Modifiers): ClassInfo['sharing'] {
  for (const sharing of ['with', 'without', 'inherited'] as const)
    if (modifiers.words.includes(`${sharing} sharing`)) return sharing;
  return null;
}

export function newClass(
  decl: Pick<TypeDecl, 'k' | 'name' | 'pos' | 'modifiers'>,
  outer: ClassInfo | null,
  unit: string,
): ClassInfo {
  const words = decl.modifiers.words;
  return {
    kind: decl.k,
    name: outer ? `${outer.name}.${decl.name}` : decl.name,
    outer,
    inner: [],
    position: decl.pos,
    unit,
    sharing: sharingOf(decl.modifiers),
    access: accessOf(decl.modifiers, 'private'),
    isAbstract: words.includes('abstract') || decl.k === 'interface',
    isVirtual: words.includes('virtual') || words.includes('abstract'),
    isTest: hasAnnotation(decl.modifiers, 'istest'),
    annotations: decl.modifiers.annotations,
    superType: null,
    interfaces: [],
    fields: [],
    methods: [],
    constructors: [],
    initializers: [],
    constants: [],
  };
}

/** Declares a type and the types inside it. */
export function declareType(
  world: World,
  decl: TypeDecl,
  outer: ClassInfo | null,
  unit: string,
  file: FileRef,
): ClassInfo {
  const cls = newClass(decl, outer, unit);
  world.notes.set(cls, { decl, file });
  for (const { name, pos } of decl.constants) {
    if (cls.constants.some((c) => c.toLowerCase() === name.toLowerCase()))
      world.report(file, pos, `Duplicate field: ${name}`);
    else cls.constants.push(name);
  }
  declareInner(world, decl.members, cls, unit, file);
  return cls;
}

export function declareInner(
  world: World,
  members: readonly Member[],
  cls: ClassInfo,
  unit: string,
  file: FileRef,
): void {
  for (const member of members) {
    if (member.k !== 'class' && member.k !== 'interface' && member.k !== 'enum') continue;
    const full = `${cls.name}.${member.name}`.toLowerCase();
    if (cls.outer)
      world.report(file, member.pos, 'Inner types are not allowed to have inner types');
    if (cls.inner.some((i) => i.name.toLowerCase() === full))
      world.report(file, member.pos, `Duplicate type: ${cls.name}.${member.name}`);
    else cls.inner.push(declareType(world, member, cls, unit, file));
  }
}

/** Second step: super classes and interfaces, when all types have been declared. */
export function linkSupers(world: World, cls: ClassInfo): void {
  const notes = world.notesOf(cls);
  if (notes && 'k' in notes.decl) linkOne(world, cls, notes.decl, notes.file);
  for (const inner of cls.inner) linkSupers(world, inner);
}

function linkOne(world: World, cls: ClassInfo, decl: TypeDecl, file: FileRef): void {
  if (decl.superType) {
    const type = resolveType(world, file, decl.superType, cls);
    const pos = decl.superType.pos;
    const isClass =
      (type.k === 'class' && type.cls.kind === 'class') ||
      (type.k === 'lib' && platformType(type.name)?.kind === 'class');
    if (isClass) cls.superType = type;
    else if (type.k !== 'null') world.report(file, pos, `Invalid super type: ${typeName(type)}`);
    if (type.k === 'class' && isClass && !type.cls.isVirtual)
      world.report(
        file,
        decl.pos,
        `Non-virtual and non-abstract type cannot be extended: ${typeName(type)}`,
      );
  }
  for (const syntax of decl.interfaces) {
    const type = resolveType(world, file, syntax, cls);
    if (type.k === 'null') continue;
    const isInterface =
      (type.k === 'class' && type.cls.kind === 'interface') ||
      (type.k === 'lib' && platformType(type.name)?.kind === 'interface');
    if (!isInterface) world.report(file, syntax.pos, `Invalid interface: ${typeName(type)}`);
    else if (cls.interfaces.some((i) => typeName(i) === typeName(type)))
      world.report(file, syntax.pos, `Duplicate interface: ${typeName(type)}`);
    else {
      cls.interfaces.push(type);
      if (type.k === 'lib' && !world.library.type(type.name))
        world.unsupported(file, syntax.pos, type.name);
    }
  }
}

/** Third step: chains that bite their own tail are cut, exceptions must be called so. */
export function checkChains(world: World, cls: ClassInfo): void {
  const notes = world.notesOf(cls);
  if (notes && cls.superType?.k === 'class') {
    const last = classChain(cls).pop();
    if (last?.superType?.k === 'class') {
      world.report(notes.file, cls.position, `Circular definition: ${typeName(classOf(cls))}`);
      cls.superType = null;
    }
  }
  const base = platformBase(cls);
  if (notes && base !== null && cls.superType) {
    const isException = /exception$/i.test(base);
    if (isException && !/exception$/i.test(cls.name))
      world.report(
        notes.file,
        cls.position,
        `Classes extending Exception must have a name ending in 'Exception': ${cls.name}`,
      );
    if (!world.library.type(base)) world.unsupported(notes.file, cls.position, base);
  }
  if (notes && base === null && cls.kind === 'class' && /exception$/i.test(cls.name))
    world.report(
      notes.file,
      cls.position,
      `Exception class must extend another Exception class: ${cls.name}`,
    );
  for (const inner of cls.inner) checkChains(world, inner);
}

/** Third pass: the bodies of methods, constructors, accessors and initialisers. */
import type { ClassInfo, FieldInfo, MethodInfo } from '../classes';
import type { BlockSyntax, FieldDecl, InitDecl, Member, PropertyDecl } from '../parse/syntax';
import type { Block } from '../tree';
import { Body, type BodyOptions } from './body';
import { constructorCall } from './creators';
import { expr } from './expressions';
import { canComplete } from './flow';
import { block } from './statements';
import { typeName, VOID } from './types';
import type { FileRef, World } from './world';

export function checkBodies(world: World, cls: ClassInfo): void {
  const notes = world.notesOf(cls);
  if (notes) {
    for (const member of notes.decl.members) checkMember(world, cls, member, notes.file);
    for (const method of [...cls.methods, ...cls.constructors]) {
      const syntax = world.methodDecls.get(method)?.body;
      if (syntax) checkMethod(world, method, syntax, notes.file);
    }
    checkImplicitSuper(world, cls, notes.file);
  }
  for (const inner of cls.inner) checkBodies(world, inner);
}

/** A constructor that does not say otherwise begins with `super()`. */
function checkImplicitSuper(world: World, cls: ClassInfo, file: FileRef): void {
  const base = cls.superType;
  if (base?.k !== 'class') return;
  const b = new Body({ world, file, cls, isStatic: false, returns: VOID });
  if (cls.constructors.length === 0) constructorCall(b, cls.position, base.cls, []);
  for (const ctor of cls.constructors)
    if (ctor.body?.statements[0]?.k !== 'ctorCall') constructorCall(b, ctor.position, base.cls, []);
}

function checkMember(world: World, cls: ClassInfo, member: Member, file: FileRef): void {
  if (member.k === 'field') checkField(world, cls, member, file);
  else if (member.k === 'property') checkProperty(world, cls, member, file);
  else if (member.k === 'init') checkInit(world, cls, member, file);
}

function checkField(world: World, cls: ClassInfo, decl: FieldDecl, file: FileRef): void {
  for (const variable of decl.variables) {
    const field = cls.fields.find((f) => f.position === variable.pos);
    if (!field || !variable.init) continue;
    const b = new Body({
      world,
      file,
      cls,
      isStatic: field.isStatic,
      returns: VOID,
      initialises: field.isStatic ? 'static' : 'instance',
    });
    const value = b.assign(expr(b, variable.init), field.type, variable.pos);
    cls.initializers.push({ kind: 'field', field, value });
  }
}

function checkInit(world: World, cls: ClassInfo, decl: InitDecl, file: FileRef): void {
  const b = new Body({
    world,
    file,
    cls,
    isStatic: decl.isStatic,
    returns: VOID,
    initialises: decl.isStatic ? 'static' : 'instance',
  });
  const body = block(b, decl.body);
  canComplete(body, (pos, message) => world.report(file, pos, message));
  cls.initializers.push({ kind: 'block', isStatic: decl.isStatic, body });
}

function checkProperty(world: World, cls: ClassInfo, decl: PropertyDecl, file: FileRef): void {
  const property = cls.fields.find((f) => f.position === decl.pos);
  if (!property) return;
  if (!decl.getter && !decl.setter)
    world.report(file, decl.pos, `Property must have a getter or a setter: ${decl.name}`);
  for (const [method, syntax] of [
    [property.getter, decl.getter?.body],
    [property.setter, decl.setter?.body],
  ] as const)
    if (method && syntax) checkMethod(world, method, syntax, file, property);
}

function checkMethod(
  world: World,
  method: MethodInfo,
  syntax: BlockSyntax,
  file: FileRef,
  property?: FieldInfo,
): void {
  const isConstructor = method.name === '<init>';
  method.body = checkBlock(
    {
      world,
      file,
      cls: method.owner,
      isStatic: method.isStatic,
      returns: method.returns,
      params: method.params,
      ...(property && { property }),
      ...(isConstructor && { isConstructor, initialises: 'instance' as const }),
    },
    syntax,
    method.lines,
  );
}

/** Checks one body; executable lines are added to `lines`. */
export function checkBlock(options: BodyOptions, syntax: BlockSyntax, lines: number[]): Block {
  const b = new Body(options);
  const body = block(b, syntax);
  const end = canComplete(body, (pos, message) => b.report(pos, message));
  if (end === 'yes' && options.returns.k !== 'void')
    b.report(
      syntax.end,
      `Missing return statement required return type: ${typeName(options.returns)}`,
    );
  lines.push(...new Set(b.lines));
  return body;
}

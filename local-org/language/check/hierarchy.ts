/** Overriding, interfaces, and which platform methods an Apex method implements. */
import { platformType } from '../platform';
import type { ClassInfo, MethodInfo } from '../classes';
import type { ApexType } from '../types';
import { methodText } from './declare-members';
import { allSupers, argumentsOf, classChain, isException, typeOfSignature } from './lineage';
import { fits } from './convert';
import { classOf, isLib, OBJECT, sameType, slotName, typeName, typeNames } from './types';
import type { FileRef, World } from './world';

/** Public and global count the same here: a public method may override a global one. */
const RANK = { private: 0, protected: 1, public: 2, global: 2 } as const;

/** What every object answers, and what the platform calls through. */
const OBJECT_METHODS: ReadonlySet<string> = new Set(['tostring/0', 'equals/1', 'hashcode/0']);

export function checkHierarchy(world: World, cls: ClassInfo): void {
  const notes = world.notesOf(cls);
  if (notes && cls.kind !== 'enum') {
    for (const method of cls.methods) checkOverride(world, cls, method, notes.file);
    if (cls.kind === 'class') {
      checkInterfaces(world, cls, notes.file);
      if (!cls.isAbstract) checkAbstractMethods(world, cls, notes.file);
    }
  }
  for (const inner of cls.inner) checkHierarchy(world, inner);
}

const keyOf = (m: MethodInfo): string => `${m.name.toLowerCase()}/${m.params.length}`;

/** Methods that every class inherits from the platform, and that take `override`. */
function overridesPlatform(world: World, cls: ClassInfo, method: MethodInfo): boolean {
  if (OBJECT_METHODS.has(keyOf(method))) return true;
  return classChain(cls).some((c) => {
    if (c.superType?.k !== 'lib') return false;
    return allSupers(world, c.superType).some(
      (s) =>
        s.k === 'lib' &&
        platformType(s.name)?.methods.some(
          (m) =>
            m.name.toLowerCase() === method.name.toLowerCase() &&
            m.params.length === method.params.length,
        ),
    );
  });
}

function checkOverride(world: World, cls: ClassInfo, method: MethodInfo, file: FileRef): void {
  const report = (message: string): void => world.report(file, method.position, message);
  const inherited = classChain(cls)
    .slice(1)
    .flatMap((c) => c.methods)
    .find((m) => m.slot === method.slot && m.access !== 'private');
  // An `equals` of another type is one that only Apex calls.
  const ofObject =
    OBJECT_METHODS.has(keyOf(method)) && method.params.every((p) => sameType(p.type, OBJECT));
  if (ofObject && !method.isStatic) method.libSlots.push(keyOf(method));
  if (cls.kind === 'interface' || method.isStatic) return;
  const text = `${typeName(method.returns)} ${cls.name}.${methodText(method).split(' ').slice(1).join(' ')}`;
  if (!inherited) {
    if (method.isOverride && !overridesPlatform(world, cls, method))
      report(`@Override specified for non-overriding method: ${text}`);
    return;
  }
  if (inherited.isStatic) return;
  if (!inherited.isVirtual && !inherited.isOverride && !inherited.isAbstract)
    return report(`Non-virtual, non-abstract methods cannot be overridden: ${text}`);
  if (!method.isOverride) return report(`Method must use the override keyword: ${text}`);
  if (!sameType(inherited.returns, method.returns))
    report(
      `Return type must be ${typeName(inherited.returns)} as in the overridden method: ${text}`,
    );
  if (RANK[method.access] < RANK[inherited.access])
    report(`Cannot reduce the visibility of the overridden method: ${text}`);
}

/** A method of the class or its super classes by JavaScript name. */
const findSlot = (cls: ClassInfo, slot: string): MethodInfo | undefined =>
  classChain(cls)
    .flatMap((c) => c.methods)
    .find((m) => m.slot === slot);

function checkInterfaces(world: World, cls: ClassInfo, file: FileRef): void {
  for (const type of allSupers(world, classOf(cls))) {
    if (type.k === 'class' && type.cls.kind === 'interface')
      for (const wanted of type.cls.methods) {
        const found = findSlot(cls, wanted.slot);
        const ok = found && returnsWhatIsAsked(world, type, found.returns, wanted.returns);
        if (!ok && !(cls.isAbstract && !found)) mustImplement(world, cls, type, wanted, file);
        else if (found && RANK[found.access] < RANK.public)
          world.report(
            file,
            found.position,
            `Overridden methods must be global or public: ${methodText(found)}`,
          );
      }
    if (type.k === 'lib' && platformType(type.name)?.kind === 'interface')
      implementPlatform(world, cls, type, file);
  }
}

function mustImplement(
  world: World,
  cls: ClassInfo,
  type: ApexType,
  wanted: {
    readonly name: string;
    readonly returns: ApexType;
    readonly params: readonly { type: ApexType }[];
  },
  file: FileRef,
): void {
  const signature = `${typeName(wanted.returns)} ${typeName(type)}.${wanted.name}(${typeNames(wanted.params.map((p) => p.type))})`;
  world.report(file, cls.position, `Class ${cls.name} must implement the method: ${signature}`);
}

/** Finds the methods that implement a platform interface and notes their platform names on them. */
function implementPlatform(
  world: World,
  cls: ClassInfo,
  type: Extract<ApexType, { k: 'lib' }>,
  file: FileRef,
): void {
  const platform = platformType(type.name);
  if (!platform) return;
  const env = argumentsOf(platform, type.args);
  for (const m of platform.methods) {
    const params = m.params.map((p) => typeOfSignature(world, p, env));
    const returns = typeOfSignature(world, m.returns, env);
    const found = findImplementation(world, cls, m.name, params);
    if (found && returnsWhatIsAsked(world, type, found.returns, returns)) {
      const key = `${m.name}/${params.length}`.toLowerCase();
      for (const slot of [key, `${key} ${type.name.toLowerCase()}`])
        if (!found.libSlots.includes(slot)) found.libSlots.push(slot);
      if (RANK[found.access] < RANK.public && found.owner === cls)
        world.report(
          file,
          found.position,
          `Overridden methods must be global or public: ${methodText(found)}`,
        );
    } else if (!cls.isAbstract)
      mustImplement(
        world,
        cls,
        type,
        { name: m.name, returns, params: params.map((p) => ({ type: p })) },
        file,
      );
  }
}

function findImplementation(
  world: World,
  cls: ClassInfo,
  name: string,
  params: readonly ApexType[],
): MethodInfo | undefined {
  const exact = findSlot(cls, slotName(name, params));
  if (exact) return exact;
  // `execute(BatchableContext, List<Account>)` implements the one for `List<SObject>`.
  return classChain(cls)
    .flatMap((c) => c.methods)
    .find(
      (m) =>
        m.name.toLowerCase() === name.toLowerCase() &&
        m.params.length === params.length &&
        m.params.every((p, i) => {
          const wanted = params[i] ?? OBJECT;
          return fits(world, wanted, p.type) || fits(world, p.type, wanted);
        }),
    );
}

function returnsWhatIsAsked(
  world: World,
  type: ApexType,
  found: ApexType,
  wanted: ApexType,
): boolean {
  // `start` of a batch gives a QueryLocator, or anything that can be iterated.
  if (isLib(type, 'Database.Batchable') && isLib(wanted, 'Database.QueryLocator'))
    return (
      isLib(found, 'Database.QueryLocator') ||
      allSupers(world, found).some((s) => isLib(s, 'System.Iterable'))
    );
  if (wanted.k === 'void' || found.k === 'void') return wanted.k === found.k;
  return fits(world, found, wanted);
}

function checkAbstractMethods(world: World, cls: ClassInfo, file: FileRef): void {
  for (const base of classChain(cls).slice(1))
    for (const wanted of base.methods) {
      if (!wanted.isAbstract) continue;
      const found = findSlot(cls, wanted.slot);
      if (!found || found.isAbstract) mustImplement(world, cls, classOf(base), wanted, file);
    }
}

export const isExceptionClass = (cls: ClassInfo): boolean => isException(classOf(cls));

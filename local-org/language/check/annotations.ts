/** Annotations: where they may stand, and what they ask of the method below them. */
import type { Annotation, ClassInfo, MethodInfo } from '../classes';
import type { ApexType } from '../types';
import { typeName } from './types';
import type { FileRef, World } from './world';

/** Known to the platform. Those that the local org gives no meaning are harmless. */
const KNOWN: ReadonlySet<string> = new Set([
  'auraenabled',
  'deprecated',
  'future',
  'httpdelete',
  'httpget',
  'httppatch',
  'httppost',
  'httpput',
  'invocablemethod',
  'invocablevariable',
  'istest',
  'jsonaccess',
  'namespaceaccessible',
  'readonly',
  'remoteaction',
  'restresource',
  'suppresswarnings',
  'testsetup',
  'testvisible',
]);

const HTTP: ReadonlySet<string> = new Set([
  'httpdelete',
  'httpget',
  'httppatch',
  'httppost',
  'httpput',
]);

export function checkAnnotations(world: World, cls: ClassInfo): void {
  const file = world.notesOf(cls)?.file;
  if (file) {
    unknownOnes(world, cls.annotations, cls.position, file);
    for (const field of cls.fields) unknownOnes(world, field.annotations, field.position, file);
    for (const method of [...cls.methods, ...cls.constructors]) {
      unknownOnes(world, method.annotations, method.position, file);
      checkMethod(world, cls, method, file);
    }
  }
  for (const inner of cls.inner) checkAnnotations(world, inner);
}

function unknownOnes(
  world: World,
  annotations: readonly Annotation[],
  pos: ClassInfo['position'],
  file: FileRef,
): void {
  const seen = new Set<string>();
  for (const { name } of annotations) {
    if (!KNOWN.has(name)) world.report(file, pos, `Annotation does not exist: ${name}`);
    if (seen.has(name)) world.report(file, pos, `Duplicate annotation: ${name}`);
    seen.add(name);
  }
}

/** What a future method may take: primitives, and collections of them. */
function isPlain(type: ApexType): boolean {
  if (type.k === 'primitive') return type.name !== 'Object';
  if (type.k === 'list' || type.k === 'set') return isPlain(type.of);
  return type.k === 'map' && isPlain(type.key) && isPlain(type.value);
}

function isInvocable(method: MethodInfo): boolean {
  return method.annotations.some(({ name }) => name === 'invocablemethod');
}

function checkMethod(world: World, cls: ClassInfo, method: MethodInfo, file: FileRef): void {
  const has = (name: string): boolean => method.annotations.some((a) => a.name === name);
  const report = (message: string): void => world.report(file, method.position, message);
  const isVoid = method.returns.k === 'void';
  if (method.isTestMethod || has('testsetup')) {
    const what = has('testsetup') ? 'Test setup methods' : 'Test methods';
    if (!cls.isTest && !cls.outer) report(`${what} must be in test classes: ${method.name}`);
    if (cls.outer) report(`${what} must be in top level classes: ${method.name}`);
    if (!method.isStatic) report(`${what} must be static: ${method.name}`);
    if (!isVoid) report(`${what} must be void: ${method.name}`);
    if (method.params.length > 0) report(`${what} cannot have parameters: ${method.name}`);
  }
  if (has('future')) {
    if (!method.isStatic || !isVoid) report(`Future methods must be static void: ${method.name}`);
    for (const { type } of method.params)
      if (!isPlain(type))
        report(`Unsupported parameter type ${typeName(type)} in a future method: ${method.name}`);
  }
  if (method.annotations.some((a) => HTTP.has(a.name))) {
    if (!cls.annotations.some((a) => a.name === 'restresource'))
      report(`HTTP methods must be in a class with @RestResource: ${method.name}`);
    if (!method.isStatic || method.access !== 'global')
      report(`HTTP methods must be global static: ${method.name}`);
  }
  if (isInvocable(method)) {
    if (!method.isStatic || method.access === 'private' || method.access === 'protected')
      report(`InvocableMethod must be public or global and static: ${method.name}`);
    if (method.params.length > 1)
      report(`InvocableMethod takes one parameter at most: ${method.name}`);
    if (method.params.some((p) => p.type.k !== 'list'))
      report(`InvocableMethod parameters must be lists: ${method.name}`);
    if (!isVoid && method.returns.k !== 'list')
      report(`InvocableMethod must return a list, or be void: ${method.name}`);
    if (cls.methods.some((other) => other !== method && isInvocable(other)))
      report('Only one method per type can be defined with: InvocableMethod');
  }
  if (has('auraenabled') && method.access !== 'public' && method.access !== 'global')
    report(`AuraEnabled methods must be public or global: ${method.name}`);
}

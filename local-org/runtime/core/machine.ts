/** The virtual machine: what compiled Apex and the library run on. */
import type { Step } from '../../scheduler/suspension';
import type { Host } from '../host';
import { ClassTable } from './classes';
import { ApexMap, ApexSet } from './collections';
import { castValue } from './casts';
import { equalValues, hashValue, type ObjectEquality } from './equality';
import { defineCore } from './core-types';
import { exceptionClass, isExceptionType, newPlatformException } from './exceptions';
import { isAssignable, isInstanceOf, type TypeWorld } from './instance';
import type { ClassShape, Reflection } from './reflection';
import type { LibraryFunction, LibraryRegistry } from './registry';
import { finish, invoke } from './steps';
import { makeStub } from './stubs';
import { textOf, type ObjectText } from './text';
import { ApexException, ApexThrow, isStackOverflow, toThrow } from './throwing';
import { captureTrace, type LineTable } from './trace';
import { parseType, typeOf } from './type-names';
import {
  ApexList,
  ApexObject,
  type EnumValue,
  SObjectValue,
  type TypeName,
  type Value,
} from './values';
import type { Activation, Failure, StubHandler, Vm } from './vm';

export const STACK_OVERFLOW = 'Maximum stack depth reached: 1001';

type Alias = (this: Value, ...args: readonly Value[]) => Step<Value>;

export class Machine implements Vm, TypeWorld, ObjectText, ObjectEquality, Reflection {
  /** The running activation, for compiled code. */
  a: Activation | null = null;
  readonly #outer: (Activation | null)[] = [];
  readonly classes: ClassTable;
  /** Line tables of the compiled scripts. */
  readonly lines = new Map<string, LineTable>();
  readonly reflection: Reflection = this;
  readonly #covered = new Map<string, Uint8Array>();

  constructor(readonly library: LibraryRegistry) {
    defineCore(library);
    this.classes = new ClassTable();
  }

  get current(): Activation {
    if (!this.a) throw new Error('No transaction is running.');
    return this.a;
  }
  get host(): Host {
    return this.current.host;
  }
  enter(activation: Activation): void {
    activation.slots ??= [];
    this.#outer.push(this.a);
    this.a = activation;
  }
  leave(): void {
    const outer = this.#outer.pop();
    if (outer === undefined) throw new Error('No transaction to leave.');
    this.a = outer;
  }

  /** By unit: at the place of each line that ran stands 1. Compiled code writes into it. */
  coverage(unit: string, lastLine: number): Uint8Array {
    let lines = this.#covered.get(unit);
    if (!lines || lines.length <= lastLine)
      this.#covered.set(unit, (lines = new Uint8Array(lastLine + 1)));
    return lines;
  }
  get covered(): ReadonlyMap<string, Uint8Array> {
    return this.#covered;
  }

  // ------------------------------------------------------------ exceptions

  exception(type: TypeName, message: string, cause: Value = null): Error {
    const blank = this.classes.get(type)?.blank;
    const self = blank ? new blank() : newPlatformException(type);
    if (!(self instanceof ApexException)) throw new Error(`${type} is not an exception type.`);
    self.$message = message;
    self.$cause = cause;
    this.trace(self);
    return toThrow(self);
  }
  nullPointer(): never {
    throw this.exception('System.NullPointerException', 'Attempt to de-reference a null object');
  }
  /** Notes where an exception object comes from. */
  trace(self: ApexException): void {
    self.$trace = captureTrace(this.lines);
  }
  caught(error: unknown): Value | null {
    return error instanceof ApexThrow && error.catchable ? error.exception : null;
  }
  failure(error: unknown): Failure | null {
    if (error instanceof ApexThrow) {
      const { exception } = error;
      return {
        type: exception.$type,
        message: this.responds(exception, 'getMessage', 0)
          ? String(finish(this.call(exception, 'getMessage', []), 'getMessage'))
          : exception.$text,
        stackTrace: exception.$trace?.toString() ?? '',
        exception,
      };
    }
    if (isStackOverflow(error))
      return this.failure(this.exception('System.LimitException', STACK_OVERFLOW));
    return null;
  }
  stackTrace(): string {
    return captureTrace(this.lines).toString();
  }

  // ------------------------------------------------------------ values

  str(value: Value): string {
    return typeof value === 'string' ? value : textOf(this, value);
  }
  equals(a: Value, b: Value): boolean {
    return a === b || equalValues(this, a, b);
  }
  hash(value: Value): string | number {
    return typeof value === 'string' ? value : hashValue(this, value);
  }
  typeOf(value: Value): TypeName {
    return typeOf(value);
  }
  isInstance(value: Value, type: TypeName): boolean {
    return isInstanceOf(this, value, type);
  }
  cast(value: Value, type: TypeName): Value {
    return castValue(this, value, type);
  }
  list(of: TypeName, items: Value[] = []): ApexList {
    const list = new ApexList(of, items);
    if (items.length > 0) this.a?.heap?.grewBy(list, items);
    return list;
  }
  set(of: TypeName, items: Iterable<Value> = []): ApexSet {
    const set = new ApexSet(of, this, items);
    if (set.size > 0) this.a?.heap?.grewBy(set, set.values());
    return set;
  }
  map(key: TypeName, value: TypeName): ApexMap {
    return new ApexMap(key, value, this);
  }
  sobject(objectName: string): SObjectValue {
    const schema = this.host.schema.object(objectName);
    if (!schema) throw new Error(`There is no object ${objectName}.`);
    return new SObjectValue(schema, schema.name);
  }

  // ------------------------------------------------------------ user classes

  /** The generator under which the platform calls a method of an Apex object. */
  #alias(receiver: Value, method: string, arity: number): Alias | undefined {
    if (!(receiver instanceof ApexObject)) return undefined;
    return (receiver as unknown as Record<string, Alias>)[`${method.toLowerCase()}/${arity}`];
  }
  call(receiver: Value, method: string, args: readonly Value[]): Step<Value> {
    const alias = this.#alias(receiver, method, args.length);
    if (alias) return alias.apply(receiver, [...args]);
    if (receiver === null) this.nullPointer();
    const known = this.platformMethod(receiver, method, args.length);
    if (known) return invoke(known, this, receiver, args);
    throw new Error(`${typeOf(receiver)} does not answer ${method}/${args.length}.`);
  }
  /** The library's method of a platform value, by its run-time type. */
  platformMethod(receiver: Value, method: string, arity: number): LibraryFunction | undefined {
    if (receiver instanceof ApexObject) return undefined;
    const { base } = parseType(typeOf(receiver));
    const methods = (this.library.type(base) ?? this.library.type(`System.${base}`))?.methods ?? {};
    const name = method.toLowerCase();
    for (const wanted of [`${name}/${arity}`, name])
      for (const [key, fn] of Object.entries(methods)) if (key.toLowerCase() === wanted) return fn;
    return undefined;
  }
  responds(receiver: Value, method: string, arity: number): boolean {
    return this.#alias(receiver, method, arity) !== undefined;
  }
  newInstance(type: TypeName): Step<Value> {
    const cls = this.classes.get(type);
    if (!cls?.blank || !cls.construct || cls.isAbstract || cls.kind !== 'class')
      throw this.exception('System.TypeException', `Type cannot be constructed: ${type}`);
    return cls.construct(new cls.blank());
  }
  findClass(name: string): TypeName | null {
    return this.classes.get(name)?.name ?? null;
  }
  stub(type: TypeName, handler: StubHandler): Value {
    return makeStub(this, type, handler);
  }

  userText(object: ApexObject): string | undefined {
    const alias = this.#alias(object, 'tostring', 0);
    return alias && this.str(finish(alias.call(object), 'toString'));
  }
  /** Text of an object as if its class had no `toString`. */
  plainText(object: ApexObject): string {
    return textOf(
      {
        userText: (o) => (o === object ? undefined : this.userText(o)),
        fieldsOf: (o) => this.fieldsOf(o),
      },
      object,
    );
  }
  *fieldsOf(object: ApexObject): Iterable<readonly [string, Value]> {
    const raw = object as unknown as Record<string, Value>;
    for (const [name, key] of this.classes.get(object.$type)?.stored ?? []) yield [name, raw[key]];
  }
  userEquals(object: ApexObject, other: Value): boolean | undefined {
    const alias = this.#alias(object, 'equals', 1);
    return alias && finish(alias.call(object, other), 'equals') === true;
  }
  userHash(object: ApexObject): number | undefined {
    const alias = this.#alias(object, 'hashcode', 0);
    return alias && ((finish(alias.call(object), 'hashCode') as number | null) ?? 0);
  }

  // ------------------------------------------------------------ types and reflection

  supertypes(type: TypeName): ReadonlySet<string> | undefined {
    return this.classes.get(parseType(type).base)?.supertypes;
  }
  sobjectName(type: TypeName): string | undefined {
    return this.a?.host.schema.object(type)?.name;
  }
  exceptionBase(type: TypeName): boolean {
    return isExceptionType(type);
  }
  shape(type: TypeName): ClassShape | null {
    const cls = this.classes.get(type);
    const blank = cls?.blank;
    if (!cls || !blank || cls.kind !== 'class') return null;
    return { name: cls.name, fields: cls.fields, blank: () => new blank() };
  }
  enumValues(type: TypeName): readonly EnumValue[] | null {
    return this.classes.get(type)?.enumValues ?? null;
  }
  assignable(to: TypeName, from: TypeName): boolean {
    return isAssignable(this, to, from);
  }
  /** JavaScript class of a platform exception that Apex extends or constructs. */
  exceptionClass(type: TypeName): (new () => ApexException) | undefined {
    return exceptionClass(type);
  }
}

export function createVm(library: LibraryRegistry): Vm & { readonly reflection: Reflection } {
  return new Machine(library);
}

/** The state of a transaction before its first statement. */
export function createActivation(host: Host, statementLimit = Infinity): Activation {
  return { host, statics: new Map(), statements: 0, statementLimit, depth: 0, slots: [] };
}

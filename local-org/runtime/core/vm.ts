/**
 * The Apex virtual machine as compiled code and the library see it. One per org; the transaction
 * that runs at the moment is `current`, swapped in by the driver at every resume.
 */
import type { Step } from '../../scheduler/suspension';
import type { Host } from '../host';
import type { Heap } from './heap';
import type { LibraryRegistry } from './registry';
import type { ApexList, ApexMap, ApexSet, SObjectValue, TypeName, Value } from './values-all';

/** What one transaction keeps while it is suspended: its host, its statics, its counters. */
export interface Activation {
  readonly host: Host;
  /** Static fields per class, made at first use: statics live as long as the transaction. */
  readonly statics: Map<string, object>;
  /** Statements executed: the deterministic measure of CPU time. */
  statements: number;
  /** At this count the CPU limit is reached. */
  statementLimit: number;
  /** Depth of Apex calls; the platform stops at 1,000. */
  depth: number;
  /** Absent: nobody asks how much memory is used. */
  readonly heap?: Heap;
  /** Static fields by the number that compiled code gives each class. Made by `Vm.enter`. */
  slots?: unknown[];
}

/** An exception that nobody caught, in the platform's words. */
export interface Failure {
  /** `System.NullPointerException`, `Outer.MyException`. */
  readonly type: TypeName;
  readonly message: string;
  /** Frames, innermost first, one a line: `Class.Foo.bar: line 3, column 1`. */
  readonly stackTrace: string;
  /** The exception object itself, for `FinalizerContext.getException` and its kin. */
  readonly exception: Value;
}

export interface Vm {
  readonly library: LibraryRegistry;
  /** Throws when no transaction is running. */
  readonly current: Activation;
  readonly host: Host;
  /** Makes `activation` current until `leave`. Calls nest (an org in an org does not). */
  enter(activation: Activation): void;
  leave(): void;

  /** Builds a System or user exception, ready to throw: `throw vm.exception('System.MathException', 'Divide by 0')`. */
  exception(type: TypeName, message: string, cause?: Value): Error;
  /** The Apex exception object inside a JavaScript error, or null when Apex must not see it. */
  caught(error: unknown): Value | null;

  /**
   * What an error that left Apex amounts to, uncatchable ones included (limits, failed assertions,
   * stack overflow). Null for errors that are not Apex's: a killed transaction, a bug of the local org.
   */
  failure(error: unknown): Failure | null;

  /** Text as in string concatenation and String.valueOf; calls user toString (which must not suspend). */
  str(value: Value): string;
  /** `==` on Object: by value, with user equals. */
  equals(a: Value, b: Value): boolean;
  /** Key under which Set and Map file a value: equal values give equal keys or meet in the same bucket. */
  hash(value: Value): string | number;
  /** `instanceof`. Null is an instance of nothing. */
  isInstance(value: Value, type: TypeName): boolean;
  /** Canonical run-time type: `Integer`, `List<String>`, `Outer.Inner`. */
  typeOf(value: Value): TypeName;

  list(of: TypeName, items?: Value[]): ApexList;
  set(of: TypeName, items?: Iterable<Value>): ApexSet;
  map(key: TypeName, value: TypeName): ApexMap;
  sobject(objectName: string): SObjectValue;

  /** Calls a method of a platform interface on an Apex object: `call(job, 'execute', [context])`. */
  call(receiver: Value, method: string, args: readonly Value[]): Step<Value>;
  /** True when the object answers such a call. */
  responds(receiver: Value, method: string, arity: number): boolean;
  /** `new T()` for a user class by name, without arguments. Throws System.TypeException as Type.newInstance does. */
  newInstance(type: TypeName): Step<Value>;
  /** Looks a user class up, ignoring case: canonical name or null. */
  findClass(name: string): TypeName | null;
  /** `(T) value`: the value, converted where that is allowed. Throws System.TypeException. */
  cast(value: Value, type: TypeName): Value;
  /**
   * An object of a user class or interface whose every method goes to `handler`, as Test.createStub
   * makes it.
   */
  stub(type: TypeName, handler: StubHandler): Value;
  /** Apex frames at this moment, innermost first, in the platform's form: `Class.Foo.bar: line 3, column 1`. */
  stackTrace(): string;
}

export interface StubbedCall {
  readonly stub: Value;
  readonly method: string;
  readonly returns: TypeName;
  readonly paramTypes: readonly TypeName[];
  readonly paramNames: readonly string[];
  readonly args: readonly Value[];
}
export type StubHandler = (call: StubbedCall) => Step<Value>;

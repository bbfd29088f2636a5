/** What the rest of the org sees of compiled Apex. */
import type { Schema } from '../database/schema';
import type { SoqlQuery } from '../database/soql/ast';
import type { Value } from '../runtime/core/values-all';
import type { Vm } from '../runtime/core/vm';
import type { Step } from '../scheduler/suspension';
import type { Annotation, ClassInfo, TriggerEvent } from './classes';
import type { InvocableAction } from './invocable';

/** A source file on its way into the org. */
export interface ApexSource {
  readonly kind: 'class' | 'trigger';
  /** Name without extension. */
  readonly name: string;
  /** For messages: `classes/Mutex.cls`. */
  readonly fileName: string;
  readonly text: string;
  /** From the meta file, e.g. `65.0`. */
  readonly apiVersion: string;
}

/** A compile error in the platform's words; line and column count from 1. */
export interface Diagnostic {
  readonly fileName: string;
  readonly name: string;
  readonly kind: 'class' | 'trigger' | 'anonymous';
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** True when the program may be right but the local org lacks the feature. */
  readonly unsupported?: boolean;
}

export interface CompileResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Present when there are no diagnostics. */
  readonly program?: Program;
}

export interface CompiledTrigger {
  readonly name: string;
  readonly object: string;
  readonly events: readonly TriggerEvent[];
  run(): Step<void>;
}

export interface TestMethod {
  readonly className: string;
  readonly methodName: string;
  run(): Step<void>;
  /** `@TestSetup` methods of the class. */
  readonly setup: readonly (() => Step<void>)[];
}

export interface RestResource {
  readonly className: string;
  /** From `@RestResource(urlMapping='/probe/*')`. */
  readonly urlMapping: string;
  /** Upper-case HTTP verb → method. Arguments come from the body or the query by parameter name. */
  readonly methods: ReadonlyMap<
    string,
    {
      readonly params: readonly { readonly name: string; readonly type: string }[];
      run(args: readonly Value[]): Step<Value>;
    }
  >;
}

/** A static method with `@future`: queued by its callers, run by the platform. */
export interface FutureMethod {
  readonly name: string;
  /** As messages show it: `Mailer.send(String, List<Id>)`. */
  readonly signature: string;
  /** `callout=true`. */
  readonly allowsCallouts: boolean;
  run(args: readonly Value[]): Step<Value>;
}

/** All compiled Apex of an org at one moment. Immutable: a deploy makes a new one. */
export interface Program {
  readonly vm: Vm;
  readonly classes: readonly ClassInfo[];
  triggers(object: string, event: TriggerEvent): readonly CompiledTrigger[];
  tests(): readonly TestMethod[];
  restResources(): readonly RestResource[];
  /** Classes with an `@InvocableMethod`. */
  invocableActions(): readonly InvocableAction[];
  /** Executable lines by unit, for coverage. */
  executableLines(): ReadonlyMap<string, readonly number[]>;
  /** Lines by unit that ran since the last call, which starts afresh. Empty when coverage is off. */
  takeCoverage(): ReadonlyMap<string, readonly number[]>;
  annotations(className: string): readonly Annotation[];
  /** Calls a static method without arguments by name, for the platform's own use. */
  callStatic(className: string, method: string, args: readonly Value[]): Step<Value>;
  /** The future method that `Host.future` was told of, or undefined when a deploy took it away. */
  future(className: string, slot: string): FutureMethod | undefined;
  /** Compiles anonymous Apex against this program. */
  anonymous(text: string): {
    readonly diagnostics: readonly Diagnostic[];
    readonly run?: () => Step<void>;
  };
}

export interface Compiler {
  /** Parses, checks and compiles everything together. Unchanged sources are taken from a cache. */
  compile(sources: readonly ApexSource[], schema: Schema): CompileResult;
  /** Parses one SOQL string; `bindNames[i]` is the expression text of bind i. Throws SoqlError (MALFORMED_QUERY). */
  parseSoql(text: string): { readonly query: SoqlQuery; readonly bindNames: readonly string[] };
}

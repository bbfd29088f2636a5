/** One JavaScript function in the making. */
import type { ClassInfo, FieldInfo, LocalVar, MethodInfo } from '../classes';
import { localName } from './names';
import type { Unit } from './unit';

/** What `return`, `break` and `continue` have to do on their way out. */
export type Scope =
  | { readonly kind: 'loop' }
  /** A try with a finally block: `flag` must be set when Apex leaves it. */
  | { readonly kind: 'finally'; readonly flag: string }
  /** Body of System.runAs, a function of its own: results go through `result`. */
  | { readonly kind: 'runAs'; readonly result: string };

export interface FrameOptions {
  /** Label in stack traces. */
  readonly label: string;
  /** May suspend: emitted as a generator. */
  readonly coloured: boolean;
  /** The method being emitted; its own property is then reached without accessors. */
  readonly method: MethodInfo | null;
  readonly owner: ClassInfo | null;
  /** Counts towards the depth of Apex calls. */
  readonly countsDepth: boolean;
  /** What a plain `return` gives: constructors give `this`. */
  readonly result?: string;
}

export class Frame {
  readonly label: number;
  readonly scopes: Scope[] = [];
  readonly #declared = new Set<string>();
  #temps = 0;
  /** Line that the code written last stands for. */
  line = 0;
  constructor(
    readonly unit: Unit,
    readonly options: FrameOptions,
  ) {
    this.label = unit.frame(options.label);
  }

  /** A fresh variable of the function. */
  temp(): string {
    const name = `$${++this.#temps}`;
    this.#declared.add(name);
    return name;
  }
  /** A fresh name that the code declares itself. */
  fresh(): string {
    return `$${++this.#temps}`;
  }
  /** A local variable declared at the top of the function. */
  hoist(v: LocalVar): string {
    const name = localName(v);
    this.#declared.add(name);
    return name;
  }
  /** A line break that makes what follows stand for `line`. */
  mark(line: number): string {
    this.line = line;
    return this.unit.mark(this.label, line);
  }
  /** Code that calls a generator, from a function that is one itself. */
  suspend(code: string): string {
    if (!this.options.coloured)
      throw new Error(`${this.options.label} suspends but was not coloured: ${code.slice(0, 80)}`);
    return `(yield* ${code})`;
  }
  /** Calls compiled code, which may be a generator. */
  invoke(coloured: boolean, code: string): string {
    return coloured ? this.suspend(code) : code;
  }
  /** Inside its own accessors a property is a plain field. */
  raw(field: FieldInfo): boolean {
    const { method } = this.options;
    return method !== null && (method === field.getter || method === field.setter);
  }
  /** Leaves the method: `return`, with the bookkeeping that it takes. */
  exit(value: string | null): string {
    const steps: string[] = [];
    let inRunAs: string | null = null;
    for (const scope of this.scopes) if (scope.kind === 'runAs') inRunAs = scope.result;
    const flags = this.#flags(() => false);
    let result = value;
    if (value !== null && (flags || this.options.countsDepth || inRunAs) && !isPlain(value)) {
      result = this.temp();
      steps.push(`${result}=${value}`);
    }
    if (flags) steps.push(flags);
    if (inRunAs) {
      steps.push(`${inRunAs}=[${result ?? ''}]`);
      return `{${steps.join(';')};return;}`;
    }
    if (this.options.countsDepth) steps.push('$a.depth=$d');
    steps.push(`return ${result ?? this.options.result ?? ''}`);
    return `{${steps.join(';')};}`;
  }
  /** `break` or `continue`. */
  jump(word: 'break' | 'continue'): string {
    const flags = this.#flags((scope) => scope.kind === 'loop');
    return flags ? `{${flags};${word};}` : `${word};`;
  }
  #flags(stop: (scope: Scope) => boolean): string {
    const flags: string[] = [];
    for (let i = this.scopes.length - 1; i >= 0; i--) {
      const scope = this.scopes[i]!;
      if (stop(scope)) break;
      if (scope.kind === 'finally') flags.push(`${scope.flag}=1`);
      if (scope.kind === 'runAs') break;
    }
    return flags.join(';');
  }

  /** The body of the function with its declarations and bookkeeping around `code`. */
  wrap(code: string): string {
    const lets = this.#declared.size > 0 ? `let ${[...this.#declared].join(',')};` : '';
    const enter = this.options.countsDepth
      ? 'const $d=$a.depth;if($d>=1000)deep();$a.depth=$d+1;'
      : '';
    const leave = this.options.countsDepth ? '$a.depth=$d;' : '';
    const result = this.options.result ? `return ${this.options.result};` : '';
    return `const $a=$.a;${enter}${lets}${code}${leave}${result}`;
  }
}

/** Code whose value cannot change before it is returned. */
function isPlain(code: string): boolean {
  return /^(?:[\w$]+|"[^"]*"|-?\d+n?)$/.test(code);
}

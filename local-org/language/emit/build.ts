/** From checked declarations to a running program. */
import type { Machine } from '../../runtime/core/machine';
import type { LibraryRegistry } from '../../runtime/core/registry';
import type { Step } from '../../scheduler/suspension';
import type { AnonymousInfo, ClassInfo, TriggerInfo } from '../classes';
import type { Diagnostic } from '../program';
import { CallGraph, EVERYTHING } from './colour';
import { holdTrigger } from './names';
import { Linker, type ScriptCache } from './link';
import { anonymousScript, classScript, family, triggerScript, type Script } from './script';
import type { Colouring, EmitOptions } from './unit';

export interface BuildOptions {
  readonly library: LibraryRegistry;
  /** Note executed lines. */
  readonly coverage: boolean;
  /** `all` makes every function a generator: the yardstick for `needed`. */
  readonly generators: 'needed' | 'all';
}

/** Numbers for the statics of classes, by position. */
function slots(classes: readonly ClassInfo[], first: number): Map<ClassInfo, number> {
  return new Map(classes.map((cls, i) => [cls, first + i]));
}

/** Stack traces name lines of this many anonymous scripts; older ones have ended long ago. */
const TRACED = 500;

export class Builder {
  #slots: ReadonlyMap<ClassInfo, number> = new Map();
  #graph: CallGraph | null = null;
  #linker: Linker | null = null;
  /** Script names of anonymous Apex, oldest first. */
  readonly #anonymous: string[] = [];
  constructor(
    readonly machine: Machine,
    readonly cache: ScriptCache,
    readonly options: BuildOptions,
  ) {}

  /** @returns problems, or the bodies of the triggers */
  build(
    classes: readonly ClassInfo[],
    triggers: readonly TriggerInfo[],
    fileOf: (kind: 'class' | 'trigger', unit: string) => string,
  ): {
    readonly problems: readonly Diagnostic[];
    readonly triggers: readonly (() => Step<void>)[];
  } {
    for (const t of triggers) holdTrigger(t.holder);
    const all = [...classes, ...triggers.map((t) => t.holder)].flatMap(family);
    this.#slots = slots(all, 0);
    this.#graph =
      this.options.generators === 'all' ? null : new CallGraph(this.options.library, all);
    const options = this.#emitOptions(this.#slots, this.#graph);
    const scripts = [
      ...classes.map((cls) => classScript(cls, fileOf('class', cls.unit), options)),
      ...triggers.map((t) => triggerScript(t, fileOf('trigger', t.name), options)),
    ];
    const problems = scripts.flatMap((s) => s.problems);
    if (problems.length > 0) return { problems, triggers: [] };
    this.#linker = new Linker(this.machine, this.cache, options.colouring);
    const bodies = this.#linker.link(scripts).slice(classes.length);
    return { problems, triggers: bodies.map((body) => body!) };
  }

  get linker(): Linker {
    return this.#linker!;
  }
  get colouring(): Colouring {
    return this.#graph ?? EVERYTHING;
  }

  anonymous(info: AnonymousInfo): {
    readonly problems: readonly Diagnostic[];
    readonly run: () => Step<void>;
  } {
    const classes = family(info.holder);
    const own = slots(classes, this.#slots.size);
    const graph = this.#graph && new CallGraph(this.options.library, classes, this.#graph);
    const options = this.#emitOptions(new Map([...this.#slots, ...own]), graph);
    const script = anonymousScript(info, 'anonymous', options);
    return { problems: script.problems, run: () => this.#load(script, options.colouring)() };
  }

  #load(script: Script, colouring: Colouring): () => Step<void> {
    const { lines } = this.machine;
    const before = new Set(lines.keys());
    const linker = new Linker(this.machine, this.cache, colouring, this.#linker);
    const [run] = linker.link([script]);
    for (const name of lines.keys()) if (!before.has(name)) this.#anonymous.push(name);
    if (this.#anonymous.length > TRACED) lines.delete(this.#anonymous.shift()!);
    return run!;
  }

  #emitOptions(numbers: ReadonlyMap<ClassInfo, number>, graph: CallGraph | null): EmitOptions {
    return {
      library: this.options.library,
      colouring: graph ?? EVERYTHING,
      coverage: this.options.coverage,
      slotOf: (cls) => numbers.get(cls) ?? -1,
    };
  }
}

/** From checked declarations to a running program. */
import type { Machine } from '../../runtime/core/machine';
import type { LibraryRegistry } from '../../runtime/core/registry';
import type { Step } from '../../scheduler/suspension';
import type { AnonymousInfo, ClassInfo, TriggerInfo } from '../classes';
import type { Diagnostic } from '../program';
import type { KeptProgram } from '../kept/programs';
import { scriptAgain } from '../kept/code';
import { CallGraph, EVERYTHING, type Colours } from './colour';
import { KeptColours } from './kept-colours';
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
  #colours: Colours | null = null;
  #linker: Linker | null = null;
  /** Script names of anonymous Apex, oldest first. */
  readonly #anonymous: string[] = [];
  constructor(
    readonly machine: Machine,
    readonly cache: ScriptCache,
    readonly options: BuildOptions,
  ) {}

  /** @returns the scripts of the classes, then those of the triggers */
  emit(
    classes: readonly ClassInfo[],
    triggers: readonly TriggerInfo[],
    fileOf: (kind: 'class' | 'trigger', unit: string) => string,
  ): readonly Script[] {
    const all = this.#number(classes, triggers);
    this.#colours =
      this.options.generators === 'all' ? null : new CallGraph(this.options.library, all);
    const options = this.#emitOptions(this.#slots, this.#colours);
    return [
      ...classes.map((cls) => classScript(cls, fileOf('class', cls.unit), options)),
      ...triggers.map((t) => triggerScript(t, fileOf('trigger', t.name), options)),
    ];
  }

  /** As `emit`, of classes and triggers whose code was kept. */
  emitted(
    classes: readonly ClassInfo[],
    triggers: readonly TriggerInfo[],
    kept: KeptProgram,
  ): readonly Script[] {
    const all = this.#number(classes, triggers);
    this.#colours = new KeptColours(all, kept.colours);
    const holders = [...classes, ...triggers.map((t) => t.holder)];
    return kept.scripts.map((script, i) => ({
      source: scriptAgain(script, this.options.library),
      classes: family(holders[i]!),
      problems: [],
    }));
  }

  /** @returns what each script runs, when it does: the bodies of triggers */
  link(scripts: readonly Script[]): ((() => Step<void>) | undefined)[] {
    this.#linker = new Linker(this.machine, this.cache, this.colouring);
    return this.#linker.link(scripts);
  }

  /** Gives every class its place among the statics. */
  #number(classes: readonly ClassInfo[], triggers: readonly TriggerInfo[]): readonly ClassInfo[] {
    for (const t of triggers) holdTrigger(t.holder);
    const all = [...classes, ...triggers.map((t) => t.holder)].flatMap(family);
    this.#slots = slots(all, 0);
    return all;
  }

  get linker(): Linker {
    return this.#linker!;
  }
  /** Null when every function may suspend. */
  get colours(): Colours | null {
    return this.#colours;
  }
  get colouring(): Colouring {
    return this.#colours ?? EVERYTHING;
  }

  anonymous(info: AnonymousInfo): {
    readonly problems: readonly Diagnostic[];
    readonly run: () => Step<void>;
  } {
    const classes = family(info.holder);
    const own = slots(classes, this.#slots.size);
    const graph = this.#colours && new CallGraph(this.options.library, classes, this.#colours);
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

  #emitOptions(numbers: ReadonlyMap<ClassInfo, number>, graph: Colours | null): EmitOptions {
    return {
      library: this.options.library,
      colouring: graph ?? EVERYTHING,
      coverage: this.options.coverage,
      slotOf: (cls) => numbers.get(cls) ?? -1,
    };
  }
}

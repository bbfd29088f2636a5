/** Loads scripts into a machine and ties their classes together. */
import type { Machine } from '../../runtime/core/machine';
import { createSupport, type Support } from '../../runtime/core/support';
import type { Step } from '../../scheduler/suspension';
import type { ClassInfo } from '../classes';
import { linkName, superClass } from './names';
import { runtimeClass } from './runtime-class';
import type { Script } from './script';
import type { Colouring, UnitSource } from './unit';

/** A class of Apex in JavaScript: constructor, statics, and `constants` of enums. */
export type JsClass = (new () => object) & Record<string, (...args: unknown[]) => unknown>;

/** What a script gives back when it is loaded. */
interface Loaded {
  readonly bind: Readonly<Record<string, (cls: JsClass) => void>>;
  readonly define: Readonly<Record<string, () => JsClass>>;
  readonly run?: () => Step<void>;
}
type Loader = (machine: Machine, support: Support, constants: readonly unknown[]) => Loaded;

/** Compiled scripts by content, so that unchanged ones are not compiled again. */
export class ScriptCache {
  readonly #known = new Map<string, { readonly script: string; readonly load: Loader }>();
  #count = 0;
  constructor(readonly size = 2000) {}

  load(source: UnitSource): { readonly script: string; readonly load: Loader } {
    let known = this.#known.get(source.key);
    if (!known) {
      const script = `apex:${source.name}#${++this.#count}`;
      const code = `${source.code}\n//# sourceURL=${script}`;
      // Compiling is what this is for: the code comes from our own emitter.
      // eslint-disable-next-line @typescript-eslint/no-implied-eval
      known = { script, load: new Function('$', 'S', 'K', code) as Loader };
      if (this.#known.size >= this.size) this.#known.delete(this.#known.keys().next().value!);
      this.#known.set(source.key, known);
    }
    return known;
  }
}

/** All classes of a program, linked. */
export class Linker {
  readonly #classes = new Map<string, JsClass>();
  readonly #support: Support;
  constructor(
    readonly machine: Machine,
    readonly cache: ScriptCache,
    readonly colouring: Colouring,
    readonly base: Linker | null = null,
  ) {
    this.#support = base ? base.#support : createSupport(machine);
  }

  cls(name: string): JsClass | undefined {
    return this.#classes.get(name) ?? this.base?.cls(name);
  }

  /** @returns what each script runs when it is a trigger or anonymous Apex, in the order given. */
  link(scripts: readonly Script[]): ((() => Step<void>) | undefined)[] {
    const loaded = scripts.map(({ source }) => {
      const { script, load } = this.cache.load(source);
      this.machine.lines.set(script, source.lines);
      return load(this.machine, this.#support, source.constants);
    });
    const factories = new Map<string, () => JsClass>();
    for (const { define } of loaded)
      for (const [name, make] of Object.entries(define)) factories.set(name, make);
    const bind = (name: string, cls: JsClass): void => {
      for (const unit of loaded) unit.bind[name]?.(cls);
    };
    for (const unit of loaded)
      for (const name of Object.keys(unit.bind)) {
        const known = factories.has(name) ? undefined : this.base?.cls(name);
        if (known) bind(name, known);
      }
    const define = (cls: ClassInfo): void => {
      const name = linkName(cls);
      const make = factories.get(name);
      if (!make || this.#classes.has(name)) return;
      const parent = superClass(cls);
      if (parent) define(parent);
      const made = make();
      this.#classes.set(name, made);
      bind(name, made);
      // A class of anonymous Apex may hide one of the org, but must not replace it for others.
      if (name === cls.name && !this.base?.cls(name))
        this.machine.classes.add(runtimeClass(cls, made, this.colouring));
    };
    for (const { classes } of scripts) classes.forEach(define);
    return loaded.map((unit) => unit.run);
  }
}

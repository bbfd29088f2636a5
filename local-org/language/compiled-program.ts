/** What `createCompiler` gives: see `Program`. */
import type { Machine } from '../runtime/core/machine';
import type { Value } from '../runtime/core/values-all';
import type { Step } from '../scheduler/suspension';
import { checkAnonymous, type CheckResult } from './check';
import type { Annotation, ClassInfo, MethodInfo, TriggerEvent } from './classes';
import type { Builder } from './emit/build';
import { allMethods, futureSlot, isFuture } from './emit/classes';
import { typeName } from './emit/names';
import { run } from './emit/runtime-class';
import { family } from './emit/script';
import { invocableActions, type InvocableAction } from './invocable';
import type { CompiledTrigger, FutureMethod, Program, RestResource, TestMethod } from './program';

/** Compiled anonymous blocks that are kept, by their text. */
const ANONYMOUS_KEPT = 200;

type Anonymous = ReturnType<Program['anonymous']>;

const REST_VERBS = ['get', 'post', 'put', 'patch', 'delete'];

export class CompiledProgram implements Program {
  readonly vm: Machine;
  readonly classes: readonly ClassInfo[];
  readonly #byName: ReadonlyMap<string, ClassInfo>;
  readonly #triggers: readonly CompiledTrigger[];
  readonly #anonymous = new Map<string, Anonymous>();

  /**
   * @param bodies what each script runs, in the order of classes and triggers
   * @param executable its executable lines, when the bodies that tell them have not been read
   */
  constructor(
    readonly builder: Builder,
    readonly checked: CheckResult,
    bodies: readonly ((() => Step<void>) | undefined)[],
    readonly executable: ReadonlyMap<string, readonly number[]> | null = null,
  ) {
    this.vm = builder.machine;
    this.classes = checked.classes;
    this.#byName = new Map(
      this.classes.flatMap(family).map((cls) => [cls.name.toLowerCase(), cls] as const),
    );
    this.#triggers = checked.triggers.map(({ name, object, events }, i) => ({
      name,
      object,
      events,
      run: bodies[checked.classes.length + i]!,
    }));
  }

  triggers(object: string, event: TriggerEvent): readonly CompiledTrigger[] {
    const wanted = object.toLowerCase();
    return this.#triggers.filter(
      (t) => t.object.toLowerCase() === wanted && t.events.includes(event),
    );
  }

  tests(): readonly TestMethod[] {
    return this.classes
      .filter((cls) => cls.isTest)
      .flatMap((cls) => {
        const setup = cls.methods
          .filter((m) => m.isStatic && has(m.annotations, 'testsetup'))
          .map((m) => () => this.#call(cls, m, []) as Step<void>);
        return cls.methods
          .filter((m) => m.isStatic && m.isTestMethod)
          .map((m) => ({
            className: cls.name,
            methodName: m.name,
            run: () => this.#call(cls, m, []) as Step<void>,
            setup,
          }));
      });
  }

  restResources(): readonly RestResource[] {
    return this.classes.flatMap((cls) => {
      const resource = cls.annotations.find((a) => a.name === 'restresource');
      if (!resource) return [];
      const urlMapping = resource.values['urlmapping'] ?? resource.values['value'] ?? '';
      const methods = new Map(
        cls.methods.flatMap((m) =>
          REST_VERBS.filter((verb) => has(m.annotations, `http${verb}`)).map(
            (verb) =>
              [
                verb.toUpperCase(),
                {
                  params: m.params.map((p) => ({ name: p.name, type: typeName(p.type) })),
                  run: (args: readonly Value[]) => this.#call(cls, m, args),
                },
              ] as const,
          ),
        ),
      );
      return [{ className: cls.name, urlMapping, methods }];
    });
  }

  invocableActions(): readonly InvocableAction[] {
    return invocableActions(this.classes, (cls, method, args) => this.#call(cls, method, args));
  }

  executableLines(): ReadonlyMap<string, readonly number[]> {
    if (this.executable) return this.executable;
    const lines = new Map<string, number[]>();
    const add = (unit: string, more: readonly number[]): void => {
      lines.set(unit, [...(lines.get(unit) ?? []), ...more]);
    };
    for (const cls of this.classes.flatMap(family)) {
      const all = [...allMethods(cls), ...cls.constructors];
      add(cls.unit, [...all.flatMap((m) => m.lines), ...initializerLines(cls)]);
    }
    for (const { name, holder, lines: own } of this.checked.triggers)
      add(name, [...own, ...allMethods(holder).flatMap((m) => m.lines)]);
    return new Map(
      Array.from(lines, ([unit, all]) => [unit, [...new Set(all)].sort((a, b) => a - b)] as const),
    );
  }

  takeCoverage(): ReadonlyMap<string, readonly number[]> {
    const hits = new Map<string, readonly number[]>();
    for (const [unit, lines] of this.vm.covered) {
      const hit: number[] = [];
      lines.forEach((ran, line) => ran === 1 && hit.push(line));
      lines.fill(0);
      hits.set(unit, hit);
    }
    return hits;
  }

  annotations(className: string): readonly Annotation[] {
    return this.#byName.get(className.toLowerCase())?.annotations ?? [];
  }

  callStatic(className: string, method: string, args: readonly Value[]): Step<Value> {
    const cls = this.#byName.get(className.toLowerCase());
    const found = cls?.methods.find(
      (m) =>
        m.isStatic &&
        m.name.toLowerCase() === method.toLowerCase() &&
        m.params.length === args.length,
    );
    if (!cls || !found) throw new Error(`There is no static method ${className}.${method}.`);
    return this.#call(cls, found, args);
  }

  future(className: string, slot: string): FutureMethod | undefined {
    const cls = this.#byName.get(className.toLowerCase());
    const method = cls?.methods.find((m) => m.slot === slot && isFuture(m));
    if (!cls || !method) return undefined;
    const { annotations, name, params } = method;
    const note = annotations.find((a) => a.name === 'future');
    const js = this.builder.linker.cls(cls.name)!;
    return {
      name,
      signature: `${cls.name}.${name}(${params.map((p) => typeName(p.type)).join(', ')})`,
      allowsCallouts: note?.values['callout']?.toLowerCase() === 'true',
      run: (args) => run(true, () => js[futureSlot(method)]!(...args)),
    };
  }

  anonymous(text: string): Anonymous {
    let compiled = this.#anonymous.get(text);
    if (!compiled) {
      if (this.#anonymous.size >= ANONYMOUS_KEPT) this.#anonymous.clear();
      this.#anonymous.set(text, (compiled = this.#compileAnonymous(text)));
    }
    return compiled;
  }

  #compileAnonymous(text: string): Anonymous {
    const { diagnostics, info } = checkAnonymous(text, this.checked.world);
    if (!info) return { diagnostics };
    const { problems, run: start } = this.builder.anonymous(info);
    return problems.length > 0 ? { diagnostics: problems } : { diagnostics, run: start };
  }

  #call(cls: ClassInfo, method: MethodInfo, args: readonly Value[]): Step<Value> {
    const js = this.builder.linker.cls(cls.name)!;
    return run(this.builder.colouring.method(method), () => js[method.slot]!(...args));
  }
}

function has(annotations: readonly Annotation[], name: string): boolean {
  return annotations.some((a) => a.name === name);
}

/** Lines of initialisers count as executable too. */
function initializerLines(cls: ClassInfo): number[] {
  return cls.initializers.flatMap((i) => (i.kind === 'field' ? [i.value.pos.line] : []));
}

/**
 * Which functions may suspend. One that cannot becomes a plain JavaScript function, whose calls are
 * many times cheaper than those of a generator.
 *
 * A function may suspend when it touches shared state itself or calls one that may. All overrides of
 * a method go together, since a call cannot know which of them it reaches; and a method that classes
 * unknown today may override (those of anonymous Apex) counts as one that may suspend.
 */
import { isExceptionType } from '../../runtime/core/exceptions';
import type { LibraryRegistry } from '../../runtime/core/registry';
import type { ClassInfo, FieldInfo, MethodInfo } from '../classes';
import type { Expr } from '../tree';
import type { ApexType } from '../types';
import { isIntrinsic } from './intrinsics';
import { allMethods, hasImplicitConstructor, isFuture, staticsHaveEffects } from './classes';
import { lineageOf, type Groups } from './families';
import { isExceptionClass, superClass } from './names';
import type { Colouring } from './unit';
import { walk, type TreeNode } from './walk';

/** Every function of Apex is a generator: slow, simple, and the yardstick for the analysis. */
export const EVERYTHING: Colouring = {
  method: () => true,
  implicitConstructor: () => true,
  initializers: () => true,
  statics: () => true,
};

/** A function that no `MethodInfo` stands for. */
type Extra = `${'implicit' | 'init' | 'statics'} ${string}`;
export type FunctionNode = MethodInfo | Extra;

/** Knows of every function of some classes whether it may suspend. */
export abstract class Colours implements Colouring {
  /** The function may suspend. */
  abstract suspends(node: FunctionNode): boolean;

  method(m: MethodInfo): boolean {
    return this.suspends(m);
  }
  implicitConstructor(cls: ClassInfo): boolean {
    return this.suspends(`implicit ${cls.name}`);
  }
  initializers(cls: ClassInfo): boolean {
    return this.suspends(`init ${cls.name}`);
  }
  statics(cls: ClassInfo): boolean {
    return this.suspends(`statics ${cls.name}`);
  }
}

export class CallGraph extends Colours {
  readonly #callers = new Map<FunctionNode, Set<FunctionNode>>();
  readonly #coloured = new Set<FunctionNode>();
  readonly #groups: Groups<MethodInfo>;
  /** Functions of the base that may suspend and are called from here. */
  readonly #outside: FunctionNode[] = [];

  constructor(
    readonly library: LibraryRegistry,
    classes: readonly ClassInfo[],
    /** Colours of classes that exist already: anonymous Apex builds on those of the org. */
    readonly base: Colours | null = null,
  ) {
    super();
    this.#groups = lineageOf(classes);
    const seeds: FunctionNode[] = [];
    for (const cls of classes) this.#scanClass(cls, seeds);
    for (const m of this.#groups.members()) if (isOpen(m) || base?.suspends(m)) seeds.push(m);
    this.#spread([...seeds, ...this.#outside]);
  }

  override suspends(node: FunctionNode): boolean {
    return this.#coloured.has(node) || (this.base?.suspends(node) ?? false);
  }

  #spread(seeds: FunctionNode[]): void {
    const work = [...seeds];
    for (let node = work.pop(); node !== undefined; node = work.pop()) {
      const kin = typeof node === 'string' ? [node] : this.#groups.group(node);
      for (const member of kin) {
        if (this.#coloured.has(member)) continue;
        this.#coloured.add(member);
        work.push(...(this.#callers.get(member) ?? []));
      }
    }
  }

  #scanClass(cls: ClassInfo, seeds: FunctionNode[]): void {
    const init: Extra = `init ${cls.name}`;
    const statics: Extra = `statics ${cls.name}`;
    for (const i of cls.initializers) {
      const isStatic = i.kind === 'block' ? i.isStatic : i.field.isStatic;
      this.#scan(isStatic ? statics : init, i.kind === 'block' ? i.body : i.value, seeds);
    }
    if (hasImplicitConstructor(cls)) this.#construct(`implicit ${cls.name}`, cls, true);
    for (const ctor of cls.constructors) {
      const first = ctor.body?.statements[0];
      const explicit = first?.k === 'ctorCall' ? first.which : null;
      if (explicit !== 'this') this.#construct(ctor, cls, explicit === null);
      this.#scan(ctor, ctor.body, seeds);
    }
    for (const m of allMethods(cls)) {
      this.#scan(m, m.body, seeds);
      if (isFuture(m)) seeds.push(m);
      if (m.isStatic && staticsHaveEffects(cls)) this.#edge(m, statics);
    }
  }

  /** What every constructor does besides its body. */
  #construct(node: FunctionNode, cls: ClassInfo, callsSuper: boolean): void {
    this.#edge(node, `init ${cls.name}`);
    this.#edge(node, `statics ${cls.name}`);
    const parent = superClass(cls);
    if (!parent || !callsSuper) return;
    const ctor = parent.constructors.find((c) => c.params.length === 0);
    if (ctor) this.#edge(node, ctor);
    if (!ctor || isExceptionClass(parent)) this.#edge(node, `implicit ${parent.name}`);
  }

  #scan(node: FunctionNode, body: unknown, seeds: FunctionNode[]): void {
    let suspends = false;
    walk(body, (part) => {
      suspends ||= this.#touches(part);
      for (const callee of callees(part)) this.#edge(node, callee);
    });
    if (suspends) seeds.push(node);
  }

  #edge(caller: FunctionNode, callee: FunctionNode): void {
    let callers = this.#callers.get(callee);
    if (!callers) {
      this.#callers.set(callee, (callers = new Set()));
      if (this.base?.suspends(callee)) this.#outside.push(callee);
    }
    callers.add(caller);
  }

  /** The node itself touches shared state or may. */
  #touches(part: TreeNode): boolean {
    switch (part.k) {
      case 'soql':
      case 'dml':
      case 'runAs':
      case 'forSoql':
        return true;
      case 'forEach':
        return !isCollection(part.over.type);
      case 'libCall':
        return this.#libCallSuspends(part);
      case 'libField':
        return ['getters', 'setters', 'staticGetters'].some(
          (table) => this.library.member(part.lib, table as 'getters', part.name, [])?.suspends,
        );
      case 'newLib':
        return this.library.member(part.lib, 'constructors', 'new', part.params)?.suspends === true;
      default:
        return false;
    }
  }

  #libCallSuspends(e: Extract<Expr, { k: 'libCall' }>): boolean {
    if (isIntrinsic(e)) return false;
    const table = e.receiver ? 'methods' : 'statics';
    const type = this.library.type(e.lib);
    if (e.receiver && (!type || type.implementable)) return !isExceptionType(e.lib);
    return this.library.member(e.lib, table, e.name, e.params)?.suspends === true;
  }
}

function isCollection(type: ApexType): boolean {
  return type.k === 'list' || type.k === 'set';
}

/** Classes written later may override it. */
function isOpen(m: MethodInfo): boolean {
  if (m.isStatic || m.owner.access === 'private') return false;
  return m.owner.kind === 'interface' || m.isAbstract || m.isVirtual;
}

function* callees(part: TreeNode): Iterable<FunctionNode> {
  switch (part.k) {
    case 'call':
      yield part.method;
      break;
    case 'new':
      yield part.ctor ?? `implicit ${part.cls.name}`;
      break;
    case 'ctorCall':
      if (part.ctor) yield part.ctor;
      else if (part.cls) yield `implicit ${part.cls.name}`;
      break;
    case 'field':
    case 'staticField':
      yield* accessors(part.field);
      if (part.k === 'staticField') yield `statics ${part.field.owner.name}`;
      break;
    default:
  }
}

function* accessors(field: FieldInfo): Iterable<MethodInfo> {
  if (field.getter) yield field.getter;
  if (field.setter) yield field.setter;
}

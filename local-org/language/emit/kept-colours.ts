/** Which functions may suspend, in words of plain data and back. */
import type { ClassInfo } from '../classes';
import { Colours, type FunctionNode } from './colour';

/** All functions of some classes, in an order that only their declarations decide. */
function* functionsOf(classes: readonly ClassInfo[]): Iterable<FunctionNode> {
  for (const cls of classes) {
    yield `implicit ${cls.name}`;
    yield `init ${cls.name}`;
    yield `statics ${cls.name}`;
    yield* cls.constructors;
    yield* cls.methods;
    for (const { getter, setter } of cls.fields) {
      if (getter) yield getter;
      if (setter) yield setter;
    }
  }
}

/** @returns one digit for each function: 1 when it may suspend */
export function textOfColours(classes: readonly ClassInfo[], colours: Colours): string {
  return Array.from(functionsOf(classes), (node) => (colours.suspends(node) ? 1 : 0)).join('');
}

export class KeptColours extends Colours {
  readonly #coloured: ReadonlySet<FunctionNode>;

  /** @param text from `textOfColours`, of classes that are declared in the same way */
  constructor(classes: readonly ClassInfo[], text: string) {
    super();
    const all = [...functionsOf(classes)];
    if (all.length !== text.length)
      throw new Error(`${text.length} functions were kept, and ${all.length} are there.`);
    this.#coloured = new Set(all.filter((_, i) => text[i] === '1'));
  }

  override suspends(node: FunctionNode): boolean {
    return this.#coloured.has(node);
  }
}

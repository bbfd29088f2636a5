/** Builds result rows: selected fields, parents nested under their relationship, children as lists. */
import type { ResultRow, ResultValue, Values } from '../contract';
import { live, type Row } from '../row';
import { visible } from '../row';
import type { Store } from '../store';
import type { Execution } from './operands';
import type { ResolvedPath } from './paths';
import { fieldReader, type Reader } from './read-path';
import type { ResolvedItem } from './validate';

/** Reads the children of one parent. */
export interface ChildQuery {
  readonly name: string;
  run(parentId: string, execution: Execution): readonly ResultRow[];
}

/** Counts rows of sub-queries, which count towards the limit too. */
export interface RowCounter {
  rows: number;
}

/** One level of nesting. Entries keep the order of the SELECT list. */
type Node = Map<
  string,
  | string
  | { readonly reference: string; readonly node: Node }
  | { readonly read: Reader }
  | ChildQuery
>;

export class Projection {
  readonly #root: Node = new Map();
  /** Own fields only: a result depends on one version and on nothing else. */
  readonly #plain: boolean;
  /** Results by version, for readers who read the same versions again and again. */
  readonly #built = new WeakMap<Values, ResultRow>();

  constructor(
    private readonly store: Store,
    items: readonly ResolvedItem[],
    children: readonly ChildQuery[],
  ) {
    this.#plain = items.every(
      (item) => item.kind === 'field' && item.path.via.length === 0 && !item.path.field.formula,
    );
    let nextChild = 0;
    for (const item of items) {
      if (item.kind === 'field') this.#addPath(item.path);
      else if (item.kind === 'subquery') {
        const child = children[nextChild++]!;
        this.#root.set(child.name, child);
      }
    }
  }

  row(row: Row, execution: Execution, counter: RowCounter): ResultRow {
    const { values } = visible(row, execution.reader)!;
    if (!this.#plain || !execution.reader.repeatable)
      return this.#build(this.#root, row, values, execution, counter);
    let built = this.#built.get(values);
    if (!built) {
      built = this.#build(this.#root, row, values, execution, counter);
      this.#built.set(values, built);
    }
    return built;
  }

  #addPath(path: ResolvedPath): void {
    const { names, via, field: schema } = path;
    let node = this.#root;
    via.forEach(({ name: reference }, i) => {
      const name = names[i]!;
      const known = node.get(name);
      if (typeof known === 'object' && 'node' in known) node = known.node;
      else {
        const next: Node = new Map();
        node.set(name, { reference, node: next });
        node = next;
      }
    });
    const field = names.at(-1)!;
    node.set(field, schema.formula ? { read: fieldReader(this.store, path) } : field);
  }

  #build(
    node: Node,
    row: Row,
    values: Values,
    execution: Execution,
    counter: RowCounter,
  ): ResultRow {
    const result: Record<string, ResultValue> = {};
    for (const [name, entry] of node) {
      if (typeof entry === 'string') result[name] = values[entry] ?? null;
      else if ('read' in entry) result[name] = entry.read(execution)(values);
      else if ('node' in entry) {
        const id = values[entry.reference];
        const parent = typeof id === 'string' ? this.store.rowById(id) : undefined;
        const version = parent && live(parent, execution.reader);
        result[name] = version
          ? this.#build(entry.node, parent, version.values, execution, counter)
          : null;
      } else {
        const children = entry.run(row.id, execution);
        counter.rows += children.length;
        result[name] = children;
      }
    }
    return { object: row.table.schema.name, values: result, id: row.id };
  }
}

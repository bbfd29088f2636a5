import { SoqlError, type QueryResult, type ResultRow, type TxId, type Values } from '../contract';
import { live, visible, type LockOwner, type Row } from '../row';
import type { Stored } from '../schema';
import type { Store } from '../store';
import { aggregateRow, makeGroups } from './aggregates';
import type { BindValue, SoqlQuery } from './ast';
import { candidates, walkRows } from './candidates';
import { lookOf } from './look';
import { compileQuery, type CompiledQuery, type Runner } from './compile';
import type { Bound, Hint } from './conditions';
import { wholeNumber, type Execution } from './operands';
import { sorted } from './order';
import { chooseAccess, describeAccess, type AccessPath, type Walk } from './planner';
import type { RowCounter } from './projection';
import { pathReader } from './read-path';

type QueryReader = LockOwner & { readonly id: TxId };

const MAX_OFFSET = 2000;

/** Extra demand on the rows of a child sub-query. */
interface ChildOf {
  readonly field: string;
  readonly parentId: string;
}

function hintOf({ field, parentId }: ChildOf): Hint {
  return { field, keys: [parentId] };
}

/** Runs queries over a store. Lives as long as its schema: compiled queries are kept. */
export class QueryEngine implements Runner {
  #compiled = new WeakMap<SoqlQuery, CompiledQuery>();
  readonly #bound = new WeakMap<CompiledQuery, WeakMap<readonly BindValue[], Bound<Values>>>();

  constructor(
    private readonly store: Store,
    private readonly now: () => number,
  ) {}

  run(query: SoqlQuery, binds: readonly BindValue[], reader: QueryReader): QueryResult {
    const compiled = this.#compile(query);
    const execution = this.#execution(binds, reader);
    if (compiled.resolved.aggregate) return this.#aggregate(compiled, execution);
    return this.#result(compiled, execution, this.#rows(compiled, execution));
  }

  /** The rows of a query, in its order and within its limit. Not for aggregates. */
  find(query: SoqlQuery, binds: readonly BindValue[], reader: QueryReader): readonly Row[] {
    const compiled = this.#compile(query);
    if (compiled.resolved.aggregate) {
      throw new SoqlError('MALFORMED_QUERY', 'FOR UPDATE is not allowed with aggregate functions');
    }
    return this.#rows(compiled, this.#execution(binds, reader));
  }

  /** Those of `rows` that match the query now, in their given order. */
  recheck(
    query: SoqlQuery,
    binds: readonly BindValue[],
    reader: QueryReader,
    rows: readonly Row[],
  ): readonly Row[] {
    const { where } = this.#compile(query);
    const bound = where?.(this.#execution(binds, reader));
    return rows.filter((row) => {
      const version = live(row, reader);
      return version && (!bound || bound.test(version.values));
    });
  }

  project(
    query: SoqlQuery,
    binds: readonly BindValue[],
    reader: QueryReader,
    rows: readonly Row[],
  ): QueryResult {
    return this.#result(this.#compile(query), this.#execution(binds, reader), rows);
  }

  explain(query: SoqlQuery, binds: readonly BindValue[], reader: QueryReader): string {
    const compiled = this.#compile(query);
    const execution = this.#execution(binds, reader);
    const hints = compiled.where?.(execution).hints ?? [];
    const path = this.#access(compiled, hints, this.#window(compiled, execution).stopAt);
    return `${describeAccess(path)} of ${compiled.table.schema.name}`;
  }

  selectValues(compiled: CompiledQuery, execution: Execution): readonly Stored[] {
    const item = compiled.resolved.select[0];
    if (item?.kind !== 'field') return [];
    const get = pathReader(this.store, item.path)(execution);
    return this.#rows(compiled, execution).map((row) =>
      get(visible(row, execution.reader)!.values),
    );
  }

  selectChildren(
    compiled: CompiledQuery,
    field: string,
    parentId: string,
    execution: Execution,
  ): readonly ResultRow[] {
    const rows = this.#rows(compiled, execution, { field, parentId });
    return this.#result(compiled, execution, rows).rows;
  }

  #compile(query: SoqlQuery): CompiledQuery {
    let compiled = this.#compiled.get(query);
    if (!compiled) {
      compiled = compileQuery(query, this.store, this);
      this.#compiled.set(query, compiled);
    }
    return compiled;
  }

  #execution(binds: readonly BindValue[], reader: QueryReader): Execution {
    return { reader, binds, now: this.now() };
  }

  #rows(compiled: CompiledQuery, execution: Execution, childOf?: ChildOf): readonly Row[] {
    const bound = this.#bind(compiled, execution);
    const { offset, stopAt } = this.#window(compiled, execution);
    const { reader } = execution;
    const accepts = acceptor(compiled, reader, bound, childOf);
    const hints = bound?.hints ?? [];
    const wanted = childOf ? [...hints, hintOf(childOf)] : hints;
    const path = this.#access(compiled, wanted, stopAt);
    const found = collect(compiled, path, execution, accepts, stopAt);
    if (reader.observer) {
      // With rows that the limit cuts off: which ones it cuts off is part of the answer.
      const all =
        stopAt === undefined
          ? found
          : collect(compiled, this.#access(compiled, wanted), execution, accepts, undefined);
      reader.observer.looked(reader.id, lookOf(compiled, wanted, all));
    }
    return offset === 0 && stopAt === undefined ? found : found.slice(offset, stopAt);
  }

  /** Binds that are the same object as before give the same tests as before. */
  #bind(compiled: CompiledQuery, execution: Execution): Bound<Values> | undefined {
    const { where } = compiled;
    if (!where || !compiled.fixedWhere || !execution.reader.repeatable) return where?.(execution);
    let known = this.#bound.get(compiled);
    if (!known) this.#bound.set(compiled, (known = new WeakMap()));
    let bound = known.get(execution.binds);
    if (!bound) known.set(execution.binds, (bound = where(execution)));
    return bound;
  }

  #access(compiled: CompiledQuery, hints: readonly Hint[], stopAt?: number): AccessPath {
    return chooseAccess(compiled.table, hints, compiled.wantedOrder, stopAt);
  }

  #window(compiled: CompiledQuery, execution: Execution): { offset: number; stopAt?: number } {
    const limit = wholeNumber('LIMIT', compiled.query.limit, execution);
    const offset = wholeNumber('OFFSET', compiled.query.offset, execution) ?? 0;
    if (offset > MAX_OFFSET) {
      throw new SoqlError(
        'NUMBER_OUTSIDE_VALID_RANGE',
        `Maximum SOQL offset allowed is ${MAX_OFFSET}`,
      );
    }
    // Groups are limited after grouping, so every row has to be read.
    if (compiled.resolved.aggregate && !compiled.resolved.countOnly) return { offset: 0 };
    if (limit === undefined) return { offset };
    return { offset, stopAt: offset + limit };
  }

  #result(compiled: CompiledQuery, execution: Execution, found: readonly Row[]): QueryResult {
    const counter: RowCounter = { rows: found.length };
    const rows = found.map((row) => compiled.projection.row(row, execution, counter));
    return { rows, size: rows.length, aggregate: false, rowsRead: counter.rows };
  }

  #aggregate(compiled: CompiledQuery, execution: Execution): QueryResult {
    const { resolved, groups, query } = compiled;
    const found = this.#rows(compiled, execution);
    if (resolved.countOnly) {
      return { rows: [], size: found.length, aggregate: true, rowsRead: 1 };
    }
    const values = found.map((row) => visible(row, execution.reader)!.values);
    let made = makeGroups(values, groups.by, execution);
    const having = groups.having?.(execution);
    if (having) made = made.filter((group) => having.test(group));
    made = sorted(made, groups.order, execution);
    const offset = wholeNumber('OFFSET', query.offset, execution) ?? 0;
    const limit = wholeNumber('LIMIT', query.limit, execution) ?? Infinity;
    const readers = groups.readers.map((reader) => reader(execution));
    const rows = made
      .slice(offset, offset + limit)
      .map((group) => aggregateRow(resolved.select, readers, group));
    // Counting is cheap on the platform; other functions charge every row that they looked at.
    const counts = resolved.select.every(
      (item) => item.kind !== 'aggregate' || item.fn === 'COUNT',
    );
    return {
      rows,
      size: rows.length,
      aggregate: true,
      rowsRead: counts ? rows.length : found.length,
    };
  }
}

/** Whether the reader sees a row and the conditions hold for what he sees. */
function acceptor(
  { query }: CompiledQuery,
  reader: QueryReader,
  bound: Bound<Values> | undefined,
  childOf: ChildOf | undefined,
): (row: Row) => boolean {
  const see = query.allRows ? visible : live;
  return (row) => {
    const values = see(row, reader)?.values;
    if (!values || (childOf && values[childOf.field] !== childOf.parentId)) return false;
    return !bound || bound.test(values);
  };
}

/** Tests the candidates, sorts what passes, and stops as soon as the limit allows. */
function collect(
  compiled: CompiledQuery,
  path: AccessPath,
  execution: Execution,
  accepts: (row: Row) => boolean,
  stopAt: number | undefined,
): readonly Row[] {
  if (path.kind === 'walk') {
    const walked = collectWalk(path, execution, accepts, stopAt ?? Infinity);
    return walked ?? collect(compiled, path.otherwise, execution, accepts, stopAt);
  }
  const found: Row[] = [];
  const enough = compiled.order.length === 0 ? (stopAt ?? Infinity) : Infinity;
  for (const row of candidates(compiled.table, path, execution.reader)) {
    if (found.length >= enough) break;
    if (accepts(row)) found.push(row);
  }
  if (compiled.order.length === 0 || found.length < 2) return found;
  const { reader } = execution;
  const subjects = found.map((row) => ({ row, values: visible(row, reader)!.values }));
  const terms = compiled.order.map((term) => ({
    ...term,
    bind: (run: Execution) => {
      const get = term.bind(run);
      return (subject: (typeof subjects)[number]) => get(subject.values);
    },
  }));
  return sorted(subjects, terms, execution).map((subject) => subject.row);
}

/** Undefined when the budget ran out before the limit was reached. */
function collectWalk(
  walk: Walk,
  execution: Execution,
  accepts: (row: Row) => boolean,
  stopAt: number,
): readonly Row[] | undefined {
  const found: Row[] = [];
  if (stopAt === 0) return found;
  let left = walk.budget;
  for (const row of walkRows(walk, execution.reader)) {
    if (left-- <= 0) return undefined;
    if (!accepts(row)) continue;
    found.push(row);
    if (found.length >= stopAt) break;
  }
  return found;
}

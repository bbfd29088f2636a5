import type { Blocked, Transaction, WaitMode } from '../../contract';
import { MemoryDatabase } from '../../memory-database';
import { MutableSchema } from '../../mutable-schema';
import type { Condition } from '../../soql/ast';
import { findCycle } from '../../waits';
import { field, object } from '../support/schema';
import { cmp, isIn, list, select } from '../support/soql';
import { rowsInWords, type Outcome } from './postgres-side';
import {
  TABLES,
  type Pair,
  type Statement,
  type Table,
  type Where,
  type Workload,
} from './workload';

/** Puts something between the workload and the transactions of the database under test. */
export type Wrap = (tx: Transaction, db: MemoryDatabase) => Transaction;

/** A statement that goes on each time it is asked, and yields when it cannot. */
type Running = Generator<Blocked, Outcome>;

interface Session {
  readonly tx: Transaction;
  savepoints: number[];
  running: Running | undefined;
  blockedOn: readonly number[];
  /** The row that refused the last statement. */
  rival: { readonly table: Table; readonly id: string } | undefined;
}

const schema = (unique: boolean): MutableSchema =>
  new MutableSchema(
    TABLES.map((name, i) =>
      object(name, `a0${i}`, [
        field('Key__c', 'string', { unique, caseSensitive: true, length: 255 }),
        field('Value__c', 'double'),
      ]),
    ),
  );

/** How the database under test is set up. */
export interface LocalOptions {
  readonly mode: WaitMode;
  readonly wrap?: Wrap;
  /** False when `wrap` looks after unique keys itself. */
  readonly unique?: boolean;
}

/** Runs workloads on the local org's database. */
export class LocalSide {
  readonly #db: MemoryDatabase;
  readonly #sessions: Session[];
  readonly #finished = new Map<number, Outcome>();

  constructor(
    work: Workload,
    private readonly options: LocalOptions,
  ) {
    this.#db = new MemoryDatabase(schema(options.unique ?? true), { now: () => 0 });
    const given = this.#db.begin();
    for (const table of TABLES)
      for (const row of work.given[table]) given.insert(table, values(row));
    given.commit();
    this.#sessions = Array.from({ length: work.transactions }, () => {
      const tx = this.#db.begin();
      return {
        tx: options.wrap?.(tx, this.#db) ?? tx,
        savepoints: [],
        running: undefined,
        blockedOn: [],
        rival: undefined,
      };
    });
  }

  savepoints(tx: number): number {
    return this.#sessions[tx]!.savepoints.length;
  }

  /** Begins a statement; it ends at once or waits. */
  start(tx: number, statement: Statement): void {
    const session = this.#sessions[tx]!;
    session.rival = undefined;
    session.running = perform(session, statement, this.options.mode);
    this.#advance(tx);
  }

  /** Lets waiting statements try again, in this order, until none of them gets to its end. */
  settle(order: readonly number[]): ReadonlyMap<number, Outcome> {
    for (let moved = true; moved;) {
      moved = false;
      for (const tx of order) moved = this.#advance(tx) || moved;
    }
    const finished = new Map(this.#finished);
    this.#finished.clear();
    return finished;
  }

  waiting(): number[] {
    return [...this.#sessions.keys()].filter((tx) => this.#sessions[tx]!.running !== undefined);
  }

  /** Do transactions wait for each other in a circle? */
  deadlocked(): boolean {
    const waits = this.#sessions
      .filter((s) => s.running)
      .map((s) => [s.tx.id, s.blockedOn] as const);
    return findCycle(new Map(waits)) !== undefined;
  }

  /** Whom `tx` waits for, by number of transaction. */
  blockers(tx: number): number[] {
    const { blockedOn } = this.#sessions[tx]!;
    return blockedOn.map((id) => this.#sessions.findIndex((s) => s.tx.id === id));
  }

  /** Does another transaction hold the row whose key refused the last statement of `tx`? */
  rivalIsHeld(tx: number): boolean {
    const { rival } = this.#sessions[tx]!;
    return (
      rival !== undefined &&
      this.#sessions.some(
        (s, other) =>
          other !== tx && s.tx.state === 'open' && s.tx.holdsLock(rival.table, rival.id),
      )
    );
  }

  committed(table: Table): Outcome {
    const tx = this.#db.begin();
    const rows = pairs(tx.query(select(['Key__c', 'Value__c'], table), []).rows);
    tx.rollback();
    return rowsInWords(rows);
  }

  /** True when the statement came to its end. */
  #advance(tx: number): boolean {
    const session = this.#sessions[tx]!;
    if (!session.running) return false;
    const step = session.running.next();
    if (step.done) {
      session.running = undefined;
      this.#finished.set(tx, step.value);
      return true;
    }
    session.blockedOn = step.value.on;
    return false;
  }
}

function* perform(session: Session, statement: Statement, mode: WaitMode): Running {
  const { tx } = session;
  switch (statement.kind) {
    case 'read':
      return rowsInWords(pairs(tx.query(query(statement.table, statement.where), []).rows));
    case 'insert': {
      const made = yield* granted(() => tx.insert(statement.table, values(statement.row)));
      if ('id' in made) return rowsInWords([statement.row]);
      return refused(session, statement.table, made.duplicate.id);
    }
    case 'savepoint':
      session.savepoints.push(tx.savepoint());
      return 'done';
    case 'rollbackTo': {
      const place = statement.place % session.savepoints.length;
      tx.rollbackTo(session.savepoints[place]!);
      session.savepoints.length = place + 1;
      return 'done';
    }
    case 'commit':
    case 'rollback':
      tx[statement.kind]();
      return 'done';
    default:
      return yield* change(session, statement, mode);
  }
}

type Change = Exclude<
  Statement,
  { readonly kind: 'read' | 'insert' | 'savepoint' | 'rollbackTo' | 'commit' | 'rollback' }
>;

/** Locks the rows that match, and then does to each what the statement says. */
function* change(session: Session, statement: Change, mode: WaitMode): Running {
  const { tx } = session;
  const { table } = statement;
  const guard = statement.kind === 'rekey' ? tx.savepoint() : undefined;
  const where: Where =
    statement.kind === 'rekey' ? { by: 'keys', keys: [statement.from] } : statement.where;
  const locking = tx.lockingQuery(
    {
      ...query(table, where, statement.kind === 'lock' ? statement.limit : undefined),
      forUpdate: true,
    },
    [],
    mode,
  );
  const { rows } = yield* granted(() => locking.attempt());
  const now = pairs(rows);
  for (const [i, { id }] of rows.entries()) {
    if (statement.kind === 'lock') break;
    if (statement.kind === 'delete') {
      yield* granted(() => tx.delete(table, id!));
      continue;
    }
    const changed = changedBy(statement, now[i]!);
    const outcome = yield* granted(() => tx.update(table, id!, values(changed)));
    if ('duplicate' in outcome) {
      tx.rollbackTo(guard!);
      return refused(session, table, outcome.duplicate.id);
    }
    now[i] = changed;
  }
  return rowsInWords(now);
}

function changedBy(statement: Change, row: Pair): Pair {
  if (statement.kind === 'set') return { ...row, value: statement.value };
  if (statement.kind === 'add') return { ...row, value: row.value + statement.value };
  return statement.kind === 'rekey' ? { ...row, key: statement.key } : row;
}

function refused(session: Session, table: Table, id: string): Outcome {
  session.rival = { table, id };
  return 'duplicate';
}

function* granted<T extends object>(attempt: () => Blocked | T): Generator<Blocked, T> {
  for (;;) {
    const result = attempt();
    if (!('blocked' in result)) return result;
    yield result;
  }
}

function query(table: Table, where: Where, limit?: number) {
  return select(['Key__c', 'Value__c'], table, { where: condition(where), limit });
}

function condition(where: Where): Condition | undefined {
  if (where.by === 'all') return undefined;
  if (where.by === 'keys') return isIn('Key__c', list(...where.keys));
  return cmp('Value__c', where.op, where.value);
}

function values({ key, value }: Pair) {
  return { Key__c: key, Value__c: value };
}

function pairs(rows: readonly { readonly values: Readonly<Record<string, unknown>> }[]): Pair[] {
  return rows.map(({ values: v }) => ({
    key: (v['Key__c'] ?? null) as string | null,
    value: v['Value__c'] as number,
  }));
}

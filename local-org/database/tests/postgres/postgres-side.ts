import { Client, type QueryResult } from 'pg';
import type { PostgresServer } from './server';
import { CREATE, MEND, sql, tableName } from './sql';
import { pairText, TABLES, type Pair, type Statement, type Table, type Workload } from './workload';

/** What a statement came to: its rows in words, sorted, or `done`, `duplicate` or `deadlock`. */
export type Outcome = string;

/** What stands after a statement when nothing moves any more. */
export interface Settled {
  /** Statements that ended since the last time, in the order in which they were heard of. */
  readonly finished: ReadonlyMap<number, Outcome>;
  /** Statements that wait, each with the transactions that it waits for, directly or in a queue. */
  readonly waiting: ReadonlyMap<number, readonly number[]>;
}

const DUPLICATE = '23505';
const DEADLOCK = '40P01';
const PATIENCE = 1000;

/** One transaction: a connection, used again for the next workload. */
interface Session {
  readonly client: Client;
  readonly pid: number;
  savepoints: number;
  running: Promise<void> | undefined;
  waited: boolean;
}

/** Runs workloads on PostgreSQL at read committed, and tells when everything stands still. */
export class PostgresSide {
  readonly #sessions: Session[] = [];
  readonly #finished = new Map<number, Outcome>();

  private constructor(
    private readonly server: PostgresServer,
    private readonly observer: Client,
  ) {}

  static async open(server: PostgresServer): Promise<PostgresSide> {
    const observer = await connect(server);
    await observer.query(CREATE);
    return new PostgresSide(server, observer);
  }

  async close(): Promise<void> {
    await this.abandon();
    await Promise.all([this.observer, ...this.#sessions.map((s) => s.client)].map((c) => c.end()));
  }

  /** Fills the tables and begins the transactions. */
  async begin(work: Workload): Promise<void> {
    await this.abandon();
    const filled = TABLES.map((table) => {
      const name = tableName(table);
      const rows = work.given[table].map(
        ({ key, value }) => `(${key ? `'${key}'` : 'NULL'}, ${value})`,
      );
      const insert = rows.length > 0 ? `INSERT INTO ${name} (k, v) VALUES ${rows.join(', ')};` : '';
      return `TRUNCATE ${name} RESTART IDENTITY; ${insert}`;
    });
    await this.observer.query(filled.join('\n'));
    while (this.#sessions.length < work.transactions) this.#sessions.push(await this.#session());
    await Promise.all(this.#sessions.map((s) => s.client.query('BEGIN')));
  }

  /** Sends a statement; it may end or wait. */
  start(tx: number, statement: Statement): void {
    const session = this.#sessions[tx]!;
    session.waited = false;
    session.running = this.#perform(session, statement).then((outcome) => {
      session.running = undefined;
      this.#finished.set(tx, outcome);
    });
  }

  /**
   * Waits until every statement has ended or waits for a lock. The lock table is read as a whole,
   * and whoever frees a lock enters there who has it now before his own statement ends: so when all
   * that is unfinished waits in there, nothing can move before the next statement comes.
   */
  async settle(): Promise<Settled> {
    for (;;) {
      // Asked before the table is read: an answer that comes meanwhile makes that reading stale.
      const unfinished = this.#unfinished();
      const waiting = await this.#waiting();
      if (!unfinished.every((tx) => waiting.has(tx))) continue;
      for (const tx of unfinished) this.#sessions[tx]!.waited = true;
      const finished = new Map(this.#finished);
      this.#finished.clear();
      return { finished, waiting: new Map(unfinished.map((tx) => [tx, waiting.get(tx)!])) };
    }
  }

  /** True when a deadlock is reported. Transactions must be known to wait in a circle. */
  async deadlocked(): Promise<boolean> {
    for (let i = 0; i < PATIENCE; i++) {
      if ([...this.#finished.values()].includes('deadlock')) return true;
      await this.observer.query('SELECT pg_sleep(0.005)');
    }
    return false;
  }

  /** Rolls back whatever is open: first those that do not wait, whereupon the others go on. */
  async abandon(): Promise<void> {
    const open = new Set(this.#sessions);
    while (open.size > 0) {
      const idle = [...open].filter((s) => s.running === undefined);
      await Promise.all(idle.map((s) => s.client.query('ROLLBACK')));
      for (const session of idle) {
        open.delete(session);
        session.savepoints = 0;
      }
      if (idle.length === 0) await Promise.race([...open].flatMap((s) => s.running ?? []));
    }
    this.#finished.clear();
  }

  async committed(table: Table): Promise<string> {
    return words((await this.observer.query<Row>(`SELECT k, v FROM ${tableName(table)}`)).rows);
  }

  /** How PostgreSQL would find the rows of a statement. */
  async explain(statement: Statement): Promise<string> {
    const { rows } = await this.observer.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN ${sql(statement, 0).replace(/^SAVEPOINT guard; (.*); RELEASE .*$/, '$1')}`,
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }

  #unfinished(): number[] {
    return [...this.#sessions.keys()].filter((tx) => this.#sessions[tx]!.running !== undefined);
  }

  async #waiting(): Promise<Map<number, number[]>> {
    const { rows } = await this.observer.query<{ pid: number; blockers: number[] }>(
      `SELECT pid, pg_blocking_pids(pid) AS blockers FROM pg_locks
       WHERE NOT granted AND locktype IN ('transactionid', 'tuple')`,
    );
    const txOf = (pid: number): number => this.#sessions.findIndex((s) => s.pid === pid);
    return new Map(rows.map((row) => [txOf(row.pid), row.blockers.map(txOf)]));
  }

  async #perform(session: Session, statement: Statement): Promise<Outcome> {
    const { client } = session;
    try {
      const answer = await client.query<Row>(sql(statement, session.savepoints));
      // Guarded statements are three in one.
      const result = Array.isArray(answer) ? (answer as QueryResult<Row>[])[1]! : answer;
      if (statement.kind === 'savepoint') session.savepoints++;
      if (statement.kind === 'rollbackTo')
        session.savepoints = (statement.place % session.savepoints) + 1;
      if (statement.kind === 'insert' && session.waited)
        await this.#numberAgain(client, statement.table, result.rows[0]!.id!);
      return result.fields.length > 0 ? words(result.rows) : 'done';
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === DEADLOCK) return 'deadlock';
      if (code !== DUPLICATE) throw error;
      await client.query(MEND);
      return 'duplicate';
    }
  }

  /**
   * An insert draws its number before it waits, and in the local org when it goes on. Locks are
   * taken in the order of the numbers, so that must not differ. Nobody else sees the row yet.
   */
  async #numberAgain(client: Client, table: Table, id: string): Promise<void> {
    const name = tableName(table);
    await client.query(`UPDATE ${name} SET id = nextval('${name}_id_seq') WHERE id = ${id}`);
  }

  async #session(): Promise<Session> {
    const client = await connect(this.server);
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return { client, pid: rows[0]!.pid, savepoints: 0, running: undefined, waited: false };
  }
}

interface Row {
  readonly k: string | null;
  readonly v: number;
  readonly id?: string;
}

/** Rows in words, in an order of their own. */
function words(rows: readonly Row[]): string {
  return rowsInWords(rows.map(({ k, v }) => ({ key: k, value: v })));
}

export function rowsInWords(rows: readonly Pair[]): string {
  return `rows: ${rows.map(pairText).sort().join(', ')}`;
}

async function connect(server: PostgresServer): Promise<Client> {
  const client = new Client({ host: server.socket, user: server.user, database: 'postgres' });
  await client.connect();
  return client;
}

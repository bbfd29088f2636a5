/** Plays one workload on both databases at once and compares them after every statement. */
import { LocalSide, type LocalOptions } from './local-side';
import type { PostgresSide, Settled } from './postgres-side';
import { TABLES, text, type Statement, type Workload } from './workload';

/** Where the two first disagreed. */
export interface Difference {
  readonly what: string;
  readonly statement: Statement;
  readonly local: string;
  readonly postgres: string;
  /** The transaction has had to wait before, or is held up by one that has. */
  readonly waited: boolean;
  /** What was played, with both answers. */
  readonly protocol: readonly string[];
}

/** What the workloads came to, to see that they test something. */
export class Tally {
  workloads = 0;
  statements = 0;
  waits = 0;
  duplicates = 0;
  /** Refused after a wait. */
  lateDuplicates = 0;
  deadlocks = 0;
  /** Ended because of an insert that PostgreSQL lets wait and the local org refuses at once. */
  eager = 0;
}

const WAITS = 'waits';

export class Duel {
  readonly #local: LocalSide;
  readonly #running = new Map<number, Statement>();
  readonly #waited = new Set<number>();
  readonly #ended = new Set<number>();
  /** Those that had to wait at some time. */
  readonly #held = new Set<number>();
  readonly #protocol: string[] = [];
  #over = false;

  constructor(
    private readonly work: Workload,
    private readonly postgres: PostgresSide,
    options: LocalOptions,
    private readonly tally: Tally,
  ) {
    this.#local = new LocalSide(work, options);
  }

  /** Plays everything, then commits what is open. Gives the first difference. */
  async play(): Promise<Difference | undefined> {
    this.tally.workloads++;
    await this.postgres.begin(this.work);
    for (const { tx, statement } of this.work.steps) {
      const difference = await this.#step(tx % this.work.transactions, statement);
      if (difference ?? this.#over) return difference;
    }
    while (this.#ended.size < this.work.transactions) {
      for (let tx = 0; tx < this.work.transactions; tx++) {
        const difference = await this.#step(tx, { kind: 'commit' });
        if (difference ?? this.#over) return difference;
      }
    }
    return this.#compareTables();
  }

  async #step(tx: number, statement: Statement): Promise<Difference | undefined> {
    if (this.#ended.has(tx) || this.#running.has(tx)) return undefined;
    if (statement.kind === 'rollbackTo' && this.#local.savepoints(tx) === 0) return undefined;
    this.tally.statements++;
    if (statement.kind === 'commit' || statement.kind === 'rollback') this.#ended.add(tx);
    const before = [...this.#running.keys()];
    this.#running.set(tx, statement);
    this.#protocol.push(`T${tx}: ${text(statement)}`);
    this.postgres.start(tx, statement);
    const theirs = await this.postgres.settle();
    this.#local.start(tx, statement);
    const ours = this.#local.settle(order(before, theirs));
    if (this.#local.deadlocked() || [...theirs.finished.values()].includes('deadlock'))
      return this.#deadlock(tx, theirs);
    return this.#compare(ours, theirs);
  }

  #compare(ours: ReadonlyMap<number, string>, theirs: Settled): Difference | undefined {
    for (const [tx, statement] of [...this.#running]) {
      const local = ours.get(tx) ?? WAITS;
      const postgres = theirs.finished.get(tx) ?? WAITS;
      this.#note(tx, local, postgres);
      if (local !== postgres) {
        if (local === 'duplicate' && postgres === WAITS && this.#local.rivalIsHeld(tx)) {
          this.tally.eager++;
          this.#over = true;
          return undefined;
        }
        const blockers = theirs.waiting.get(tx) ?? this.#local.blockers(tx);
        const what = 'A statement differs';
        return this.#difference(what, statement, local, postgres, tx, ...blockers);
      }
      this.#count(tx, local);
      if (local !== WAITS) this.#running.delete(tx);
    }
    return undefined;
  }

  async #deadlock(tx: number, theirs: Settled): Promise<Difference | undefined> {
    const local = this.#local.deadlocked();
    const reported = [...theirs.finished.values()].includes('deadlock');
    this.#over = true;
    this.tally.deadlocks++;
    const postgres = reported || (await this.postgres.deadlocked());
    if (local && postgres) return undefined;
    const say = (is: boolean): string => (is ? 'deadlock' : 'no deadlock');
    this.#note(tx, say(local), say(postgres));
    const statement = this.#running.get(tx)!;
    return this.#difference('A deadlock differs', statement, say(local), say(postgres), tx);
  }

  async #compareTables(): Promise<Difference | undefined> {
    for (const table of TABLES) {
      const local = this.#local.committed(table);
      const postgres = await this.postgres.committed(table);
      if (local === postgres) continue;
      const read = { kind: 'read', table, where: { by: 'all' } } as const;
      return this.#difference('What is left differs', read, local, postgres);
    }
    return undefined;
  }

  #count(tx: number, outcome: string): void {
    if (outcome === WAITS && !this.#waited.has(tx)) this.tally.waits++;
    if (outcome === 'duplicate') this.tally.duplicates++;
    if (outcome === 'duplicate' && this.#waited.has(tx)) this.tally.lateDuplicates++;
    if (outcome === WAITS) this.#held.add(tx);
    if (outcome === WAITS) this.#waited.add(tx);
    else this.#waited.delete(tx);
  }

  #note(tx: number, local: string, postgres: string): void {
    this.#protocol.push(
      local === postgres
        ? `      T${tx} ${local}`
        : `      T${tx} LOCAL ${local} | POSTGRES ${postgres}`,
    );
  }

  /** @param concerned the transactions that it is about */
  #difference(
    what: string,
    statement: Statement,
    local: string,
    postgres: string,
    ...concerned: number[]
  ): Difference {
    const waited = concerned.some((tx) => this.#held.has(tx));
    return { what, statement, local, postgres, waited, protocol: this.#protocol };
  }
}

/**
 * In which order waiting statements try again. Several that wait for one transaction race for what
 * it leaves, in PostgreSQL without any promised order; so we follow what happened there: those that
 * were refused, because they left their locks to the others; those that ended; then the rest, each
 * after those that it waits for now.
 *
 * @param waiting those that were waiting, in the order in which they began to
 */
function order(waiting: readonly number[], theirs: Settled): number[] {
  const finished = [...theirs.finished.keys()]
    .filter((tx) => waiting.includes(tx))
    .sort((a, b) => refusals(theirs, b) - refusals(theirs, a));
  const rest = waiting.filter((tx) => !theirs.finished.has(tx));
  const sorted: number[] = [];
  while (rest.length > 0) {
    const free = rest.findIndex(
      (tx) => !theirs.waiting.get(tx)?.some((other) => other !== tx && rest.includes(other)),
    );
    sorted.push(...rest.splice(Math.max(0, free), 1));
  }
  return [...finished, ...sorted];
}

function refusals(theirs: Settled, tx: number): number {
  return theirs.finished.get(tx) === 'duplicate' ? 1 : 0;
}

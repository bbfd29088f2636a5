/** The world as a transaction sees it that runs for real: notes every call with its answer. */
import type { Database, LockingQuery, Transaction as DbTransaction } from '../../database/contract';
import { SObjectValue } from '../../runtime/core/values-all';
import type { Resume, Suspension } from '../../scheduler/suspension';
import type { PublishedEvent, Services } from '../services';
import type { Transaction } from '../transaction';
import { ownDatabase } from './own-database';
import { same, sameError } from './same';
import {
  answered,
  ATTEMPT,
  OPAQUE,
  resumedBy,
  waitsFor,
  type Call,
  type Edge,
  type Ground,
  type Node,
  type Pause,
  type Slot,
} from './trie';
import { usedBy } from './used';

/**
 * `feed`: repeats the answers of `path`, and touches nothing; when they are used up, `record` goes on
 * for real and makes the tree grow. `pass`: for real, without notes.
 */
type Mode = 'feed' | 'record' | 'pass';

export class Tape {
  readonly services: Services;
  tx: Transaction | null = null;
  #mode: Mode;
  #at = 0;
  #slot: Slot;
  /** The clock stands still between two suspensions: one look is enough. */
  #now: number | null = null;
  /** What it tries again when it goes on. */
  #waits: Call | null = null;

  constructor(
    readonly ground: Ground,
    root: Slot,
    /** Every branch taken so far, in order. */
    readonly path: readonly Edge[],
    /** Told of every new node. */
    readonly grown: () => void,
    random: Services['random'],
  ) {
    this.#slot = root;
    this.#mode = path.length > 0 ? 'feed' : this.#alone();
    this.services = this.#wrap(random);
  }

  get feeding(): boolean {
    return this.#mode === 'feed';
  }

  /** Where in the tree it stands; null when it has left it. */
  get place(): Slot | null {
    return this.#mode === 'record' ? this.#slot : null;
  }

  /** From now on nothing is noted. */
  stop(): void {
    this.#mode = 'pass';
  }

  /** The tree below this place cannot be known. */
  blind(): void {
    if (this.#mode === 'record') this.#slot.node = OPAQUE;
    this.stop();
  }

  call<T>(
    name: string,
    subject: unknown,
    perform: (ground: Ground) => T,
    again: (ground: Ground) => unknown = perform,
  ): T {
    if (this.#mode === 'pass') return perform(this.ground);
    if (this.#mode === 'feed') return this.#fed(name, subject) as T;
    const node = this.#callAt(name, subject, again);
    if (node === null) return perform(this.ground);
    try {
      const value = perform(this.ground);
      this.#took(node, value, false);
      return value;
    } catch (error) {
      this.#took(node, error, true);
      throw error;
    }
  }

  /** The call at this place: new, or known where a wait has led back to what is known. Null: nobody can say. */
  #callAt(name: string, subject: unknown, perform: Call['perform']): Call | null {
    const known = this.#slot.node;
    if (known?.kind === 'opaque') {
      this.stop();
      return null;
    }
    if (known) {
      if (known.kind !== 'call' || known.name !== name || known.subject !== subject)
        throw notRepeating(name);
      return known;
    }
    const waits = this.#waits;
    const again = name === ATTEMPT && waits !== null && waits.subject === subject;
    const origin = again && waits.timeless ? waits : null;
    const [edges, timeless] = [[], this.#now === null];
    const { place } = this.#slot;
    const node: Call = { kind: 'call', place, name, subject, perform, edges, timeless, origin };
    this.#grow(node);
    return node;
  }

  pause(why: Suspension): void {
    if (this.#mode !== 'record') return;
    const known = this.#slot.node;
    if (known?.kind === 'opaque') return this.stop();
    const { place } = this.#slot;
    if (known === null)
      return this.#grow({ kind: 'pause', place, why, used: usedBy(this.tx!), edges: [] });
    if (known.kind !== 'pause' || known.why.kind !== why.kind) throw notRepeating(why.kind);
  }

  resumed(resume: Resume): void {
    this.#now = null;
    const node = this.#slot.node;
    if (this.#mode === 'record' && node?.kind === 'pause') this.#resumed(node, resume);
  }

  /** While feeding: what the transaction was told at this pause. */
  fedResume(why: Suspension): Resume {
    const node = this.#slot.node;
    if (node?.kind !== 'pause' || node.why.kind !== why.kind) throw notRepeating(why.kind);
    this.#now = null;
    return this.#next().value as Resume;
  }

  end(value: unknown, threw: boolean): void {
    if (this.#mode === 'record' && this.#slot.node === null)
      this.#grow({ kind: 'end', value, threw });
    this.stop();
  }

  #fed(name: string, subject: unknown): unknown {
    const node = this.#slot.node;
    if (node?.kind !== 'call' || node.name !== name || node.subject !== subject)
      throw notRepeating(name);
    const edge = this.#next();
    if (edge.threw) throw edge.value;
    return edge.value;
  }

  #next(): Edge {
    const edge = this.path[this.#at++]!;
    this.#go(this.#slot.node!, edge);
    if (this.#at === this.path.length) this.#mode = this.#alone();
    return edge;
  }

  /** The answers are used up. */
  #alone(): Mode {
    return this.#slot.node === null ? 'record' : 'pass';
  }

  #grow(node: NonNullable<Slot['node']>): void {
    if (this.#slot.node !== null) throw new Error('This branch is known already.');
    this.#slot.node = node;
    this.grown();
  }

  #took(node: Call, value: unknown, threw: boolean): void {
    const alike = threw ? sameError : same;
    const known = node.edges.find((edge) => edge.threw === threw && alike(edge.value, value));
    this.#go(node, known ?? answered(node, value, threw, alike));
  }

  #resumed(node: Pause, resume: Resume): void {
    const known = node.edges.find(({ value }) => (value as Resume).kind === resume.kind);
    this.#go(node, known ?? resumedBy(node, resume));
  }

  #go(node: Node, edge: Edge): void {
    this.#waits = waitsFor(this.#waits, node, edge);
    this.#slot = edge;
  }

  #wrap(random: Services['random']): Services {
    const { services } = this.ground;
    const overrides: Partial<Services> = {
      random,
      database: this.#database(services.database),
      clock: { ...still(services), now: () => this.#clock() },
      faults: {
        // Strikes are dealt from outside: see `Memo`.
        killBefore: () => null,
        refuseEnqueue: (tx) =>
          this.call('refuseEnqueue', '', (g) => g.services.faults.refuseEnqueue(tx)),
        skipFinalizer: (tx) => services.faults.skipFinalizer(tx),
      },
      meter: {
        ended: (tx, failed) =>
          this.call('ended', failed, (g) => g.services.meter.ended(tx, failed)),
      },
      async: {
        enqueue: (tx, job, options) => services.async.enqueue(tx, job, options),
        future: (tx, cls, slot, args) => services.async.future(tx, cls, slot, args),
        batch: (tx, job, scope) => services.async.batch(tx, job, scope),
        schedule: (tx, name, cron, job) => services.async.schedule(tx, name, cron, job),
        scheduleBatch: (tx, job, name, plan) => services.async.scheduleBatch(tx, job, name, plan),
        abort: (tx, id) => services.async.abort(tx, id),
        deliver: (events) => this.#deliver(events),
      },
      shared: (what, ask) => this.call(what, '', ask),
    };
    return Object.create(services, Object.getOwnPropertyDescriptors(overrides)) as Services;
  }

  #clock(): number {
    if (this.#mode === 'pass') return this.ground.services.clock.now();
    return (this.#now ??= this.call('now', '', (g) => g.services.clock.now()));
  }

  /** Delivery writes into the events, so each run of the transaction gives its own. */
  #deliver(events: readonly PublishedEvent[]): void {
    if (events.length === 0) return;
    const copy = (list: readonly PublishedEvent[]): PublishedEvent[] =>
      list.map((each) => ({ ...each, event: copyOf(each.event) }));
    const kept = this.#mode === 'record' ? copy(events) : [];
    this.call(
      'deliver',
      events.length,
      (g) => g.services.async.deliver(events),
      (g) => g.services.async.deliver(copy(kept)),
    );
  }

  #database(real: Database): Database {
    return ownDatabase(real, () => this.#transaction());
  }

  #transaction(): DbTransaction {
    const { db } = this.ground;
    return {
      id: db.id,
      get state() {
        return db.state;
      },
      query: (query, binds) => this.call('query', query.source, (g) => g.db.query(query, binds)),
      lockingQuery: (query, binds, mode) => this.#locking(query, binds, mode),
      read: (object, id, deleted) => this.call('read', id, (g) => g.db.read(object, id, deleted)),
      lock: (object, ids) => this.call('lock', object, (g) => g.db.lock(object, ids)),
      holdsLock: (object, id) => this.call('holdsLock', id, (g) => g.db.holdsLock(object, id)),
      insert: (object, values) => this.call('insert', object, (g) => g.db.insert(object, values)),
      update: (object, id, changes) =>
        this.call('update', id, (g) => g.db.update(object, id, changes)),
      delete: (object, id) => this.call('delete', id, (g) => g.db.delete(object, id)),
      undelete: (object, id) => this.call('undelete', id, (g) => g.db.undelete(object, id)),
      savepoint: () => this.call('savepoint', '', (g) => g.db.savepoint()),
      rollbackTo: (mark) => this.call('rollbackTo', mark, (g) => g.db.rollbackTo(mark)),
      releaseLocks: () => this.call('releaseLocks', '', (g) => g.db.releaseLocks()),
      hasWrites: () => this.call('hasWrites', '', (g) => g.db.hasWrites()),
      commit: () => this.#commit(),
      rollback: () => this.call('rollback', '', (g) => g.db.rollback()),
    };
  }

  #locking(...args: Parameters<DbTransaction['lockingQuery']>): LockingQuery {
    const number = this.call('lockingQuery', '', (g) => {
      return g.locking.push(g.db.lockingQuery(...args)) - 1;
    });
    return { attempt: () => this.call(ATTEMPT, number, (g) => g.locking[number]!.attempt()) };
  }

  /** Here the transaction itself lets its jobs go; when it is repeated, nobody else would. */
  #commit(): void {
    const { afterCommit } = this.tx!;
    const effects = [...afterCommit];
    // While it is fed, the playback has done all that already.
    if (this.feeding) afterCommit.length = 0;
    this.call(
      'commit',
      '',
      (g) => g.db.commit(),
      (g) => {
        g.db.commit();
        for (const effect of effects) effect();
      },
    );
  }
}

function copyOf(event: SObjectValue): SObjectValue {
  const twin = new SObjectValue(event.schema, event.type, event.queried);
  for (const [name, value] of event.fields) twin.fields.set(name, value);
  for (const name of event.dirty) twin.dirty.add(name);
  return twin;
}

function still({ clock }: Services): Services['clock'] {
  return {
    mode: clock.mode,
    now: () => clock.now(),
    advance: (ms) => clock.advance(ms),
    advanceTo: (at) => clock.advanceTo(at),
  };
}

function notRepeating(what: string): Error {
  return new Error(
    `A transaction did not repeat itself (${what}): it depends on something besides its answers.`,
  );
}

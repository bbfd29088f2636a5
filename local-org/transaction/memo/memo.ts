/**
 * Transactions that are repeated instead of run. The first time, Apex runs and its calls are noted;
 * afterwards the calls are made again, and as long as the answers are known ones, nothing else is.
 * An answer that is new gets the real Apex: it is fed what it was told so far, and goes on from there.
 */
import {
  TransactionKilled,
  type Resume,
  type Step,
  type Suspension,
} from '../../scheduler/suspension';
import type { Trail } from '../../scheduler/trail';
import type { RunningUser } from '../../runtime/host';
import type { Blocked } from '../../database/contract';
import type { KillBefore, Services } from '../services';
import type { Transaction, TransactionSpec } from '../transaction';
import { StableIds, StableNames, stableRandom } from './identity';
import { ownDatabase } from './own-database';
import { digestOf, type Place } from './place';
import { same, sameError } from './same';
import { Tape } from './tape';
import {
  answered,
  isBlocked,
  resumedBy,
  type Call,
  type Edge,
  type Ground,
  type Pause,
  type Slot,
} from './trie';

/** Runs a transaction as it always was run. */
export type Plain<T, R> = (
  services: Services,
  spec: TransactionSpec,
  body: (tx: Transaction) => Step<T>,
) => Step<R>;

interface Root extends Slot {
  nodes: number;
}

export interface MemoOptions {
  /** False: names, Ids and random numbers are stable, but nothing is remembered. */
  readonly remember: boolean;
  /** Nodes that are kept; beyond it the trees that were not used for longest go. */
  readonly capacity?: number;
}

const CAPACITY = 400_000;

export class Memo {
  readonly names = new StableNames();
  readonly #roots = new Map<string, Root>();
  #nodes = 0;
  /** Transactions that were repeated to their end, and those in which Apex ran. */
  repeated = 0;
  ran = 0;

  constructor(
    readonly options: MemoOptions,
    readonly trailOf: () => Trail | undefined = () => undefined,
  ) {}

  /** Of the task that runs just now. */
  get trail(): Trail | undefined {
    return this.trailOf();
  }

  get #capacity(): number {
    return this.options.capacity ?? CAPACITY;
  }

  /** Nodes that are remembered now. */
  get size(): number {
    return this.#nodes;
  }

  /** Forgets everything: other code, or other rights. */
  clear(): void {
    this.#roots.clear();
    this.#nodes = 0;
  }

  *run<T, R>(
    services: Services,
    spec: TransactionSpec,
    body: (tx: Transaction) => Step<T>,
    plain: Plain<T, R>,
  ): Step<R> {
    const { identity, context, user } = spec;
    const name = this.names.next(`${context} ${user.id} ${identity!.name}`);
    const random = stableRandom(services.random, name);
    const input = this.options.remember ? identity!.input() : null;
    if (input === null) {
      this.trail?.lose();
      return yield* plain(stable(services, random, name), spec, body);
    }
    const db = services.database.begin(new StableIds(name));
    const ground: Ground = { db, services, locking: [] };
    const { orgId, orgName } = services;
    const parts = [orgId, orgName, name, userText(user), spec.requestId ?? '', input];
    const root = this.#root(parts.join('\n'));
    const { trail } = this;
    const play = new Playback(ground, root, spec, trail);
    const played = yield* play.run();
    if (played) {
      this.repeated++;
      if (played.threw) throw played.value;
      return played.value as R;
    }
    this.ran++;
    const grown = (): void => this.#grown(root);
    const tape = new Tape(ground, root, play.path, grown, random);
    return yield* live(tape, play.fate, trail, (tapped) =>
      plain(tape.services, spec, (tx) => {
        tapped.tx = tx;
        return body(tx);
      }),
    );
  }

  #root(key: string): Root {
    const known = this.#roots.get(key);
    if (known && this.#nodes < this.#capacity / 2) return known;
    // As soon as something may have to go, the map is kept in the order of use.
    if (known) this.#roots.delete(key);
    const root = known ?? { place: digestOf(key), node: null, nodes: 0 };
    this.#roots.set(key, root);
    return root;
  }

  #grown(root: Root): void {
    root.nodes++;
    this.#nodes++;
    if (this.#nodes <= this.#capacity) return;
    for (const [key, oldest] of this.#roots) {
      if (oldest === root) continue;
      this.#roots.delete(key);
      this.#nodes -= oldest.nodes;
      break;
    }
  }
}

const users = new WeakMap<RunningUser, string>();

function userText(user: RunningUser): string {
  let text = users.get(user);
  if (text === undefined) users.set(user, (text = JSON.stringify(user)));
  return text;
}

/** As a transaction without memory sees the world: with its own Ids and random numbers. */
function stable(services: Services, random: Services['random'], name: string): Services {
  const { database } = services;
  const own = ownDatabase(database, () => database.begin(new StableIds(name)));
  return Object.create(services, {
    random: { value: random },
    database: { value: own },
  }) as Services;
}

/** A fault that kills before the n-th operation, as it is counted over playback and real run. */
class Fate {
  #operations = 0;

  constructor(readonly kill: KillBefore | null) {}

  /** Counts one operation; an error when it is the last. */
  strikes(why: Suspension): TransactionKilled | null {
    if (why.kind !== 'step' || ++this.#operations !== this.kill?.operation) return null;
    return new TransactionKilled(`fault before operation ${this.#operations}`, this.kill.aftermath);
  }
}

class Playback {
  readonly path: Edge[] = [];
  readonly fate: Fate;
  #blocked: Blocked | null = null;

  constructor(
    readonly ground: Ground,
    readonly root: Slot,
    spec: TransactionSpec,
    readonly trail: Trail | undefined,
  ) {
    const { context, className = null } = spec;
    this.fate = new Fate(ground.services.faults.killBefore({ context, className }));
  }

  /** Follows the tree. Null when it does not go on: then the real Apex must. */
  *run(): Step<{ readonly value: unknown; readonly threw: boolean } | null> {
    let slot: Slot = this.root;
    for (;;) {
      const { node }: Slot = slot;
      if (node === null || node.kind === 'opaque') return null;
      if (node.kind === 'end') {
        this.trail?.leave(slot.place && `end ${slot.place}`);
        return node;
      }
      let edge: Edge;
      if (node.kind === 'call') edge = this.#call(node);
      else {
        const killed = this.fate.strikes(node.why);
        if (killed) throw this.#died(node, killed);
        let resume: Resume;
        this.trail?.standAt(placeOf(slot, this.ground));
        try {
          resume = yield this.#suspension(node.why);
        } catch (error) {
          throw this.#died(node, error);
        }
        edge = resumed(node, resume);
      }
      this.path.push(edge);
      slot = edge;
    }
  }

  #call(node: Call): Edge {
    let value: unknown;
    let threw = false;
    try {
      value = node.perform(this.ground);
    } catch (error) {
      value = error;
      threw = true;
    }
    if (isBlocked(value)) this.#blocked = value;
    // Most answers are made once and given again: then no look into them is needed.
    for (const edge of node.edges) if (edge.value === value && edge.threw === threw) return edge;
    for (const edge of node.edges)
      if (edge.threw === threw && (threw ? sameError : same)(edge.value, value)) {
        // It may be fed to the real transaction, should the tree end here.
        if (isBlocked(value)) edge.value = value;
        return edge;
      }
    return answered(node, value, threw, threw ? sameError : same);
  }

  /** The transaction ends at this pause: by a kill, or by what it was told. */
  #died(node: Pause, error: unknown): unknown {
    this.trail?.lose();
    this.ground.db.rollback();
    this.ground.services.meter.ended(node.used, true);
    return error;
  }

  #suspension(why: Suspension): Suspension {
    if (why.kind !== 'blocked') return why;
    return { ...why, on: this.#blocked!.on, by: this.ground.db.id };
  }
}

/** With the rows that a query keeps to while it waits: nobody has told them to the transaction. */
function placeOf({ place }: Slot, { locking }: Ground): Place {
  const keepsTo = locking.at(-1)?.keepsTo;
  return keepsTo && place !== null ? `${place} ${keepsTo.join()}` : place;
}

function resumed(pause: Pause, resume: Resume): Edge {
  for (const edge of pause.edges) if ((edge.value as Resume).kind === resume.kind) return edge;
  return resumedBy(pause, resume);
}

/** The real transaction, from its first statement: fed first, then on its own. */
function* live<T>(
  tape: Tape,
  fate: Fate,
  trail: Trail | undefined,
  begin: (tape: Tape) => Step<T>,
): Step<T> {
  const inner = begin(tape);
  let go = (): IteratorResult<Suspension, T> => inner.next({ kind: 'go' });
  for (;;) {
    let result: IteratorResult<Suspension, T>;
    try {
      result = go();
    } catch (error) {
      trail?.lose();
      tape.end(error, true);
      throw error;
    }
    if (result.done) {
      const place = tape.place?.place ?? null;
      trail?.leave(place && `end ${place}`);
      tape.end(result.value, false);
      return result.value;
    }
    const why = result.value;
    if (tape.feeding) {
      const resume = tape.fedResume(why);
      go = () => inner.next(resume);
      continue;
    }
    if (why.kind === 'external' || why.kind === 'sleep') tape.blind();
    tape.pause(why);
    const { place } = tape;
    trail?.standAt(place && placeOf(place, tape.ground));
    try {
      const killed = fate.strikes(why);
      if (killed) throw killed;
      const resume = yield why;
      tape.resumed(resume);
      go = () => inner.next(resume);
    } catch (error) {
      tape.stop();
      go = () => inner.throw(error);
    }
  }
}

import { dependent, objectOf, UNKNOWN } from '../footprint';
import type { Move, Option, Run } from '../model';
import { ORG } from '../options';
import { ABANDON, type Player } from './contract';
import { Order, type Race } from './races';
import { after, insert, type Branch, type Planned, type Sequence } from './wakeup-tree';

/** A point of the run in progress, as plain data. */
interface Node {
  /** The move that is being tried. */
  current: Planned;
  readonly enabled: readonly string[];
  /** Moves that lead only to runs that are made elsewhere; with those that were tried here. */
  readonly asleep: Sleeper[];
  /** Still to be tried here. */
  readonly tree: Branch[];
  /** What is to follow the current move; what is left of it is in the tree of the next point. */
  plan: Branch[];
}

interface Sleeper extends Planned {
  /**
   * Another search tries it. What this one plans never reaches that one, so a sequence counts as
   * tried there only if it contains the move.
   */
  readonly elsewhere?: boolean;
}

interface Saved {
  readonly version: 1;
  readonly nodes: Node[];
  readonly fixed: number;
  readonly ordered: readonly string[];
  readonly begun: boolean;
  readonly complete: boolean;
  readonly whole: number;
  readonly redundant: number;
}

const idOf = (key: string): string => key.split('!', 1)[0]!;

/**
 * Optimal dynamic partial-order reduction: source sets, sleep sets and wake-up trees (Abdulla,
 * Aronis, Jonsson, Sagonas, JACM 2017). Runs one schedule of every trace, that is, of every class of
 * schedules that differ only in the order of independent moves, as the footprints have it.
 *
 * Beyond the paper: a task's next move has variants (faults), so wherever a task is tried, its other
 * variants are tried too; what strikes from outside (time passes, a wait for a lock ends) is tried
 * at every point. A blocked task is woken, never chosen earlier. And should a query ever see two new
 * rows in an order that only their creation decides, creations in that object become dependent and
 * the search begins again.
 */
export class DporPlayer implements Player {
  readonly name = 'dpor';
  readonly footprints = true;
  #nodes: Node[] = [];
  /** Points that this search does not go back to. */
  #fixed = 0;
  readonly #ordered = new Set<string>();
  #begun = false;
  #complete = false;
  #whole = 0;
  #redundant = 0;
  /** Of the run in progress. */
  #moves: Move[] = [];
  #asleep: Sleeper[] = [];
  #repeats = false;
  #diverged = 0;

  /** @param expand moves up to which every order is tried; each schedule of that length is given to `onRoot` */
  constructor(
    readonly expand = 0,
    readonly onRoot?: (root: string) => void,
  ) {}

  /** Runs that were made to their end: as many as there are traces, once all is done. */
  get traces(): number {
    return this.#whole;
  }

  /** Runs that were given up because they repeated others. */
  get redundant(): number {
    return this.#redundant;
  }

  get complete(): boolean {
    return this.#complete;
  }

  begin(): boolean {
    if (this.#complete || (this.#begun && !this.#backtrack())) {
      this.#complete = true;
      return false;
    }
    this.#begun = true;
    this.#moves = [];
    this.#asleep = [];
    this.#repeats = false;
    return true;
  }

  choose(options: readonly Option[]): number {
    const depth = this.#moves.length;
    if (this.#repeats) return ABANDON;
    if (this.expand > 0 && depth >= this.expand && depth === this.#nodes.length) {
      this.#root();
      return ABANDON;
    }
    const wanted = this.#nodes[depth]?.current.key ?? this.#nodes[depth - 1]?.plan[0]?.key;
    if (wanted !== undefined) {
      const at = options.findIndex((option) => option.key === wanted);
      if (at < 0) this.#stray();
      return at < 0 ? ABANDON : at;
    }
    const awake = (option: Option): boolean => !this.#asleep.some((one) => one.key === option.key);
    const plain = options.findIndex((option) => option.variant === '' && awake(option));
    return plain >= 0 ? plain : options.findIndex(awake);
  }

  observe(move: Move): void {
    const depth = this.#moves.length;
    const fresh = depth >= this.#nodes.length;
    // Nobody asked: there was no other option.
    if (fresh && this.#asleep.some((one) => one.key === move.key)) this.#repeats = true;
    if (this.#repeats) return;
    this.#moves.push(move);
    const planned = { key: move.key, id: move.id, footprint: move.footprint };
    let node = this.#nodes[depth];
    if (node) {
      if (node.current.key !== move.key) this.#stray();
      node.current = planned;
    } else {
      node = this.#arrive(depth, move, planned);
      this.#nodes.push(node);
    }
    if (depth === this.#nodes.length - 1 && depth >= this.#fixed) this.#addVariants(depth, move);
    const { footprint, id } = move;
    const still = node.asleep.filter(
      (one) => one.id !== id && !dependent(one.footprint, footprint, this.#ordered),
    );
    this.#asleep = depth < this.#fixed ? still.map((one) => ({ ...one, elsewhere: true })) : still;
  }

  end(run: Run): void {
    if (this.expand > 0) {
      if (!run.abandoned) this.#root();
      return;
    }
    // A run that repeats another one from some point on has races all the same.
    const redundant = run.abandoned || this.#repeats;
    if (redundant) this.#redundant++;
    else this.#whole++;
    const order = new Order(this.#moves, this.#ordered);
    if (this.#seenOrder(order)) return this.#startAgain();
    for (const race of order.races) this.#reverse(order, race);
    if (!redundant) this.#strikeAtEnd(order);
  }

  claim(): string {
    const none = this.#diverged > 0 ? `; ${this.#diverged} could not be steered as planned` : '';
    const given = this.#redundant > 0 ? `; ${this.#redundant} redundant runs given up` : '';
    const count = this.#complete
      ? `Every order of dependent operations: ${this.#whole} of ${this.#whole} traces`
      : `Some orders of dependent operations were not run: ${this.#whole} traces so far`;
    return `${count}${given}${none}.`;
  }

  save(): string {
    return JSON.stringify(this.#saved());
  }

  #saved(): Saved {
    return {
      version: 1,
      nodes: this.#nodes,
      fixed: this.#fixed,
      ordered: [...this.#ordered],
      begun: this.#begun,
      complete: this.#complete,
      whole: this.#whole,
      redundant: this.#redundant,
    };
  }

  load(text: string): void {
    const saved = JSON.parse(text) as Saved;
    if (saved.version !== 1) throw new Error('This search was saved by another version.');
    this.#nodes = saved.nodes;
    this.#fixed = saved.fixed;
    this.#ordered.clear();
    for (const object of saved.ordered) this.#ordered.add(object);
    this.#begun = saved.begun;
    this.#complete = saved.complete;
    this.#whole = saved.whole;
    this.#redundant = saved.redundant;
  }

  /** A point that was not met before. */
  #arrive(depth: number, move: Move, current: Planned): Node {
    const [first, ...others] = this.#nodes[depth - 1]?.plan ?? [];
    const followed = first?.key === move.key;
    if (first && !followed) this.#stray();
    const tree = followed ? others : [];
    const node: Node = {
      current,
      enabled: move.enabled,
      asleep: this.#asleep,
      tree,
      plan: followed ? first.next : [],
    };
    return node;
  }

  /** What is tried beside a move, without any race that asks for it. */
  #addVariants(depth: number, move: Move): void {
    const { asleep, tree } = this.#nodes[depth]!;
    for (const key of move.enabled) {
      // Where a fault is all that is left to try, so are the faults of other tasks that sleep.
      const left = move.variant !== '' && asleep.some((one) => one.key === idOf(key));
      if (key === move.key || !(left || this.#wanted(depth, key, move))) continue;
      if ([...asleep, ...tree].some((one) => one.key === key)) continue;
      tree.push({ key, id: idOf(key), footprint: UNKNOWN, next: [] });
    }
  }

  /** Whether this option is tried at this point without any race that asks for it. */
  #wanted(depth: number, key: string, { id, kind, variant, enabled }: Move): boolean {
    if (depth < this.expand) return true;
    // Nothing could go on but by the end of a wait: whose, is a choice.
    if (kind === 'timeout' && variant === '') return true;
    return idOf(key) === id || !enabled.includes(idOf(key));
  }

  /** Plans a run in which the later move of a race comes first. */
  #reverse(order: Order, { earlier, later }: Race): void {
    const node = this.#nodes[earlier]!;
    if (earlier < this.#fixed || !this.#reversible(earlier, later)) return;
    const places: number[] = [];
    for (let k = earlier + 1; k < this.#moves.length; k++)
      if (k !== later && !order.before(earlier, k)) places.push(k);
    places.push(later);
    const sequence: Sequence = {
      moves: places.map((k) => this.#moves[k]!),
      precedes: (a, b) => places[a]! < places[b]! && order.before(places[a]!, places[b]!),
    };
    this.#plan(node, sequence);
  }

  /** Has the sequence tried from this point on, unless that is done elsewhere. */
  #plan(node: Node, sequence: Sequence): void {
    const all = sequence.moves.map((_, i) => i);
    if (node.asleep.some((one) => this.#covers(node, one, sequence, all))) return;
    insert(node.tree, sequence, this.#ordered);
  }

  /**
   * What strikes the org as a whole could still have come when the last move was made, but not after
   * it: races with a strike at the end of the run, which does not happen, are reversed as well.
   */
  #strikeAtEnd(order: Order): void {
    const last = this.#moves.at(-1);
    if (!last || last.variant !== '') return;
    const strikes = last.enabled.filter((key) => key.startsWith(`${ORG}!`));
    if (strikes.length === 0) return;
    for (let i = this.#moves.length - 2; i >= this.#fixed; i--) {
      const places: number[] = [];
      for (let k = i + 1; k < this.#moves.length; k++) if (!order.before(i, k)) places.push(k);
      if (
        places.length !== this.#moves.length - 1 - i ||
        !this.#nodes[i]!.enabled.includes(strikes[0]!)
      )
        continue;
      for (const key of strikes) {
        const strike = { key, id: ORG, footprint: UNKNOWN };
        this.#plan(this.#nodes[i]!, {
          moves: [...places.map((k) => this.#moves[k]!), strike],
          precedes: (a, b) => b === places.length || order.before(places[a]!, places[b]!),
        });
      }
    }
  }

  /** Whether the later move can come about without the earlier one. */
  #reversible(earlier: number, later: number): boolean {
    const { id, key, kind, variant, parent } = this.#moves[later]!;
    // Only possible when nothing else is.
    if (kind === 'timeout' && variant === '') return false;
    let before = later - 1;
    while (before >= 0 && this.#moves[before]!.id !== id) before--;
    if (before < 0) before = parent;
    return before > earlier || this.#nodes[earlier]!.enabled.includes(key);
  }

  /** Whether all runs that begin with the sequence are made where the sleeping move was tried. */
  #covers(node: Node, sleeper: Sleeper, sequence: Sequence, all: readonly number[]): boolean {
    if (after(sleeper, sequence, all, this.#ordered) === null) return false;
    if (sequence.moves.some(({ id }) => id === sleeper.id)) return true;
    if (sleeper.elsewhere) return false;
    // It may come later in another variant: then those must have been tried as well.
    return node.enabled
      .filter((key) => idOf(key) === sleeper.id)
      .every((key) => {
        const other = node.asleep.find((one) => one.key === key);
        return other && after(other, sequence, all, this.#ordered) !== null;
      });
  }

  /** Goes back to the last point with something left to try. */
  #backtrack(): boolean {
    for (let last = this.#nodes.at(-1); last; last = this.#nodes.at(-1)) {
      if (this.#nodes.length <= this.#fixed) return false;
      last.asleep.push(last.current);
      const next = last.tree.shift();
      if (next) {
        const { key, id, footprint } = next;
        last.current = { key, id, footprint };
        last.plan = next.next;
        return true;
      }
      this.#nodes.pop();
    }
    return false;
  }

  /** Notes objects whose order of creation was seen although nothing decides it. */
  #seenOrder(order: Order): boolean {
    const makers = new Map<string, number>();
    for (const move of order.moves)
      for (const row of move.footprint.created) makers.set(row, move.index);
    const size = this.#ordered.size;
    for (const move of order.moves)
      for (const [one, other] of move.footprint.ties) {
        const [i, j] = [makers.get(one)!, makers.get(other)!];
        if (!order.before(Math.min(i, j), Math.max(i, j))) this.#ordered.add(objectOf(one));
      }
    return this.#ordered.size > size;
  }

  #startAgain(): void {
    this.#nodes.length = this.#fixed;
    this.#begun = false;
    this.#whole = 0;
    this.#redundant = 0;
  }

  /** All that can follow the moves so far is a search of its own. */
  #root(): void {
    if (this.#repeats) return;
    const root = { ...this.#saved(), nodes: this.#nodes, fixed: this.#nodes.length };
    this.onRoot?.(JSON.stringify({ ...root, begun: false, whole: 0, redundant: 0 }));
  }

  /** The run does not go as planned: the subject is not a function of the choices. */
  #stray(): void {
    this.#diverged++;
    this.#repeats = true;
  }
}

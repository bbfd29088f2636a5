import { dependent } from '../footprint';
import type { Move, Option, Run } from '../model';
import { ABANDON, type Resumable } from './contract';
import { Order } from './races';
import { reversals, strikesAtEnd, undecidedObjects } from './reversals';
import { addVariants, plan, tryNext, type SearchPoint, type Sleeper } from './search-point';
import type { Planned } from './wakeup-tree';

interface Saved {
  readonly version: 2;
  readonly points: SearchPoint[];
  readonly fixed: number;
  readonly ordered: readonly string[];
  readonly begun: boolean;
  readonly complete: boolean;
  readonly whole: number;
  readonly redundant: number;
  readonly strays: number;
}

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
export class DporPlayer implements Resumable {
  readonly name = 'dpor';
  readonly footprints = true;
  #points: SearchPoint[] = [];
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
  #strays = 0;

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

  /** Runs that did not go as planned, so that what was made is not all there is. */
  get strays(): number {
    return this.#strays;
  }

  get repeated(): boolean {
    return this.#repeats;
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
    if (this.expand > 0 && depth >= this.expand && depth === this.#points.length) {
      this.#root();
      return ABANDON;
    }
    const wanted = this.#points[depth]?.current.key ?? this.#points[depth - 1]?.plan[0]?.key;
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
    const fresh = depth >= this.#points.length;
    // Nobody asked: there was no other option.
    if (fresh && this.#asleep.some((one) => one.key === move.key)) this.#repeats = true;
    if (this.#repeats) return;
    this.#moves.push(move);
    const planned = { key: move.key, id: move.id, footprint: move.footprint };
    let point = this.#points[depth];
    if (point) {
      if (point.current.key !== move.key) this.#stray();
      point.current = planned;
    } else {
      point = this.#arrive(depth, move, planned);
      this.#points.push(point);
    }
    if (depth === this.#points.length - 1 && depth >= this.#fixed)
      addVariants(point, move, depth < this.expand);
    const { footprint, id } = move;
    const still = point.asleep.filter(
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
    const undecided = undecidedObjects(order).filter((object) => !this.#ordered.has(object));
    if (undecided.length > 0) return this.#startAgain(undecided);
    for (const { at, sequence } of reversals(order, this.#fixed))
      plan(this.#points[at]!, sequence, this.#ordered);
    if (redundant) return;
    for (const { at, sequence } of strikesAtEnd(order, this.#fixed))
      plan(this.#points[at]!, sequence, this.#ordered);
  }

  claim(): string {
    const none = this.#strays > 0 ? `; ${this.#strays} could not be steered as planned` : '';
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
      version: 2,
      points: this.#points,
      fixed: this.#fixed,
      ordered: [...this.#ordered],
      begun: this.#begun,
      complete: this.#complete,
      whole: this.#whole,
      redundant: this.#redundant,
      strays: this.#strays,
    };
  }

  load(text: string): void {
    const saved = JSON.parse(text) as Saved;
    if (saved.version !== 2) throw new Error('This search was saved by another version.');
    this.#points = saved.points;
    this.#fixed = saved.fixed;
    this.#ordered.clear();
    for (const object of saved.ordered) this.#ordered.add(object);
    this.#begun = saved.begun;
    this.#complete = saved.complete;
    this.#whole = saved.whole;
    this.#redundant = saved.redundant;
    this.#strays = saved.strays;
  }

  /** A point that was not met before. */
  #arrive(depth: number, move: Move, current: Planned): SearchPoint {
    const [first, ...others] = this.#points[depth - 1]?.plan ?? [];
    const followed = first?.key === move.key;
    if (first && !followed) this.#stray();
    const tree = followed ? others : [];
    const next = followed ? first.next : [];
    return { current, enabled: move.enabled, asleep: this.#asleep, tree, plan: next };
  }

  /** Goes back to the last point with something left to try. */
  #backtrack(): boolean {
    for (let last = this.#points.at(-1); last; last = this.#points.at(-1)) {
      if (this.#points.length <= this.#fixed) return false;
      if (tryNext(last)) return true;
      this.#points.pop();
    }
    return false;
  }

  /** @param undecided objects whose creations become dependent */
  #startAgain(undecided: readonly string[]): void {
    for (const object of undecided) this.#ordered.add(object);
    this.#points.length = this.#fixed;
    this.#begun = false;
    this.#whole = 0;
    this.#redundant = 0;
  }

  /** All that can follow the moves so far is a search of its own. */
  #root(): void {
    if (this.#repeats) return;
    const root = { ...this.#saved(), points: this.#points, fixed: this.#points.length };
    this.onRoot?.(JSON.stringify({ ...root, begun: false, whole: 0, redundant: 0 }));
  }

  /** The run does not go as planned: the subject is not a function of the choices. */
  #stray(): void {
    this.#strays++;
    this.#repeats = true;
  }
}

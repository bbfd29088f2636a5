/**
 * Faults that are fixed before a search. Within such a search a fault is not a choice: the task that
 * it is meant for makes another move than usual, so every run is one of a fixed set of tasks, and a
 * partial-order reduction may go by what the moves touch. A search for each plan, one after the
 * other, covers all runs with one fault.
 */
import type { Operation } from '../local-org/scheduler/suspension';
import type { Option } from './model';
import { ORG } from './options';

/** What strikes whom: `kill` before the task's operation with this number. */
export interface PlannedFault {
  /** Stable id. */
  readonly task: string;
  /** Operations that the task has begun before, waits and new attempts not counted. */
  readonly ordinal: number;
  readonly variant: string;
}

/** Operations that leave nothing behind in a transaction that is rolled back afterwards. */
const TRACELESS: readonly Operation['kind'][] = ['query', 'savepoint'];

/** A plan, and what its runs could have met. */
export class FaultPlan {
  readonly #seen = new Map<string, PlannedFault>();
  #run: PlannedRun | null = null;

  /**
   * @param fault null: none
   * @param merge leaves out kills right after a read. The transaction is rolled back either way, so
   *   they end as kills right before the read do, though the run has one move more.
   * @param met by runs of the same plan before
   */
  constructor(
    readonly fault: PlannedFault | null,
    readonly merge = true,
    met: readonly PlannedFault[] = [],
  ) {
    for (const each of met) this.#seen.set(keyOf(each), each);
  }

  /** Faults that could have struck in the runs so far, in the order in which they were met. */
  get met(): readonly PlannedFault[] {
    return [...this.#seen.values()];
  }

  /** In the run that was begun last the fault has struck. */
  get struck(): boolean {
    return this.#run?.struck ?? false;
  }

  begin(): PlannedRun {
    return (this.#run = new PlannedRun(this.fault, (fault, after) => this.#meet(fault, after)));
  }

  #meet(fault: PlannedFault, after: Operation['kind'] | undefined): void {
    if (this.merge && fault.variant.startsWith('kill') && after && TRACELESS.includes(after))
      return;
    const key = keyOf(fault);
    if (!this.#seen.has(key)) this.#seen.set(key, fault);
  }
}

const keyOf = ({ task, ordinal, variant }: PlannedFault): string => `${task} ${ordinal} ${variant}`;

/** Where the tasks of one run stand. */
export class PlannedRun {
  struck = false;
  readonly #begun = new Map<string, number>();
  readonly #last = new Map<string, Operation['kind']>();

  constructor(
    readonly fault: PlannedFault | null,
    readonly meet: (fault: PlannedFault, after: Operation['kind'] | undefined) => void,
  ) {}

  /**
   * @param offers all that could happen at this point
   * @returns what may happen under the plan. A fault that takes the place of a task's move goes by the
   *   key of that move; the end of a wait has its own, as the wait may also end with the lock.
   */
  narrow<T extends Option>(offers: readonly T[]): readonly T[] {
    const plain = offers.filter(({ variant }) => variant === '');
    let open: readonly T[] = plain;
    for (const offer of offers) {
      if (offer.variant === '' || offer.id === ORG) continue;
      const ordinal = this.#ordinal(offer);
      this.meet({ task: offer.id, ordinal, variant: offer.variant }, this.#last.get(offer.id));
      if (!this.#strikes(offer, ordinal)) continue;
      const at = plain.findIndex(({ id }) => id === offer.id);
      open = at < 0 ? [...plain, offer] : plain.with(at, { ...offer, key: offer.id });
    }
    return open;
  }

  taken(offer: Option): void {
    if (offer.variant !== '') this.struck = true;
    if (!begins(offer)) return;
    this.#begun.set(offer.id, (this.#begun.get(offer.id) ?? 0) + 1);
    this.#last.set(offer.id, offer.op.kind);
  }

  #strikes({ id, variant }: Option, ordinal: number): boolean {
    const { fault, struck } = this;
    if (!fault || struck) return false;
    return fault.task === id && fault.ordinal === ordinal && fault.variant === variant;
  }

  #ordinal(offer: Option): number {
    const begun = this.#begun.get(offer.id) ?? 0;
    return begins(offer) ? begun : begun - 1;
  }
}

/** An operation is begun, not tried again. */
function begins({ kind }: Option): boolean {
  return kind === 'start' || kind === 'step';
}

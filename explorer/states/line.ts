/**
 * Who is offered before whom. A state does not say it, as it decides nothing else; so a walk through
 * known states keeps the line of tasks by itself, as the scheduler does.
 */
import { ORG, type Offer } from '../options';

/** A task that could go on, or that waits for a lock. */
export interface Place {
  readonly id: string;
  /** See `Candidate.since`. */
  readonly since: number;
  readonly waits: boolean;
}

/** What a move did to the line. */
export interface Shift {
  /** The task that moved; null: it was the org. */
  readonly mover: string | null;
  /** All that are in line after it, in the order of the run in which that was noted. */
  readonly ids: readonly string[];
  /** Those of them that stand at its end now. */
  readonly moved: ReadonlySet<string>;
  /** Those of these that the move woke: among themselves they stand as they stood before. */
  readonly woken: ReadonlySet<string>;
}

/** @param id whose move it was: it queues up by itself, also when it had waited for a lock */
export function shiftOf(before: readonly Place[], after: readonly Place[], id: string): Shift {
  const mover = id === ORG ? null : id;
  const places = new Map(before.map((place) => [place.id, place]));
  const moved = after.filter((place) => places.get(place.id)?.since !== place.since);
  const woken = moved.filter((place) => place.id !== mover && places.get(place.id)?.waits === true);
  return { mover, ids: idsOf(after), moved: new Set(idsOf(moved)), woken: new Set(idsOf(woken)) };
}

export const idsOf = (line: readonly Place[]): string[] => line.map(({ id }) => id);

/** Tasks in line, and which of them moved last. Equal lines of one graph are one object. */
export class Line {
  readonly #after = new Map<Shift, Line>();

  constructor(
    readonly lines: Lines,
    readonly ids: readonly string[],
    /** Of all tasks, in line or not. */
    readonly last: string,
  ) {}

  after(shift: Shift): Line {
    let next = this.#after.get(shift);
    if (!next) {
      next = this.lines.of(shifted(this.ids, shift), shift.mover ?? this.last);
      this.#after.set(shift, next);
    }
    return next;
  }
}

export class Lines {
  readonly #known = new Map<string, Line>();

  of(ids: readonly string[], last: string): Line {
    const text = `${ids.join()} ${last}`;
    let line = this.#known.get(text);
    if (!line) this.#known.set(text, (line = new Line(this, ids, last)));
    return line;
  }
}

function shifted(line: readonly string[], { ids, moved, woken }: Shift): readonly string[] {
  const stay = line.filter((id) => !moved.has(id) && ids.includes(id));
  const asBefore = line.filter((id) => woken.has(id));
  const end = ids
    .filter((id) => moved.has(id))
    .map((id) => (woken.has(id) ? asBefore.shift()! : id));
  return [...stay, ...end];
}

/** Offers in the order in which somebody is asked. */
export interface Arrangement {
  readonly offers: readonly Offer[];
  /** The first offer is the task that moved last. */
  readonly first: boolean;
  readonly keys: readonly string[];
}

/** As `Offers.of` has them. */
export function arranged(offers: readonly Offer[], { ids, last }: Line): Arrangement {
  const goesOn = ({ id, variant, kind }: Offer): boolean =>
    id === last && variant === '' && kind === 'step';
  const first = offers.some(goesOn);
  const rankOf = ({ id, variant }: Offer): number => {
    if (id === ORG) return 0;
    return first && id === last && variant !== 'time out' ? -1 : ids.indexOf(id);
  };
  // Tasks, what may strike them, and then, as a scenario lists it, what else may happen.
  const groupOf = ({ id, variant }: Offer): number => {
    const others = id === ORG || variant === 'time out';
    if (!others) return variant === '' ? 0 : 1;
    return 2 + offers.findIndex((offer) => offer.variant === variant);
  };
  const order = offers.map((offer) => ({ offer, group: groupOf(offer), rank: rankOf(offer) }));
  order.sort((a, b) => a.group - b.group || a.rank - b.rank);
  const sorted = order.map(({ offer }) => offer);
  return { offers: sorted, first, keys: sorted.map(({ key }) => key) };
}

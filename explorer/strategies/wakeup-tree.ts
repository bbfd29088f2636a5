/**
 * Sequences of moves that are still to be tried from one point on, as a tree: the wake-up trees of
 * Abdulla, Aronis, Jonsson, Sagonas (Journal of the ACM 64(4), 2017). A sequence makes sure that the
 * reversed race it was made for is met, so that no run is begun that turns out to repeat another.
 */
import { dependent, type Footprint } from '../footprint';

/** A move that is to be repeated elsewhere, as it was when it was seen. */
export interface Planned {
  readonly key: string;
  readonly id: string;
  readonly footprint: Footprint;
}

/** Plain data, as it is saved. The branches of a point are tried in their order. */
export interface Branch extends Planned {
  readonly next: Branch[];
}

/** A sequence, and which of its moves precede which. */
export interface Sequence {
  readonly moves: readonly Planned[];
  /** Positions in `moves`, the first one lower. */
  readonly precedes: (earlier: number, later: number) => boolean;
}

/** Adds the sequence, unless what the tree holds leads to all that the sequence leads to. */
export function insert(
  tree: Branch[],
  sequence: Sequence,
  ordered: ReadonlySet<string>,
  places: readonly number[] = sequence.moves.map((_, i) => i),
): void {
  for (const branch of tree) {
    const rest = after(branch, sequence, places, ordered);
    if (!rest) continue;
    // The task may still go on in another way after the sequence: a fault does not stand for that.
    if (rest === places && branch.key !== branch.id) continue;
    // A leaf: everything from there on is going to be tried.
    if (branch.next.length > 0) insert(branch.next, sequence, ordered, rest);
    return;
  }
  let into = tree;
  for (const place of places) {
    const { key, id, footprint } = sequence.moves[place]!;
    const branch: Branch = { key, id, footprint, next: [] };
    into.push(branch);
    into = branch.next;
  }
}

/** What is left of the sequence when `first` goes first; null if it cannot, or would change the rest. */
export function after(
  first: Planned,
  { moves, precedes }: Sequence,
  places: readonly number[],
  ordered: ReadonlySet<string>,
): readonly number[] | null {
  const own = places.find((place) => moves[place]!.id === first.id);
  if (own === undefined) {
    const free = places.every((p) => !dependent(first.footprint, moves[p]!.footprint, ordered));
    return free ? places : null;
  }
  if (moves[own]!.key !== first.key) return null;
  if (places.some((place) => place < own && precedes(place, own))) return null;
  return places.filter((place) => place !== own);
}

/** What a run shows to be tried as well: sequences that a search by `dpor` plans at points of it. */
import { objectOf, UNKNOWN } from '../footprint';
import type { Move } from '../model';
import { ORG } from '../options';
import type { Order, Race } from './races';
import type { Sequence } from './wakeup-tree';

export interface Reversal {
  /** Index of the move that the sequence is tried instead of. */
  readonly at: number;
  readonly sequence: Sequence;
}

/**
 * Sequences in which the later move of a race comes first.
 * @param from races whose earlier move comes before this one are left alone
 */
export function reversals(order: Order, from: number): Reversal[] {
  return order.races
    .filter((race) => race.earlier >= from && isReversible(order.moves, race))
    .map(({ earlier, later }) => {
      const places = unorderedAfter(order, earlier, later);
      places.push(later);
      const sequence = {
        moves: places.map((k) => order.moves[k]!),
        precedes: (a: number, b: number) =>
          places[a]! < places[b]! && order.before(places[a]!, places[b]!),
      };
      return { at: earlier, sequence };
    });
}

/** Moves after one, other than a second one, that it does not happen before. */
function unorderedAfter(order: Order, one: number, other: number): number[] {
  const places: number[] = [];
  for (let k = one + 1; k < order.moves.length; k++)
    if (k !== other && !order.before(one, k)) places.push(k);
  return places;
}

/** Whether the later move can come about without the earlier one. */
function isReversible(moves: readonly Move[], { earlier, later }: Race): boolean {
  const { id, key, kind, variant, parent } = moves[later]!;
  // Only possible when nothing else is.
  if (kind === 'timeout' && variant === '') return false;
  let before = later - 1;
  while (before >= 0 && moves[before]!.id !== id) before--;
  if (before < 0) before = parent;
  return before > earlier || moves[earlier]!.enabled.includes(key);
}

/**
 * What strikes the org as a whole could still have come when the last move was made, but not after
 * it: races with a strike at the end of the run, which does not happen, are reversed as well.
 * @param from see `reversals`
 */
export function strikesAtEnd(order: Order, from: number): Reversal[] {
  const { moves } = order;
  const last = moves.at(-1);
  if (!last || last.variant !== '') return [];
  const strikes = last.enabled.filter((key) => key.startsWith(`${ORG}!`));
  if (strikes.length === 0) return [];
  const all: Reversal[] = [];
  for (let at = moves.length - 2; at >= from; at--) {
    const places = unorderedAfter(order, at, -1);
    // A strike races with a move only if nothing that follows depends on that move.
    const free = places.length === moves.length - 1 - at;
    if (!free || !moves[at]!.enabled.includes(strikes[0]!)) continue;
    for (const key of strikes) {
      const strike = { key, id: ORG, footprint: UNKNOWN };
      const sequence = {
        moves: [...places.map((k) => moves[k]!), strike],
        precedes: (a: number, b: number) =>
          b === places.length || order.before(places[a]!, places[b]!),
      };
      all.push({ at, sequence });
    }
  }
  return all;
}

/** Objects whose new rows were seen in an order that nothing but their creation decides. */
export function undecidedObjects(order: Order): string[] {
  const makers = new Map<string, number>();
  for (const move of order.moves)
    for (const row of move.footprint.created) makers.set(row, move.index);
  const objects: string[] = [];
  for (const move of order.moves)
    for (const [one, other] of move.footprint.ties) {
      const [i, j] = [makers.get(one)!, makers.get(other)!];
      if (!order.before(Math.min(i, j), Math.max(i, j))) objects.push(objectOf(one));
    }
  return objects;
}

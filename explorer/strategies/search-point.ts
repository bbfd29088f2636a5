/** A point of a search by `dpor`: what was tried there, what is to be tried, and what need not be. */
import { UNKNOWN } from '../footprint';
import type { Move } from '../model';
import { after, insert, type Branch, type Planned, type Sequence } from './wakeup-tree';

/** Plain data, as it is saved. */
export interface SearchPoint {
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

export interface Sleeper extends Planned {
  /**
   * Another search tries it. What this one plans never reaches that one, so a sequence counts as
   * tried there only if it contains the move.
   */
  readonly elsewhere?: boolean;
}

const idOf = (key: string): string => key.split('!', 1)[0]!;

/** Takes the next move that is to be tried. False: there is none. */
export function tryNext(point: SearchPoint): boolean {
  point.asleep.push(point.current);
  const next = point.tree.shift();
  if (!next) return false;
  const { key, id, footprint } = next;
  point.current = { key, id, footprint };
  point.plan = next.next;
  return true;
}

/**
 * Has options tried that no race asks for: other variants of the move, and what strikes from outside.
 * @param all every option is tried
 */
export function addVariants({ asleep, tree }: SearchPoint, move: Move, all: boolean): void {
  for (const key of move.enabled) {
    // Where a fault is all that is left to try, so are the faults of other tasks that sleep.
    const left = move.variant !== '' && asleep.some((one) => one.key === idOf(key));
    if (key === move.key || !(all || left || isWanted(key, move))) continue;
    if ([...asleep, ...tree].some((one) => one.key === key)) continue;
    tree.push({ key, id: idOf(key), footprint: UNKNOWN, next: [] });
  }
}

/** Whether this option is tried beside the move without any race that asks for it. */
function isWanted(key: string, { id, kind, variant, enabled }: Move): boolean {
  // Nothing could go on but by the end of a wait: whose, is a choice.
  if (kind === 'timeout' && variant === '') return true;
  return idOf(key) === id || !enabled.includes(idOf(key));
}

/** Has the sequence tried from this point on, unless that is done elsewhere. */
export function plan(point: SearchPoint, sequence: Sequence, ordered: ReadonlySet<string>): void {
  const all = sequence.moves.map((_, i) => i);
  if (!point.asleep.some((one) => covers(point, one, sequence, all, ordered)))
    insert(point.tree, sequence, ordered);
}

/** Whether all runs that begin with the sequence are made where the sleeping move was tried. */
function covers(
  point: SearchPoint,
  sleeper: Sleeper,
  sequence: Sequence,
  all: readonly number[],
  ordered: ReadonlySet<string>,
): boolean {
  if (after(sleeper, sequence, all, ordered) === null) return false;
  if (sequence.moves.some(({ id }) => id === sleeper.id)) return true;
  if (sleeper.elsewhere) return false;
  // It may come later in another variant: then those must have been tried as well.
  return point.enabled
    .filter((key) => idOf(key) === sleeper.id)
    .every((key) => {
      const other = point.asleep.find((one) => one.key === key);
      return other && after(other, sequence, all, ordered) !== null;
    });
}

/** Leases that nobody ever sees, because one commit takes them and gives them back. */
import type { View } from './view';

/**
 * Whether a lease may have been taken and given back by one commit, as by work in a scope: what the row
 * showed before it is older, and what it shows now is newer.
 */
export function heldWithin(lane: string, token: number, now: View, before: View | null): boolean {
  const at = (view: View | null): number =>
    view?.lanes.find((each) => each.lane === lane)?.token ?? 0;
  return at(before) < token && token < at(now);
}

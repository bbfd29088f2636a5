/** How many runs there are in a graph of states, without making them. */
import { cycleOf } from './frontier';
import { OPEN, type StateTable } from './state-table';

/**
 * Ways from the first state to any end, each a schedule: counted from the ends on, once for each state.
 * @returns null when the end of a way is not known
 * @throws Cycle
 */
export function schedulesOf(table: StateTable): bigint | null {
  if (table.size === 0) return null;
  const ways = new Array<bigint | undefined>(table.size);
  const next = new Uint16Array(table.size);
  const path = [0];
  const onPath = new Set(path);
  while (path.length > 0) {
    const state = path.at(-1)!;
    const choices = table.choicesOf(state);
    if (next[state]! < choices) {
      const to = table.target(state, next[state]!++);
      if (to === OPEN) return null;
      if (onPath.has(to)) throw cycleOf(path.length - path.indexOf(to));
      if (ways[to] !== undefined) continue;
      path.push(to);
      onPath.add(to);
      continue;
    }
    let sum = choices === 0 ? 1n : 0n;
    for (let choice = 0; choice < choices; choice++) sum += ways[table.target(state, choice)]!;
    ways[state] = sum;
    path.pop();
    onPath.delete(state);
  }
  return ways[0]!;
}

/** `1,234`, or `about 10^7` from a million on. */
export function schedulesText(schedules: bigint): string {
  if (schedules < 1_000_000n) return schedules.toLocaleString('en-US');
  return `about 10^${(schedules.toString().length - 1).toString()}`;
}

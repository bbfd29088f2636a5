import { dependent } from '../../footprint';
import type { Run } from '../../model';

/**
 * The class of a run: equal for two runs exactly if they differ only in the order of independent
 * moves. Each move is named by its task and its place in it, and listed with all that precede it.
 */
export function traceOf({ moves }: Run): string {
  const counts = new Map<string, number>();
  const names: string[] = [];
  const before: Set<string>[] = [];
  moves.forEach((move, j) => {
    const place = (counts.get(move.id) ?? 0) + 1;
    counts.set(move.id, place);
    names.push(`${move.id}!${move.variant}#${place} ${move.op.kind} ${move.op.object}`);
    const past = new Set<string>();
    for (let i = 0; i < j; i++) {
      const earlier = moves[i]!;
      const ordered =
        earlier.id === move.id || move.parent === i || dependent(earlier.footprint, move.footprint);
      if (ordered) for (const name of [...before[i]!, names[i]!]) past.add(name);
    }
    before.push(past);
  });
  return names
    .map((name, i) => `${name} after ${[...before[i]!].sort().join(', ')}`)
    .sort()
    .join('\n');
}

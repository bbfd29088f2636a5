import type { Run } from '../../model';
import type { Player } from '../../strategies/contract';
import type { Program } from './programs';

/**
 * Every run that a player wants.
 * @param most more than these are too many: then it is null
 */
export async function allRuns(
  program: Program,
  player: Player,
  most: number,
): Promise<readonly Run[] | null> {
  const runs: Run[] = [];
  while (player.begin()) {
    const run = await program.run(player);
    player.end?.(run);
    runs.push(run);
    if (runs.length > most) return null;
  }
  return runs;
}

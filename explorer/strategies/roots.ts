import type { Subject } from '../model';
import { DporPlayer } from './dpor';

/**
 * Divides a search: every schedule of the first moves is a search of its own, in the form that
 * `DporPlayer.load` reads. Together they run every trace, each of them once; orders of independent
 * moves within the first `depth` are recognized by sleep sets.
 * @param depth moves; more give more and smaller parts
 */
export async function rootsOf(subject: Subject, depth: number): Promise<readonly string[]> {
  const roots: string[] = [];
  const player = new DporPlayer(depth, (root) => roots.push(root));
  while (player.begin()) {
    const run = await subject.run(player);
    player.end(run);
  }
  return roots;
}

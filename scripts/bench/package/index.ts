/** The package's own figures: what the comparison in the documents quotes. */
import { recipeRatio } from '../recipe-ratio';
import { blockedLanes } from './blocked-lanes';
import { handOff } from './hand-off';
import { largeCall } from './large-call';
import { recovery } from './recovery';
import { settledHistory } from './settled-history';

/**
 * @param long the sizes of the documents, which take about half an hour; otherwise small ones
 */
export async function packageFigures(long: boolean): Promise<void> {
  await recipeRatio(1_000);
  // Each job of the recipe reads every item: more would take a day.
  if (long) await recipeRatio(10_000);
  await handOff(long ? 10_000 : 2_000);
  await handOff(2_000, 'virtual');
  await largeCall(9_998);
  await blockedLanes(long ? 900 : 90, long ? 100 : 10, long ? 9 : 3);
  await recovery(long ? 1_000 : 100);
  await settledHistory(long ? [0, 1_000, 10_000, 100_000, 1_000_000] : [0, 1_000, 10_000]);
}

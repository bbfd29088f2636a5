/** Gives histories to the checkers, each kind of history once. */
import { checkHistory } from '../../checkers';
import type { Move } from '../model';
import type { Outcome, Scenario } from '../scenario';
import type { EndJudgement, Sighting } from '../world';
import { beginning, freshEffects, historyOf } from './history';
import { numberOf, type View } from './view';

/** Kinds of histories that are kept for each scenario before all are forgotten. */
const CAPACITY = 100_000;

/** Histories of each scenario in which every check held. */
const SOUND = new WeakMap<Scenario, Set<string>>();

export function judgeHistory(
  scenario: Scenario,
  outcomes: readonly Outcome[],
  moves: readonly Move[],
  sightings: readonly Sighting<View>[],
): EndJudgement | null {
  let sound = SOUND.get(scenario);
  if (!sound) SOUND.set(scenario, (sound = new Set()));
  const kind = kindOf(outcomes, moves, sightings);
  if (kind !== null && sound.has(kind)) return null;
  const [found] = checkHistory(historyOf(scenario, outcomes, moves, sightings));
  // What fails is told with its own times, so it is judged each time.
  if (found) return { invariant: found.kind, message: found.message };
  if (sound.size >= CAPACITY) sound.clear();
  if (kind !== null) sound.add(kind);
  return null;
}

/**
 * All that `historyOf` makes use of, in a short form. Of times it has the order only: the checkers
 * compare them, and measure none, as long as a history has neither patience nor jumps of the clock.
 * Null when a view has no number.
 */
function kindOf(
  outcomes: readonly Outcome[],
  moves: readonly Move[],
  sightings: readonly Sighting<View>[],
): string | null {
  let kind = '';
  for (const { error, struck } of outcomes) kind += `${error === null}${struck ?? ''};`;
  const begun: (number | undefined)[] = [];
  const times: number[] = [];
  for (let i = 0; i < sightings.length; i++) {
    const { after, view } = sightings[i]!;
    const began =
      i > 0 && freshEffects(view, sightings[i - 1]!.view).length > 0
        ? beginning(moves, after)
        : undefined;
    begun.push(began);
    times.push(after);
    if (began !== undefined) times.push(began);
  }
  const ranks = ranksOf(times);
  for (let i = 0; i < sightings.length; i++) {
    const { after, view } = sightings[i]!;
    const number = numberOf(view);
    if (number === undefined) return null;
    kind += `${number}@${ranks.get(after)!}`;
    const began = begun[i];
    if (began !== undefined) kind += `-${ranks.get(began)!}`;
    kind += moves[after]?.id ?? '';
    kind += ';';
  }
  return kind;
}

function ranksOf(times: number[]): ReadonlyMap<number, number> {
  const ranks = new Map<number, number>();
  for (const time of times.sort((a, b) => a - b)) if (!ranks.has(time)) ranks.set(time, ranks.size);
  return ranks;
}

/**
 * Makes a failing schedule shorter: fewer faults and switches between tasks.
 * Delta debugging: Zeller, Hildebrandt (TSE 2002). A choice is taken out by making it 0, which lets
 * the task go on that ran last; so what is left are the switches that matter.
 */
import type { Run, Subject } from './model';
import { ReplayPlayer } from './strategies/replay';

/** @param budget runs that may be spent */
export async function shrink(subject: Subject, failing: Run, budget: number): Promise<Run> {
  const wanted = failing.failures[0]!.invariant;
  let best = failing;
  let left = budget;

  /** Tries a schedule; keeps it if it fails in the same way. */
  const attempt = async (choices: readonly number[]): Promise<boolean> => {
    if (left-- <= 0) return false;
    const player = new ReplayPlayer(trimmed(choices));
    player.begin();
    const run = await subject.run(player);
    if (run.failures[0]?.invariant !== wanted) return false;
    best = { ...run, choices: trimmed(run.choices) };
    return true;
  };

  await attempt(failing.choices);
  const half = (n: number): number => Math.ceil(n / 2);
  for (let size = half(switches(best.choices).length); size >= 1;) {
    const before = switches(best.choices).length;
    await takeOut(size);
    const after = switches(best.choices).length;
    if (left <= 0 || (size === 1 && after === before)) break;
    size = size === 1 ? 1 : half(size);
  }
  for (const at of switches(best.choices))
    if ((best.choices[at] ?? 0) > 1) await attempt(best.choices.map((c, i) => (i === at ? 1 : c)));
  return best;

  /** Takes out `size` switches at a time, from the end. */
  async function takeOut(size: number): Promise<void> {
    for (let end = switches(best.choices).length; end > 0; end -= size) {
      const out = new Set(switches(best.choices).slice(Math.max(0, end - size), end));
      await attempt(best.choices.map((c, i) => (out.has(i) ? 0 : c)));
    }
  }
}

/** Positions at which another task than the one that ran last goes on. */
export function switches(choices: readonly number[]): number[] {
  return choices.flatMap((choice, i) => (choice === 0 ? [] : [i]));
}

function trimmed(choices: readonly number[]): readonly number[] {
  return choices.slice(0, (switches(choices).at(-1) ?? -1) + 1);
}

import type { PartResult } from './run-part';

type Counted = Omit<PartResult, 'ms'>;

/**
 * Two explorations of the same subject by the same strategy, the second of which goes on where the
 * first was stopped, or does what comes after it.
 */
export function add<T extends Counted>(a: T, b: T): T {
  const schedules = a.schedules + b.schedules;
  return {
    ...b,
    schedules,
    abandoned: a.abandoned + b.abandoned,
    checked: a.checked + b.checked,
    traces: a.traces + b.traces,
    strays: a.strays + b.strays,
    seen: new Set([...a.seen, ...b.seen]),
    tasks: Math.max(a.tasks, b.tasks),
    moves: wider(a, b, 'moves'),
    decisions: { ...wider(a, b, 'decisions'), sum: a.decisions.sum + b.decisions.sum },
    found: b.found && { ...b.found, schedule: a.schedules + b.found.schedule },
    unsteady: a.unsteady ?? (b.unsteady === null ? null : a.schedules + b.unsteady),
  };
}

function wider(a: Counted, b: Counted, of: 'moves' | 'decisions'): { least: number; most: number } {
  if (a.schedules === 0) return b[of];
  if (b.schedules === 0) return a[of];
  return { least: Math.min(a[of].least, b[of].least), most: Math.max(a[of].most, b[of].most) };
}

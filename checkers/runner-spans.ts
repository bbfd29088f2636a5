import type { Effect } from './history';

/** One job's stay in a lane, from its first handler call to the end of its last. */
export interface RunnerSpan {
  readonly lane: string;
  readonly job: string;
  readonly token: number;
  readonly from: number;
  readonly to: number;
  readonly items: number;
}

/** The runners of each lane by time: what the Gantt chart draws and the overlap check judges. */
export function runnerSpans(effects: readonly Effect[]): RunnerSpan[] {
  const spans = new Map<string, RunnerSpan>();
  for (const effect of effects) {
    const id = `${effect.lane}\n${effect.job}\n${effect.token}`;
    const seen = spans.get(id);
    spans.set(id, {
      lane: effect.lane,
      job: effect.job,
      token: effect.token,
      from: Math.min(seen?.from ?? effect.started, effect.started),
      to: Math.max(seen?.to ?? effect.finished, effect.finished),
      items: (seen?.items ?? 0) + 1,
    });
  }
  return [...spans.values()].sort((a, b) => a.from - b.from || a.to - b.to || a.token - b.token);
}

import type { Check, Effect, Violation } from '../history';
import { byLane } from './by-lane';

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

/** Invariant 1 (exclusion): the runners of one lane never overlap in time. */
export const overlap: Check = ({ effects }) => {
  const violations: Violation[] = [];
  for (const [lane, spans] of byLane(runnerSpans(effects))) {
    let latest = spans[0];
    for (const span of spans.slice(1)) {
      if (latest && span.from < latest.to && span.job !== latest.job)
        violations.push({
          kind: 'overlap',
          lane,
          message: `Job ${span.job} (token ${span.token}) began ${latest.to - span.from} ms before job ${latest.job} (token ${latest.token}) had ended.`,
        });
      if (!latest || span.to > latest.to) latest = span;
    }
  }
  return violations;
};

/** Invariant 7 (monotonic tokens): later work never carries an older token, and one token is one job. */
export const tokenRegress: Check = ({ effects, lanes }) => {
  const violations: Violation[] = [];
  const rows = new Map(lanes.map((row) => [row.lane, row]));
  for (const [lane, spans] of byLane(runnerSpans(effects))) {
    const jobs = new Map<number, string>();
    let highest = -1;
    for (const span of spans) {
      if (span.token < highest)
        violations.push({
          kind: 'token-regress',
          lane,
          message: `Job ${span.job} committed with token ${span.token} after token ${highest} had been used.`,
        });
      highest = Math.max(highest, span.token);
      const holder = jobs.get(span.token);
      if (holder !== undefined && holder !== span.job)
        violations.push({
          kind: 'token-regress',
          lane,
          message: `Token ${span.token} was used by two jobs, ${holder} and ${span.job}.`,
        });
      jobs.set(span.token, span.job);
    }
    const row = rows.get(lane);
    if (row && row.token < highest)
      violations.push({
        kind: 'token-regress',
        lane,
        message: `The lane stands at token ${row.token}, but token ${highest} was used.`,
      });
  }
  return violations;
};

/** Invariants 1 and 7: after an acknowledged forced release nothing commits with an older token. */
export const staleToken: Check = ({ releases, effects }) => {
  const violations: Violation[] = [];
  for (const release of releases) {
    const pending = new Set(release.pendingAfter);
    const stale = effects.filter(
      (effect) =>
        effect.lane === release.lane && effect.token < release.token && pending.has(effect.key),
    );
    for (const effect of stale)
      violations.push({
        kind: 'stale-token',
        lane: release.lane,
        message: `Item ${effect.key} was still pending after the lane had been released by force with token ${release.token}, yet a runner with token ${effect.token} committed it.`,
      });
  }
  return violations;
};

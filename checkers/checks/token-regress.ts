import { byLane } from '../by-lane';
import { runnerSpans } from '../runner-spans';
import type { Check, Violation } from '../violation';

/**
 * I7, monotonic tokens: later work never carries an older token, and one token is one job.
 *
 * Fencing as in Chubby's sequencers (Burrows, OSDI 2006) and Kleppmann's critique of Redlock (2016).
 */
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

import { byLane } from '../by-lane';
import { runnerSpans } from '../runner-spans';
import type { Check, Violation } from '../violation';

/**
 * I1, exclusion: the runners of one lane never overlap in time.
 *
 * The mutual exclusion that Jepsen's lock workloads look for, on intervals instead of on answers:
 * what counts is who was at work, not who believed to hold the lock.
 */
export const overlap: Check = ({ effects }) => {
  const violations: Violation[] = [];
  for (const [lane, spans] of byLane(runnerSpans(effects))) {
    let latest = spans[0];
    for (const span of spans.slice(1)) {
      if (latest && span.from < latest.to && span.job !== latest.job)
        violations.push({
          kind: 'overlap',
          lane,
          message: `Job ${span.job} (token ${span.token}) began at ${span.from}, before job ${latest.job} (token ${latest.token}) had ended at ${latest.to}.`,
        });
      if (!latest || span.to > latest.to) latest = span;
    }
  }
  return violations;
};

import type { Check, Violation } from '../violation';

/**
 * I1 and I7: once a lane has visibly been taken away, what was pending then is never committed with
 * an older token.
 *
 * The paused client of Kleppmann's critique of Redlock (2016): he wakes up and writes.
 */
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
        message: `Item ${effect.key} was still pending after the lane had been taken away with token ${release.token}, yet a runner with token ${effect.token} committed it.`,
      });
  }
  return violations;
};

/** Every check, by the violation that it reports. */
import { duplicatedEffect } from './checks/duplicated-effect';
import { enqueueOrder } from './checks/enqueue-order';
import { lost } from './checks/lost';
import { lostWakeUp } from './checks/lost-wake-up';
import { nonMonotonic } from './checks/non-monotonic';
import { notLinearizable } from './checks/not-linearizable';
import { overlap } from './checks/overlap';
import { skipped } from './checks/skipped';
import { staleToken } from './checks/stale-token';
import { starvation } from './checks/starvation';
import { stranded } from './checks/stranded';
import { ticketGap } from './checks/ticket-gap';
import { tokenRegress } from './checks/token-regress';
import { unexpected } from './checks/unexpected';
import type { History } from './history';
import type { Check, Violation, ViolationKind } from './violation';

/** With the promise that each check guards, as a reader would say it. */
export const CHECKS: Readonly<
  Record<ViolationKind, { readonly promise: string; readonly check: Check }>
> = {
  lost: { promise: 'nothing lost', check: lost },
  unexpected: { promise: 'nothing from nowhere', check: unexpected },
  'duplicated-effect': { promise: 'nothing twice', check: duplicatedEffect },
  skipped: { promise: 'nothing passed over', check: skipped },
  'non-monotonic': { promise: 'order held in every lane', check: nonMonotonic },
  'enqueue-order': { promise: 'tickets in the order of the calls', check: enqueueOrder },
  'ticket-gap': { promise: 'tickets without gaps', check: ticketGap },
  overlap: { promise: 'never two runners', check: overlap },
  'token-regress': { promise: 'tokens only rise', check: tokenRegress },
  'stale-token': { promise: 'no commit with a stale token', check: staleToken },
  starvation: { promise: 'no lane starved', check: starvation },
  'lost-wake-up': { promise: 'no wake-up lost', check: lostWakeUp },
  stranded: { promise: 'no lane idle with work', check: stranded },
  'not-linearizable': { promise: 'every lane linearizable', check: notLinearizable },
};

/** Judges a history: every violation found, in the order of the checks. */
export function checkHistory(history: History): Violation[] {
  return Object.values(CHECKS).flatMap(({ check }) => check(history));
}

import type { Check, History, Violation, ViolationKind } from '../history';
import { duplicated } from './duplicated';
import { lost } from './lost';
import { enqueueOrder, order, ticketGaps } from './order';
import { overlap, staleToken, tokenRegress } from './runners';
import { forgotten, stranded } from './stranded';

/** Every check, by the violation it reports, with the promise it guards as a reader would say it. */
export const CHECKS: Readonly<
  Record<ViolationKind, { readonly promise: string; readonly check: Check }>
> = {
  lost: { promise: 'nothing lost', check: lost },
  duplicated: { promise: 'nothing twice', check: duplicated },
  order: { promise: 'order held in every lane', check: order },
  'enqueue-order': { promise: 'tickets in the order of the calls', check: enqueueOrder },
  'ticket-gap': { promise: 'tickets without gaps', check: ticketGaps },
  overlap: { promise: 'never two runners', check: overlap },
  'token-regress': { promise: 'tokens only rise', check: tokenRegress },
  'stale-token': { promise: 'no commit with a stale token', check: staleToken },
  'lost-wake-up': { promise: 'no wake-up lost', check: forgotten },
  stranded: { promise: 'no lane idle with work', check: stranded },
};

/** Judges a history: every violation found, in the order of the checks. */
export function judge(history: History): Violation[] {
  return Object.values(CHECKS).flatMap(({ check }) => check(history));
}

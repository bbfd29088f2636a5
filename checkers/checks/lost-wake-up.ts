import type { Check } from '../violation';

/**
 * I4, no lost wake-up: work that waits is always marked as wanted, by a holder or by the
 * flag. A lane with neither has been forgotten; that the next caller or a reaper would find it later
 * is no excuse.
 *
 * The classic bug of condition variables, judged where it can be seen: in the committed state.
 */
export const lostWakeUp: Check = ({ forgotten }) =>
  [...new Map(forgotten.map((each) => [each.key, each])).values()].map(({ lane, ticket, key }) => ({
    kind: 'lost-wake-up',
    lane,
    message: `Ticket ${ticket} (${key}) waited while nobody held the lane and its flag was down.`,
  }));

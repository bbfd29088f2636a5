/** What `OrgLimits` shows: the limits of the org as a whole, used in the last 24 hours. */
import type { LimitGauge } from '../runtime/host';
import { shared } from './shared';
import type { Transaction } from './transaction';

/** The platform's figures are approximate, too; so coarse a one does not depend on who came first. */
const STEPS = 1000;

/** @returns gauges by name, used figures rounded down to a thousandth of their limit */
export function orgLimits(tx: Transaction): ReadonlyMap<string, LimitGauge> {
  const text = shared(tx, 'org limits', () => JSON.stringify(coarse(tx.services.orgLimits())));
  return new Map(JSON.parse(text) as [string, LimitGauge][]);
}

type Gauges = Readonly<Record<string, { readonly Max: number; readonly Remaining: number }>>;

function coarse(gauges: Gauges): [string, LimitGauge][] {
  return Object.entries(gauges).map(([name, { Max, Remaining }]) => {
    const step = Math.max(1, Math.floor(Max / STEPS));
    return [name, { used: Math.floor((Max - Remaining) / step) * step, max: Max }];
  });
}

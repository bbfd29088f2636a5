/** Faults that strike the org as a whole, in the middle of a run. */
import type { EmbeddedOrg } from '../local-org/org/embedded';

const MINUTE = 60_000;

/** @param variant `pass 20`, `maintenance 60` (minutes) or `sandbox copy` */
export function strikeOrg(org: EmbeddedOrg, variant: string): void {
  const { scheduler } = org;
  if (variant === 'sandbox copy') return org.copyAsSandbox();
  const [kind, minutes] = variant.split(' ');
  const ms = Number(minutes) * MINUTE;
  if (kind === 'pass') return scheduler.letPass(ms);
  // Whatever is in progress dies; a schedule that was due meanwhile fires when all is over.
  for (const { task, performer } of scheduler.tasks())
    if (performer) scheduler.kill(task, 'maintenance', 'requeued');
  scheduler.clock.advance(ms);
}

import type { Scheduler } from '../local-org/scheduler/scheduler';

const MINUTE = 60_000;

/** Lets time pass in the middle of a run. @param variant `pass 20` or `maintenance 60`, in minutes */
export function passTime(scheduler: Scheduler, variant: string): void {
  const [kind, minutes] = variant.split(' ');
  const ms = Number(minutes) * MINUTE;
  if (kind === 'pass') return scheduler.letPass(ms);
  // Whatever is in progress dies; a schedule that was due meanwhile fires when all is over.
  for (const { task, performer } of scheduler.tasks())
    if (performer) scheduler.kill(task, 'maintenance', 'requeued');
  scheduler.clock.advance(ms);
}

/** What decides how a job goes, written down: see `Identity`. */
import { serialize } from '../transaction/memo/serialize';
import type { JobRecord, ScheduleRecord } from './job-record';
import type { JobEnd } from './run-job';

const known = new WeakMap<object, string | null>();

/** Records never change, so each is written down once. */
function once(record: object, write: () => string | null): string | null {
  let text = known.get(record);
  if (text === undefined) known.set(record, (text = write()));
  return text;
}

export function inputOf(record: JobRecord): string | null {
  return once(record, () => {
    const job = serialize(record.job);
    if (job === null) return null;
    const {
      className,
      future = null,
      scope = null,
      depth,
      maximumDepth,
      delayMinutes,
      failures,
    } = record;
    return JSON.stringify([
      className,
      future,
      scope,
      depth,
      maximumDepth,
      delayMinutes,
      failures,
      job,
    ]);
  });
}

/** A finalizer knows its job, how that ended, and what it was given when it was attached. */
export function finalizerInput(record: JobRecord, end: JobEnd): string | null {
  const job = inputOf(record);
  const left = once(end, () => {
    // What a user's own exception holds is not written down.
    if (end.failure && !/^System\./.test(end.failure.type)) return null;
    const finalizer = serialize(end.finalizer);
    if (finalizer === null) return null;
    const { type, message, stackTrace } = end.failure ?? {};
    return JSON.stringify([type, message, stackTrace, finalizer]);
  });
  return job === null || left === null ? null : `${job}\n${left}`;
}

export function scheduleInput(record: ScheduleRecord): string | null {
  return once(record, () => serialize(record.job));
}

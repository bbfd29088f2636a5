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

/** All of a job that waits, as text; null when it cannot be written down. */
export function jobText(record: JobRecord): string | null {
  const input = inputOf(record);
  const { id, user, signature, notBefore } = record;
  return input === null ? null : JSON.stringify([id, user, signature, notBefore, input]);
}

export function scheduleText(record: ScheduleRecord): string | null {
  const input = scheduleInput(record);
  const { id, detailId, name, cron, className, scope = null, user, next } = record;
  const given = [id, detailId, name, cron, className, scope, user, next, input];
  return input === null ? null : JSON.stringify(given);
}

/** The texts of all; null when one of them is. */
export function allTexts<T>(
  records: Iterable<T>,
  textOf: (record: T) => string | null,
): string | null {
  const texts: string[] = [];
  for (const record of records) {
    const text = textOf(record);
    if (text === null) return null;
    texts.push(text);
  }
  return JSON.stringify(texts);
}

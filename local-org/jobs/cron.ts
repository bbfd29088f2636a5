/** Cron expressions of System.schedule: seconds first, an optional year last, Sunday is 1. */
import { Cron } from 'croner';

export class CronError extends Error {}

/** When `expression` fires next after `after`, or null when never again. Throws CronError. */
export function nextFireTime(expression: string, after: number, timeZone: string): number | null {
  try {
    const cron = new Cron(translate(expression), { paused: true, timezone: timeZone });
    return cron.nextRun(new Date(after))?.getTime() ?? null;
  } catch (error) {
    if (error instanceof CronError) throw error;
    throw new CronError(`Invalid cron expression: ${expression}`);
  }
}

/** From the dialect of the platform to that of croner. */
function translate(expression: string): string {
  const parts = expression.trim().split(/\s+/);
  if (parts.length < 6 || parts.length > 7) throw new CronError('Unexpected end of expression.');
  const [seconds = '', minutes = '', hours = '', day = '', month = '', weekday = '', year] = parts;
  if (!/^\d+$/.test(seconds) || !/^\d+$/.test(minutes))
    throw new CronError(`Seconds and minutes must be specified as integers: ${expression}`);
  if ((day === '?') === (weekday === '?'))
    throw new CronError(
      'Support for specifying both a day-of-week AND a day-of-month parameter is not implemented.',
    );
  const any = (part: string): string => (part === '?' ? '*' : part);
  const fields = [seconds, minutes, hours, any(day), month, weekdays(any(weekday))];
  return [...fields, ...(year === undefined ? [] : [year])].join(' ');
}

/** Quartz counts days of the week from 1, croner from 0; `#n` and `/n` are not days. */
function weekdays(part: string): string {
  return part.replace(/(^|[,-])(\d)/g, (_all, lead: string, digit: string) => {
    return `${lead}${Number(digit) - 1}`;
  });
}

/** The reaper's schedule: how it is, what recovery it promises, and how to make it. */
import type { Connection } from '@salesforce/core';
import { DEFAULT_TIMES_PER_HOUR, TIMES_PER_HOUR } from './options';
import { fine, todo, type Finding } from './report';
import { rowsOf } from './soql';

interface CronJob {
  readonly State: string;
  readonly CronExpression: string;
}

/** States in which a scheduled job will run again by itself. */
const ALIVE = new Set(['WAITING', 'ACQUIRED', 'EXECUTING', 'BLOCKED']);

const HOUR = 60;

/** Minutes of the hour at which the reaper runs, in order; MutexReaperCron gives the jobs their names. */
export async function reaperMinutes(connection: Connection): Promise<readonly number[]> {
  const jobs = await rowsOf<CronJob>(
    connection,
    "SELECT State, CronExpression FROM CronTrigger WHERE CronJobDetail.Name LIKE 'apex-mutex reaper :%'",
  );
  return jobs
    .filter(({ State }) => ALIVE.has(State))
    .map(({ CronExpression }) => Number(CronExpression.split(' ')[1]))
    .filter(Number.isInteger)
    .sort((a, b) => a - b);
}

function gaps(minutes: readonly number[]): readonly number[] {
  return minutes.map((minute, i) => (minutes[i + 1] ?? minutes[0]! + HOUR) - minute);
}

/** True if no visit is missing between two others. */
function isEven(minutes: readonly number[]): boolean {
  return new Set(gaps(minutes)).size === 1;
}

/**
 * How often it shall run where nobody says: as often as it does. Where a job was lost the smallest
 * pause still tells what was meant.
 */
export function meant(minutes: readonly number[]): number {
  const times = minutes.length === 0 ? DEFAULT_TIMES_PER_HOUR : HOUR / Math.min(...gaps(minutes));
  return TIMES_PER_HOUR.some((choice) => choice === times) ? times : DEFAULT_TIMES_PER_HOUR;
}

/** The bounds of force-app/PROTOCOL.md, "Bounds", for the longest pause between two sweeps. */
function bound(minutes: readonly number[]): string {
  const pause = Math.max(...gaps(minutes));
  return `a lane whose runner was lost runs again within ${1 + pause} minutes, one whose job is stuck within ${11 + 2 * pause}, plus the platform's queue delay`;
}

/** @param wanted times per hour; undefined: any number will do */
export function judgeReaper(minutes: readonly number[], wanted: number | undefined): Finding {
  const remedy = `Run this without --check, or as anonymous Apex: MutexReaperSchedule.schedule(${wanted ?? meant(minutes)});`;
  if (minutes.length === 0)
    return todo(
      'The reaper is not scheduled: a lane whose runner is lost stays as it is until the next enqueue.',
      remedy,
    );
  const often = `${minutes.length} ${minutes.length === 1 ? 'time' : 'times'} an hour`;
  if (!isEven(minutes))
    return todo(`The reaper runs at uneven times, ${often}: ${bound(minutes)}.`, remedy);
  if (wanted !== undefined && minutes.length !== wanted)
    return todo(`The reaper runs ${often}, not ${wanted}: ${bound(minutes)}.`, remedy);
  return fine(`The reaper runs ${often}: ${bound(minutes)}.`);
}

/**
 * Schedules the reaper; the platform's answer if it would not.
 * @returns undefined when it is done
 */
export async function scheduleReaper(
  connection: Connection,
  timesPerHour: number,
): Promise<Finding | undefined> {
  const answer = await connection.tooling.executeAnonymous(
    `MutexReaperSchedule.schedule(${timesPerHour});`,
  );
  if (answer.compiled && answer.success) return undefined;
  return todo(
    `The reaper could not be scheduled: ${answer.compileProblem ?? answer.exceptionMessage ?? 'no reason given'}`,
    'Choose a lower --times-per-hour, or free a scheduled job (Setup, Scheduled Jobs); a Developer Edition org has five in all.',
  );
}

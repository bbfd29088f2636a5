/** How much a debug log tells: a level for each category of events. */

export const LEVELS = [
  'NONE',
  'ERROR',
  'WARN',
  'INFO',
  'DEBUG',
  'FINE',
  'FINER',
  'FINEST',
] as const;

export type LogLevel = (typeof LEVELS)[number];

export const CATEGORIES = [
  'APEX_CODE',
  'APEX_PROFILING',
  'CALLOUT',
  'DB',
  'NBA',
  'SYSTEM',
  'VALIDATION',
  'VISUALFORCE',
  'WAVE',
  'WORKFLOW',
] as const;

export type LogCategory = (typeof CATEGORIES)[number];

/** Categories that are left out are silent, and missing in the header. */
export type LogLevels = Readonly<Partial<Record<LogCategory, LogLevel>>>;

/** What is logged when nobody says otherwise. */
export const DEFAULT_LEVELS: LogLevels = {
  APEX_CODE: 'DEBUG',
  APEX_PROFILING: 'INFO',
  CALLOUT: 'INFO',
  DB: 'INFO',
  NBA: 'INFO',
  SYSTEM: 'DEBUG',
  VALIDATION: 'INFO',
  VISUALFORCE: 'INFO',
  WAVE: 'INFO',
  WORKFLOW: 'INFO',
};

/**
 * From which level on an event is shown, by the platform's table of log levels. `USER_DEBUG` is not
 * here: each says its level itself.
 */
const EVENTS: Readonly<Record<string, readonly [category: LogCategory, level: LogLevel]>> = {
  USER_INFO: ['APEX_CODE', 'ERROR'],
  EXECUTION_STARTED: ['APEX_CODE', 'ERROR'],
  EXECUTION_FINISHED: ['APEX_CODE', 'ERROR'],
  CODE_UNIT_STARTED: ['APEX_CODE', 'ERROR'],
  CODE_UNIT_FINISHED: ['APEX_CODE', 'ERROR'],
  FATAL_ERROR: ['APEX_CODE', 'ERROR'],
  EXCEPTION_THROWN: ['APEX_CODE', 'INFO'],
  CUMULATIVE_LIMIT_USAGE: ['APEX_PROFILING', 'INFO'],
  LIMIT_USAGE_FOR_NS: ['APEX_PROFILING', 'INFO'],
  CUMULATIVE_LIMIT_USAGE_END: ['APEX_PROFILING', 'INFO'],
  CALLOUT_REQUEST: ['CALLOUT', 'INFO'],
  CALLOUT_RESPONSE: ['CALLOUT', 'INFO'],
  FOR_UPDATE_LOCKS_RELEASE: ['DB', 'INFO'],
  DML_BEGIN: ['DB', 'INFO'],
  DML_END: ['DB', 'INFO'],
  SOQL_EXECUTE_BEGIN: ['DB', 'INFO'],
  SOQL_EXECUTE_END: ['DB', 'INFO'],
  SAVEPOINT_SET: ['DB', 'INFO'],
  SAVEPOINT_ROLLBACK: ['DB', 'INFO'],
  SAVEPOINT_RELEASE: ['DB', 'INFO'],
};

/** @param level of a `USER_DEBUG`; other events know theirs */
export function shows(levels: LogLevels, event: string, level?: string): boolean {
  const known = EVENTS[event];
  const category = known?.[0] ?? 'APEX_CODE';
  const least = LEVELS.indexOf((known?.[1] ?? level ?? 'DEBUG') as LogLevel);
  return LEVELS.indexOf(levels[category] ?? 'NONE') >= least;
}

/** `APEX_CODE,DEBUG;APEX_PROFILING,INFO`. */
export function headerOf(levels: LogLevels): string {
  return CATEGORIES.flatMap((name) => (levels[name] ? [`${name},${levels[name]}`] : [])).join(';');
}

/** Runs anonymous Apex and keeps its log. */
import type { AnonymousResult } from '../../org/contract';
import type { LogLevels } from '../../org/log-levels';
import type { ApiContext, User } from '../types';
import type { DebugLog } from '../logs/logs';

export async function anonymous(
  { org, logs, traceFlags }: ApiContext,
  user: User,
  apex: string,
  levels?: LogLevels,
): Promise<{ readonly result: AnonymousResult; readonly log: DebugLog }> {
  const startMs = org.clock.now();
  const logLevels = levels ?? traceFlags.levelsOf(user.id);
  const result = await org.executeAnonymous(apex, { user, ...(logLevels ? { logLevels } : {}) });
  const log = logs.add({
    text: result.log,
    user,
    startMs,
    durationMs: org.clock.now() - startMs,
    success: result.success,
    operation: 'executeAnonymous',
  });
  return { result, log };
}

import type { WaitMode } from '../database/contract';
import type { LogLevels } from './log-levels';

/** How this org behaves where the platform leaves a choice, or where tests want one. */
export interface Settings {
  readonly waitMode: WaitMode;
  /** Whether a save loads `Trigger.old` before or after it takes the row lock. */
  readonly loadOld: 'beforeLock' | 'afterLock';
  /**
   * With `loadOld: 'beforeLock'`: a save writes every field as it was loaded (`all`), or only those
   * that the caller or a trigger changed. After a lock both are the same.
   */
  readonly staleSave: 'all' | 'changed';
  readonly edition: 'Enterprise' | 'Developer';
  /** Longest wait for a row lock, milliseconds. */
  readonly lockTimeoutMs: number;
  /** App servers' clocks differ from org time by at most this much, either way. */
  readonly clockSkewMs: number;
  /** Apex statements that count as one millisecond of CPU time. */
  readonly statementsPerMs: number;
  /** Records per run of triggers. */
  readonly chunkSize: number;
  /** Whether a job enqueued by a finalizer continues the chain that the depth limit counts. */
  readonly finalizerDepth: 'counted' | 'cleared';
  /** Delay of jobs that are enqueued without one, milliseconds. */
  readonly defaultQueueableDelayMs: number;
  /** Daily limit of asynchronous executions. */
  readonly dailyAsyncLimit: number;
  /** Runs of an event trigger that throws RetryableException, the first included. */
  readonly eventRuns: number;
  /** Whether transactions keep a debug log, or those of which users do. Anonymous Apex and tests always do. */
  readonly keepLogs: boolean | ((userId: string) => boolean | LogLevels);
}

export const DEFAULT_SETTINGS: Settings = {
  waitMode: 'restart',
  loadOld: 'afterLock',
  staleSave: 'all',
  edition: 'Enterprise',
  lockTimeoutMs: 10_000,
  clockSkewMs: 0,
  statementsPerMs: 1000,
  chunkSize: 200,
  finalizerDepth: 'counted',
  defaultQueueableDelayMs: 0,
  dailyAsyncLimit: 250_000,
  eventRuns: 10,
  keepLogs: false,
};

import type { RunningUser } from '../runtime/host';
import type { Scheduler } from '../scheduler/scheduler';
import type { LogLevels } from '../transaction/log-levels';
import type { LocalOrg } from './contract';
import type { KeptOrg } from './kept-state';
import type { OrgSnapshot } from './snapshot';
import type { OrgEvent } from './published-event';

/** The embedded org as code in the same process may use it, beyond what clients see. */
export interface EmbeddedOrg extends LocalOrg {
  readonly scheduler: Scheduler;
  /** Hears every platform event as it is published, for streaming clients. */
  onEvent(listener: (event: OrgEvent) => void): () => void;
  /** Says whose transactions keep their debug logs, beyond those that always do. */
  keepLogsOf(wanted: (userId: string) => boolean | LogLevels): void;
  /** Hears the debug log of every transaction that keeps one (`settings.keepLogs`, anonymous Apex, tests). */
  onLog(listener: (log: TransactionLog) => void): () => void;
  /** A copy of everything committed: data, jobs, schedules, deployed code. No transaction may be open. */
  snapshot(): Promise<OrgSnapshot>;
  /** Becomes what `snapshot` holds; what runs is cut off, as by `reset`. `mark` stays as it was. */
  restore(snapshot: OrgSnapshot): Promise<void>;
  /** Everything committed, as plain data for a file: see `KeptOrg`. */
  keep(): KeptOrg;
  /** Becomes what was kept; to be called once, before anything else. `mark` is set. */
  resume(kept: KeptOrg): void;
  /** The running user that a User row stands for. */
  userById(id: string): RunningUser | undefined;
  /**
   * Everything of this org that decides how things go on, in parts: equal parts, equal
   * continuations. Null when that cannot be said, as without the option `memo`.
   * @param taskName a name of the task with this number that is the same in every interleaving
   */
  stateText(taskName: (task: number) => string): OrgText | null;
  /**
   * As `stateText`, but without who has waited for longest and who moved last: it is equal also where
   * the same could go on in another order of the offers. And in every process that makes the same org.
   */
  standingText(taskName: (task: number) => string): StandingText | null;
  /** Where `reset` leads to: another object as soon as it leads somewhere else. */
  readonly base: object;
  /** Makes of the org what a sandbox copy of it would be: jobs in progress, waiting jobs and schedules are gone. */
  copyAsSandbox(): void;
  /** Uses up part of the day's allowance of asynchronous executions, as jobs of others would in this hour. */
  spendJobs(count: number): void;
  /**
   * Chains of queueables that begin from now on, until the next `reset`, have so many jobs at most.
   * Orgs of the Developer edition allow five; in an org that allows one or two the end of a chain is
   * met by a run of a few transactions.
   */
  limitChains(depth: number): void;
  /** Runs everything that can run without visiting the event loop; waits for locks move a virtual clock. */
  drain(): void;
}

/** See `EmbeddedOrg.stateText`: each number stands for a part of the state, the same for equal ones only. */
export interface OrgText {
  readonly time: number;
  readonly random: number;
  /** How often transactions of each name have begun. */
  readonly names: number;
  readonly rows: number;
  readonly tasks: number;
  readonly jobs: number;
  readonly signatures: number;
  readonly daily: number;
  /** Calls of the API that count towards the day's limit. */
  readonly requests: number;
  readonly schedules: number;
  readonly events: number;
  /** Those of different eras cannot be compared: what stands for a text was numbered anew. */
  readonly era: number;
}

/** See `EmbeddedOrg.standingText`. */
export type StandingText = Readonly<Record<Exclude<keyof OrgText, 'era'>, string>>;

export interface TransactionLog {
  readonly context: string;
  readonly className: string | null;
  readonly user: RunningUser;
  readonly requestId: string;
  readonly startedAt: number;
  readonly success: boolean;
  readonly text: string;
}

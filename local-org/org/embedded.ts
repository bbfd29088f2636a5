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
   * Everything of this org that decides how things go on, in parts: equal parts, equal continuations,
   * in every process that makes the same org. Who has waited for longest and who moved last is not
   * in it: that decides the order of what is offered, and nothing else. Null when it cannot be said:
   * without the option `memo`, or when more jobs wait than there are places, as their order decides then.
   * @param taskName a name of the task with this number that is the same in every interleaving
   */
  stateText(taskName: (task: number) => string): OrgText | null;
  /** Of which transactions are repeated; null without the option `memo`. */
  readonly memory: AnswersKept | null;
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

/** What transactions were told. */
export interface AnswersKept {
  /** How many there are; each takes about 2.7 kB. */
  readonly size: number;
  /** Forgets them, which costs time and nothing else. */
  clear(): void;
}

/** See `EmbeddedOrg.stateText`. */
export interface OrgText {
  readonly time: string;
  readonly random: string;
  /** How often transactions of each name have begun. */
  readonly names: string;
  readonly rows: string;
  readonly tasks: string;
  readonly jobs: string;
  readonly signatures: string;
  readonly daily: string;
  /** Calls of the API that count towards the day's limit. */
  readonly requests: string;
  readonly schedules: string;
  readonly events: string;
}

export interface TransactionLog {
  readonly context: string;
  readonly className: string | null;
  readonly user: RunningUser;
  readonly requestId: string;
  readonly startedAt: number;
  readonly success: boolean;
  readonly text: string;
}

/** Faults as choices: what may strike a task that is about to perform an operation, and when time passes. */
import type { Candidate } from '../local-org/scheduler/strategy';
import { TransactionKilled, type Resume } from '../local-org/scheduler/suspension';

/** Whom a fault may strike. Absent: anybody. */
export interface Target {
  /** `queueable`, `finalizer`, `rest`, `anonymous` … */
  readonly context?: string;
  /** Apex class of the job. */
  readonly className?: string;
}

export type FaultKind =
  /** The server dies before the operation. `aftermath`: what becomes of the row of a job. */
  | {
      readonly kind: 'kill';
      readonly match?: Target;
      readonly aftermath?: 'failed' | 'processing' | 'requeued';
    }
  /** The job is over and committed; its finalizer never comes. */
  | { readonly kind: 'no finalizer'; readonly match?: Target }
  /** `System.enqueueJob` throws: daily limit, depth, no slot. */
  | { readonly kind: 'refuse'; readonly match?: Target }
  /** The commit is done, and the client is told otherwise. */
  | { readonly kind: 'lose answer'; readonly match?: Target }
  /** The commit of those who answer events is done, and the same events are delivered again. */
  | { readonly kind: 'deliver again' }
  /** A wait for a lock ends without it, though others could go on. */
  | { readonly kind: 'time out' }
  /** Time passes while everybody stands still; schedules and delayed jobs become due. */
  | { readonly kind: 'pass'; readonly minutes: number }
  /** Everything in progress dies, jobs are delivered again, and schedules fire late. */
  | { readonly kind: 'maintenance'; readonly minutes: number }
  /** The org is copied to a sandbox, and goes on there: rows are copied, jobs and schedules are not. */
  | { readonly kind: 'sandbox copy' }
  /** A transaction begins on a server whose clock is so many milliseconds ahead, or behind. */
  | { readonly kind: 'skew'; readonly ms: number }
  /** A client reads before its own commit has reached the place where it reads. */
  | { readonly kind: 'stale read' };

/** How many faults strike in one run at most, when a scenario does not say. */
export const BUDGET = 2;

/** Names of the variants of this task's next move besides going on, in a stable order. */
export function variantsOf(candidate: Candidate, faults: readonly FaultKind[]): string[] {
  return faults.flatMap((fault) => {
    if (fault.kind === 'skew') return skewsOf(candidate, fault.ms);
    const name = variantOf(candidate, fault);
    return name === null ? [] : [name];
  });
}

function variantOf({ kind, op, performer }: Candidate, fault: FaultKind): string | null {
  switch (fault.kind) {
    case 'kill':
      if (kind !== 'step' || !performer || !matches(fault.match, performer)) return null;
      return performer.context === 'queueable' ? `kill ${fault.aftermath ?? 'failed'}` : 'kill';
    case 'no finalizer':
      return op.kind === 'start' && op.detail?.startsWith('finalizer') === true ? fault.kind : null;
    case 'refuse':
      return op.kind === 'enqueue' && performer && matches(fault.match, performer)
        ? fault.kind
        : null;
    case 'lose answer':
      if (op.kind !== 'commit' || !performer || !matches(fault.match, performer)) return null;
      return ['queueable', 'finalizer', 'event'].includes(performer.context) ? null : fault.kind;
    case 'deliver again':
      return op.kind === 'commit' && performer?.context === 'event' ? fault.kind : null;
    case 'stale read':
      return op.kind === 'query' && performer?.context === 'client' ? fault.kind : null;
    default:
      return null;
  }
}

function matches(target: Target | undefined, { context, className }: Candidate['performer'] & {}) {
  if (target?.context !== undefined && target.context !== context) return false;
  return target?.className === undefined || target.className === className;
}

/** Where a transaction begins: of a caller, a job or a finalizer. */
function skewsOf({ op }: Candidate, ms: number): string[] {
  return op.kind === 'start' ? [`clock +${ms}`, `clock -${ms}`] : [];
}

/** Milliseconds by which the clock is off under this variant; null: it is about something else. */
export function skewOf(variant: string): number | null {
  return variant.startsWith('clock ') ? Number(variant.slice('clock '.length)) : null;
}

/** What the scheduler is told to do to the task. */
export function effectOf(variant: string): TransactionKilled | Resume {
  switch (variant) {
    case 'refuse':
      return { kind: 'refused' };
    case 'lose answer':
    case 'deliver again':
      return { kind: 'unheard' };
    case 'stale read':
      return { kind: 'stale' };
    case 'kill processing':
      return new TransactionKilled(variant, 'processing');
    case 'kill requeued':
      return new TransactionKilled(variant, 'requeued');
    default:
      return new TransactionKilled(variant);
  }
}

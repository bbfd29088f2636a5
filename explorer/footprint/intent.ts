/**
 * What an operation is going to touch, as far as it says so itself: objects, not rows. Enough to
 * guess which operations compete, not to prove that two of them commute.
 */
import type { Operation } from '../../local-org/scheduler/suspension';

const JOB = 'AsyncApexJob';

interface Intent {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly everything: boolean;
}

function intentOf(op: Operation): Intent {
  const nothing = { reads: [], writes: [], everything: false };
  switch (op.kind) {
    case 'query':
      // Subqueries and parents read further objects that the operation does not name.
      return joins(op.detail)
        ? { ...nothing, everything: true }
        : { ...nothing, reads: [op.object] };
    case 'lock':
      return joins(op.detail)
        ? { ...nothing, everything: true }
        : { ...nothing, reads: [op.object], writes: [op.object] };
    case 'insert':
    case 'update':
    case 'delete':
    case 'undelete':
      return { ...nothing, reads: [op.object], writes: [op.object] };
    case 'enqueue':
      return { ...nothing, reads: [JOB], writes: [JOB] };
    case 'start':
      // A job or schedule that starts takes its row.
      return /^(queueable|schedule) /.test(op.detail ?? '')
        ? { ...nothing, reads: [JOB], writes: [JOB] }
        : nothing;
    case 'commit':
    case 'rollback':
    case 'savepoint':
      return nothing;
    case 'publish':
    case 'callout':
    case 'cache':
    case 'admin':
      return { ...nothing, everything: true };
  }
}

function joins(soql = ''): boolean {
  return (soql.match(/\bFROM\b/gi) ?? []).length > 1 || /__r\b|\w\.\w/.test(soql);
}

/** Whether two operations that are still to come may be dependent. */
export function mayConflict(a: Operation, b: Operation): boolean {
  const ends = (op: Operation): boolean => op.kind === 'commit' || op.kind === 'rollback';
  if (ends(a) || ends(b)) return true;
  const [left, right] = [intentOf(a), intentOf(b)];
  if (left.everything || right.everything) return true;
  const all = new Set([...right.reads, ...right.writes]);
  return (
    left.writes.some((object) => all.has(object)) ||
    right.writes.some((object) => left.reads.includes(object))
  );
}

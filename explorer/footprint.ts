/**
 * Which moves commute. Two moves are independent only if it cannot matter which one comes first;
 * where the operation does not say enough, they count as dependent, which costs runs and nothing else.
 *
 * Coarse on purpose: objects, not rows. Isolation is read committed, so a plain query does not see
 * what others have written before they let it go (commit, rollback, the end of a failed transaction).
 */
import type { Operation } from '../local-org/scheduler/suspension';

const JOB = 'AsyncApexJob';

export interface Footprint {
  readonly reads: ReadonlySet<string>;
  /** Objects whose rows or unique keys are written or locked. */
  readonly writes: ReadonlySet<string>;
  /** Objects whose writes and locks are let go. */
  readonly publishes: ReadonlySet<string>;
  /** Brought tasks into being, or ended one: the order of such moves decides who waits longest. */
  readonly spawns: boolean;
  /** Nothing is known: dependent on every other move. */
  readonly everything: boolean;
}

/** What an operation does by itself, before anybody knows whether locks were freed. */
export function intentOf(op: Operation): {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly everything: boolean;
} {
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

function meet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const each of a) if (b.has(each)) return true;
  return false;
}

/** False only if the two moves of different tasks commute. */
export function dependent(a: Footprint, b: Footprint): boolean {
  if (a.everything || b.everything || (a.spawns && b.spawns)) return true;
  return (
    meet(a.writes, b.writes) ||
    meet(a.publishes, b.reads) ||
    meet(a.publishes, b.writes) ||
    meet(a.reads, b.publishes) ||
    meet(a.writes, b.publishes) ||
    meet(a.publishes, b.publishes)
  );
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

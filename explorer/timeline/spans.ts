/** What lasts longer than a row: lives of tasks, locks, waits; and arrows between tasks. */
import type { Move } from '../model';
import { holderOf } from './holder';
import type { Arrow, Lane, Row, Span, Timeline } from './model';

type MoveRow = Extract<Row, { kind: 'move' }> & { readonly at: number };

export function spansOf(
  rows: readonly Row[],
  lanes: readonly Lane[],
): Omit<Timeline, 'lanes' | 'rows'> {
  const moves = rows.flatMap((row, at): MoveRow[] => (row.kind === 'move' ? [{ ...row, at }] : []));
  const end = rows.length - 1;
  const of = (lane: Lane): MoveRow[] => moves.filter((row) => row.lane === lane);
  const spawned = lanes.flatMap((lane) => births(lane, of(lane), moves));
  return {
    lives: lanes.flatMap((lane) => {
      const [first, last] = [of(lane)[0], of(lane).at(-1)];
      return first && last ? [{ lane, from: first.at, to: last.at }] : [];
    }),
    queued: spawned.map(({ to, row }) => ({ lane: to, from: row, to: of(to)[0]!.at })),
    holds: lanes.flatMap((lane) => holds(lane, of(lane), end)),
    waits: lanes.flatMap((lane) => waits(lane, of(lane), end)),
    waitsFor: moves.flatMap((row) => waitsFor(row, moves)),
    spawns: spawned,
  };
}

/** A job whose birth is shown. */
function births(lane: Lane, own: readonly MoveRow[], moves: readonly MoveRow[]): Arrow[] {
  const parent = own[0]?.move.parent ?? -1;
  const birth = moves.find((row) => row.move.index === parent);
  return birth && birth.lane !== lane ? [{ from: birth.lane, to: lane, row: birth.at }] : [];
}

/** Whether a move takes row locks. */
export function takesLock({ op, blocked, kind, variant }: Move): boolean {
  const locks = ['lock', 'insert', 'update', 'delete', 'undelete'].includes(op.kind);
  // The platform's own notes about a job are no locks of a transaction.
  return (
    locks && op.object !== 'AsyncApexJob' && !blocked && kind !== 'timeout' && !struck(variant)
  );
}

/** Whether all locks of the transaction are gone with this move. */
export function letsGo({ op, end, variant }: Move): boolean {
  return (
    op.kind === 'commit' || op.kind === 'rollback' || end !== null || variant.startsWith('kill')
  );
}

const struck = (variant: string): boolean => variant !== '' && variant !== 'time out';

function holds(lane: Lane, own: readonly MoveRow[], end: number): Span[] {
  const spans: Span[] = [];
  let from: number | null = null;
  for (const { move, at } of own) {
    if (takesLock(move)) from ??= at;
    if (from === null || !letsGo(move)) continue;
    spans.push({ lane, from, to: at });
    from = null;
  }
  return from === null ? spans : [...spans, { lane, from, to: end }];
}

function waits(lane: Lane, own: readonly MoveRow[], end: number): Span[] {
  return own.flatMap(({ move, at }, i) =>
    move.blocked ? [{ lane, from: at, to: own[i + 1]?.at ?? end }] : [],
  );
}

function waitsFor(row: MoveRow, moves: readonly MoveRow[]): Arrow[] {
  if (!row.move.blocked) return [];
  const before = moves.filter(({ at }) => at < row.at).map(({ move }) => move);
  const holder = holderOf(row.move, before);
  const from = moves.find(({ move }) => move.id === holder)?.lane;
  return from ? [{ from, to: row.lane, row: row.at }] : [];
}

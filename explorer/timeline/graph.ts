/** The lanes as SVG: lives, locks, waits, arrows, and a mark for each move. */
import type { Move } from '../model';
import { escape } from './html';
import type { Arrow, Lane, Span, Timeline } from './model';

/** Pixels between two lanes. */
const LANE = 42;
const MARGIN = 26;

export const graphWidth = (lanes: number): number => 2 * MARGIN + LANE * Math.max(0, lanes - 1);
export const laneX = ({ column }: Lane): number => MARGIN + LANE * column;
/** Colours repeat after eight lanes. */
export const colour = ({ column }: Lane): string => `c${column % 8}`;

/** @param middles pixels from the top to the middle of each row */
export function graph(timeline: Timeline, middles: readonly number[], height: number): string {
  const y = (row: number): number => middles[row]!;
  const bar =
    (name: string, width: number) =>
    (span: Span): string => {
      const [from, to] = [y(span.from), y(span.to)];
      const box = `x="${laneX(span.lane) - width / 2}" y="${from}" width="${width}" height="${Math.max(2, to - from)}"`;
      return `<rect class="${name} ${colour(span.lane)}" ${box} rx="${width / 2}"/>`;
    };
  const queued = ({ lane, from, to }: Span): string =>
    `<line class="queued ${colour(lane)}" x1="${laneX(lane)}" x2="${laneX(lane)}" y1="${y(from)}" y2="${y(to)}"/>`;
  const arrow =
    (name: string) =>
    (each: Arrow): string => {
      const [from, to] = [laneX(each.from), laneX(each.to)];
      const gap = to > from ? 9 : -9;
      return `<line class="${name}" x1="${from + gap}" x2="${to - gap}" y1="${y(each.row)}" y2="${y(each.row)}" marker-end="url(#${name}-head)"/>`;
    };
  const marks = timeline.rows.flatMap((row, at) =>
    row.kind === 'move' ? [mark(row.move, row.lane, y(at))] : [],
  );
  const across = timeline.rows.flatMap((row, at) =>
    row.kind === 'time' || row.kind === 'gap' || row.kind === 'broken'
      ? [
          `<line class="across ${row.kind}" x1="0" x2="${graphWidth(timeline.lanes.length)}" y1="${y(at)}" y2="${y(at)}"/>`,
        ]
      : [],
  );
  return `<svg width="${graphWidth(timeline.lanes.length)}" height="${height}" aria-hidden="true">
<defs>${head('spawn')}${head('waits-for')}<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="3" height="6"/></pattern></defs>
${across.join('')}
${timeline.lives.map(bar('life', 2)).join('')}${timeline.queued.map(queued).join('')}
${timeline.holds.map(bar('hold', 8)).join('')}${timeline.waits.map(bar('wait', 12)).join('')}
${timeline.spawns.map(arrow('spawn')).join('')}${timeline.waitsFor.map(arrow('waits-for')).join('')}
${marks.join('\n')}
</svg>`;
}

function head(name: string): string {
  return `<marker id="${name}-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path class="${name}-head" d="M0 0 8 4 0 8z"/></marker>`;
}

/** The shape says what a move is, before anybody reads a word. */
export function shapeOf({ op, blocked, kind, variant, end }: Move): keyof typeof SHAPES {
  if (variant !== '' || end === 'killed' || end === 'failed') return 'fault';
  if (kind === 'timeout') return 'fault';
  if (blocked) return 'blocked';
  switch (op.kind) {
    case 'lock':
      return 'lock';
    case 'insert':
    case 'update':
    case 'delete':
    case 'undelete':
      return 'write';
    case 'commit':
      return 'commit';
    case 'enqueue':
    case 'publish':
      return 'enqueue';
    case 'query':
      return 'read';
    default:
      return 'other';
  }
}

/** Around the point 0, 0. */
const SHAPES = {
  read: '<circle r="4.5" class="hollow"/>',
  lock: '<rect x="-5.5" y="-5.5" width="11" height="11" rx="2"/>',
  blocked: '<rect x="-5.5" y="-5.5" width="11" height="11" rx="2" class="hollow"/>',
  write: '<circle r="5"/>',
  commit: '<path d="M0-8 8 0 0 8-8 0z"/>',
  enqueue: '<path d="M-5-6 6 0-5 6z"/>',
  fault: '<path class="fault" d="M2-9-6 2h5l-3 7 8-11h-5z"/>',
  other: '<circle r="3"/>',
} as const;

export const LEGEND: readonly (readonly [keyof typeof SHAPES, string])[] = [
  ['read', 'reads'],
  ['lock', 'locks'],
  ['blocked', 'has to wait'],
  ['write', 'writes'],
  ['enqueue', 'enqueues a job'],
  ['commit', 'commits'],
  ['other', 'anything else'],
  ['fault', 'fault, or failure'],
];

export function legendMark(shape: keyof typeof SHAPES): string {
  return `<svg width="18" height="18" viewBox="-9 -9 18 18" class="c0" aria-hidden="true">${SHAPES[shape]}</svg>`;
}

function mark(move: Move, lane: Lane, y: number): string {
  const shape = SHAPES[shapeOf(move)];
  return `<g class="mark ${colour(lane)}" transform="translate(${laneX(lane)} ${y})" data-move="${escape(String(move.index))}">${shape}</g>`;
}

/** A run as one self-contained HTML page: lanes on the left, words beside them, details on demand. */
import type { Run } from '../model';
import { MODE_TEXTS, type ModeName } from '../modes';
import type { Scenario } from '../scenario';
import { details } from './details';
import { colour, graph, graphWidth, laneX, LEGEND, legendMark, shapeOf } from './graph';
import { escape } from './html';
import type { Lane, Row, Timeline } from './model';
import { rowsOf } from './rows';
import { SCRIPT } from './script';
import { spansOf } from './spans';
import { STYLE } from './style';

export interface Subject {
  readonly scenario: Scenario;
  readonly run: Run;
  readonly mode: ModeName;
  /** Guard that was taken out of the package, or null. */
  readonly sabotage: string | null;
  /** Command that shows it again. */
  readonly again: string;
}

/** Pixels. */
const HEIGHTS: Readonly<Record<Row['kind'], number>> = {
  move: 26,
  seen: 26,
  time: 34,
  gap: 34,
  broken: 64,
};

export function timelineOf(scenario: Scenario, run: Run): Timeline {
  const { lanes, rows } = rowsOf(scenario, run);
  return { lanes, rows, ...spansOf(rows, lanes) };
}

export function timelinePage(subject: Subject): string {
  const { scenario, run } = subject;
  const timeline = timelineOf(scenario, run);
  let height = 0;
  const middles = timeline.rows.map(({ kind }) => {
    height += HEIGHTS[kind];
    return height - HEIGHTS[kind] / 2;
  });
  const left = graphWidth(timeline.lanes.length);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(scenario.name)} – apex-mutex explorer</title><style>${STYLE}</style></head><body>
${header(subject)}
<main><div class="run">
<div class="names">${timeline.lanes.map(laneName).join('')}<p style="left:${left + 8}px">from top to bottom: one operation after the other</p></div>
<div class="rows">${graph(timeline, middles, height)}
<ol>${timeline.rows.map((row, at) => rowItem(row, timeline.rows[at - 1], left, timeline.lanes)).join('\n')}</ol></div>
</div>
<aside><p class="hint">Choose a row, with the mouse or with <kbd>↓</kbd> <kbd>↑</kbd> <kbd>Home</kbd> <kbd>End</kbd>.</p><div id="details" aria-live="polite"></div></aside></main>
<script>${SCRIPT}</script></body></html>
`;
}

function header({ scenario, run, mode, sabotage, again }: Subject): string {
  const [failure] = run.failures;
  const actors = scenario.actors.map(
    ({ name, does }) => `<li><b>${escape(name)}</b> ${escape(does)}</li>`,
  );
  const verdict = failure
    ? `<p class="verdict broken"><b>${escape(failure.invariant)}</b>: ${escape(failure.message)}</p>`
    : '<p class="verdict">Every promise holds in this run.</p>';
  const legend = LEGEND.map(([shape, text]) => `<span>${legendMark(shape)}${text}</span>`);
  return `<header><h1>${escape(scenario.summary)}</h1>
<ul class="actors" style="list-style:disc">${actors.map((actor) => actor.replace('<li>', '<li style="display:list-item">')).join('')}</ul>
<p>Mode ${mode}: ${escape(MODE_TEXTS[mode])}.${sabotage === null ? '' : ` Guard taken out: <b>${escape(sabotage)}</b>.`}</p>
${verdict}<p><code>${escape(again)}</code></p>
<div class="legend">${legend.join('')}<span>wide line: has locked rows</span><span>hatched: waits for a lock, arrow from who has it</span><span>dotted: job in the queue, arrow from who enqueued it</span></div></header>`;
}

function laneName(lane: Lane): string {
  return `<span class="${colour(lane)}" style="left:${laneX(lane)}px">${escape(lane.name)}</span>`;
}

function rowItem(row: Row, before: Row | undefined, left: number, lanes: readonly Lane[]): string {
  const box = `style="height:${HEIGHTS[row.kind]}px;padding-left:${left}px"`;
  if (row.kind !== 'move') {
    const fault = row.kind === 'time' && row.fault ? ' fault' : '';
    const text = `${SIGN[row.kind]}${escape(row.text)}`;
    return `<li class="${row.kind}${fault}" ${box} title="${escape(row.text)}"><span class="text">${text}</span></li>`;
  }
  const { move, lane, text } = row;
  const shape = shapeOf(move);
  const same = before?.kind === 'move' && before.lane === lane ? ' same' : '';
  const soql = ['query', 'lock'].includes(move.op.kind) ? (move.op.detail ?? '') : '';
  const label = `${lane.name} ${text}`;
  return `<li class="${shape}${same}" tabindex="0" aria-label="${escape(label)}" title="${escape(soql === '' ? label : `${label}: ${soql}`)}" ${box}><span class="n">${move.index}</span><span class="who ${colour(lane)}">${escape(lane.name)}</span><span class="what">${escape(text)}</span><span class="soql">${escape(soql)}</span><div class="more">${details(move, lane, text, lanes)}</div></li>`;
}

const SIGN = { seen: '→ ', time: '⏱ ', gap: '⋮ ', broken: '✗ ' } as const;

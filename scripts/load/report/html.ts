/** One self-contained HTML page: verdict first, then pictures, then figures. No network needed. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { headline, type LoadResult } from '../result';
import { pictures } from './charts';

const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** JSON that may stand inside a script element. */
const inline = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');

const table = (rows: readonly (readonly [string, string | number])[]): string =>
  `<table>${rows.map(([name, value]) => `<tr><th>${escape(name)}</th><td>${escape(String(value))}</td></tr>`).join('')}</table>`;

const STYLE = `
  :root { color-scheme: light dark; --text: #1e293b; --soft: #475569; --page: #f8fafc; --box: #fff; --line: #e2e8f0; --bad: #b91c1c;
    font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); }
  @media (prefers-color-scheme: dark) { :root { --text: #e2e8f0; --soft: #a3b1c6; --page: #0f172a; --box: #1a2438; --line: #334155; --bad: #f87171; } }
  body { max-width: 1100px; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .25rem; }
  .verdict { padding: 1rem 1.25rem; border-radius: .5rem; color: #fff; }
  .pass { background: #047857; } .fail { background: #b91c1c; } .incomplete { background: #b45309; }
  .verdict p { margin: .25rem 0; } .caption { color: var(--soft); margin: 0 0 .5rem; }
  .box { background: var(--box); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; position: relative; }
  .wide { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 500; color: var(--soft); }
  th, td { padding: .2rem .75rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
  .violations td:first-child { color: var(--bad); white-space: nowrap; }
  .columns { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; } @media (max-width: 800px) { .columns { grid-template-columns: 1fr; } }
`;

/** Draws the pictures in the page's colours, and anew when a reader changes between light and dark. */
const DRAW = `
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let charts = [];
  const draw = () => {
    for (const chart of charts) chart.destroy();
    const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    Chart.defaults.elements.point.borderWidth = 0;
    Chart.defaults.color = colour('--soft');
    Chart.defaults.borderColor = colour('--line');
    charts = pictures.map(({ id, config }) => new Chart(document.getElementById(id), structuredClone(config)));
  };
  dark.addEventListener('change', draw);
  draw();
`;

/** Renders a result. The page embeds its own copy of the chart library. */
export function html(result: LoadResult): string {
  const [verdict, ...rest] = headline(result);
  const drawn = pictures(result);
  const library = readFileSync(
    join(dirname(require.resolve('chart.js')), 'chart.umd.min.js'),
    'utf8',
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(verdict ?? '')} – apex-mutex load test</title><style>${STYLE}</style></head><body>
<div class="verdict ${result.verdict}"><h1>${escape(verdict ?? '')}</h1>${rest.map((text) => `<p>${escape(text)}</p>`).join('')}</div>
${violations(result)}
${drawn.map((picture) => `<h2>${escape(picture.title)}</h2><p class="caption">${escape(picture.caption)}</p><div class="box" style="height:${picture.height}"><canvas id="${picture.id}" role="img" aria-label="${escape(`${picture.title}. ${picture.caption}`)}"></canvas></div>`).join('\n')}
<div class="columns"><div><h2>Figures</h2><div class="box">${figures(result)}</div></div>
<div><h2>Run</h2><div class="box">${configuration(result)}</div></div></div>
<h2>Governor use</h2><p class="caption">Means per transaction, by what the transaction was. From the local org's own counters.</p><div class="box wide">${governors(result)}</div>
<script>${library}</script>
<script>const pictures = ${inline(drawn.map(({ id, config }) => ({ id, config })))};${DRAW}</script>
</body></html>
`;
}

const SHOWN = 200;

function violations({ violations: found }: LoadResult): string {
  if (found.length === 0) return '';
  const rows = found
    .slice(0, SHOWN)
    .map(
      (v) =>
        `<tr><td>${escape(v.kind)}</td><td>${escape(v.lane)}</td><td>${escape(v.message)}</td></tr>`,
    );
  const more =
    found.length > SHOWN
      ? `<p class="caption">${found.length - SHOWN} more in the JSON file.</p>`
      : '';
  return `<h2>Violations</h2><div class="box wide"><table class="violations">${rows.join('')}</table>${more}</div>`;
}

function figures({ figures: f, info }: LoadResult): string {
  return table([
    ['Items done', `${f.itemsDone} of ${f.itemsAcknowledged} acknowledged`],
    ['Items per second', f.itemsPerSecond.toFixed(1)],
    ['Calls (refused)', `${f.calls} (${f.failedCalls})`],
    [
      'Enqueue latency p50 / p95 / p99 / max',
      `${f.latency.p50} / ${f.latency.p95} / ${f.latency.p99} / ${f.latency.max} ms`,
    ],
    ['Runner jobs', f.jobs],
    ['Items per job', f.jobs > 0 ? (f.itemsDone / f.jobs).toFixed(1) : '–'],
    ['Boot, deploy', `${info.bootMs ?? '–'} ms, ${info.deployMs ?? '–'} ms`],
    [
      'Org time skipped for recovery',
      `${Math.round(info.skips.reduce((sum, skip) => sum + skip.ms, 0) / 60_000)} min`,
    ],
    [
      'Lock waits (time-outs)',
      info.statistics ? `${info.statistics.lockWaits} (${info.statistics.lockTimeouts})` : '–',
    ],
  ]);
}

function configuration({ info }: LoadResult): string {
  const o = info.options;
  return table([
    ['Target', info.target],
    ['Seed', o.seed],
    ['Connections', o.connections],
    ['Items', o.items],
    ['Lanes', o.window > 0 ? `${o.lanes}, ${o.window} at a time` : o.lanes],
    ['Rate', o.rate > 0 ? `${o.rate} items / s` : 'as fast as answers come'],
    ['Items that may wait', o.backlog > 0 ? o.backlog : 'any number'],
    ['Faults', o.faults ? 'on' : 'off'],
    ['Sabotage', o.sabotage ?? 'none'],
    ['Began', new Date(info.began).toISOString()],
    [
      'Ended',
      `${new Date(info.ended).toISOString()}${info.interrupted ? ' (interrupted)' : info.unsent > 0 ? ` (out of time, ${info.unsent} items not sent)` : ''}`,
    ],
  ]);
}

function governors({ info }: LoadResult): string {
  if (!info.statistics) return '<p class="caption">Not available on this target.</p>';
  const columns = [
    'soqlQueries',
    'soqlRows',
    'dmlStatements',
    'dmlRows',
    'jobsEnqueued',
    'statements',
  ] as const;
  const head = `<tr><th>context</th><th>transactions</th>${columns.map((c) => `<th>${c}</th>`).join('')}</tr>`;
  const rows = Object.entries(info.statistics.byContext).map(([context, s]) => {
    const n = s['transactions'] ?? 0;
    const mean = (column: string): string => (n > 0 ? ((s[column] ?? 0) / n).toFixed(1) : '0');
    return `<tr><th>${escape(context)}</th><td>${n}</td>${columns.map((c) => `<td>${mean(c)}</td>`).join('')}</tr>`;
  });
  return `<table>${head}${rows.join('')}</table>`;
}

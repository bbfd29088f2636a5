/** The pictures of a load report, as plain Chart.js configurations: data only, drawn by the page. */
import { callersTime, type Effect } from '../../../checkers/history';
import { runnerSpans, type RunnerSpan } from '../../../checkers/runner-spans';
import type { EnqueueCall } from '../history';
import { percentile, type LoadResult } from '../result';

export interface Picture {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  /** CSS height. */
  readonly height: string;
  readonly config: unknown;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const PALETTE = [
  '#2563eb',
  '#059669',
  '#d97706',
  '#7c3aed',
  '#0891b2',
  '#be185d',
  '#4d7c0f',
  '#475569',
];
const RED = '#dc2626';

/** Lanes that get a row of full height and a name in the legend; with more of them the page would be all names. */
const FEW = 30;

const seconds = (from: number, at: number): number => Math.round(at - from) / 1000;

/** All pictures of a result, most telling first. */
export function pictures(result: LoadResult): Picture[] {
  const { calls } = result.history;
  const { skips } = result.info;
  const effects = result.history.effects.map((effect) => ({
    ...effect,
    started: callersTime(effect.started, skips),
    finished: callersTime(effect.finished, skips),
  }));
  return [
    gantt(effects, result.info.began),
    orderPlot(effects, result.info.began),
    throughput(result, effects),
    latency(calls, result.info.began),
  ];
}

const axes = (x: string, y: string): unknown => ({
  x: { type: 'linear', title: { display: true, text: x } },
  y: { title: { display: true, text: y }, beginAtZero: true },
});

function throughput({ history, info }: LoadResult, effects: readonly Effect[]): Picture {
  const span = Math.max(1, info.ended - info.began);
  const buckets = 60;
  const width = span / buckets;
  const count = (times: readonly number[]): Point[] => {
    const sums = new Array<number>(buckets).fill(0);
    for (const time of times) {
      const at = Math.min(buckets - 1, Math.max(0, Math.floor((time - info.began) / width)));
      sums[at]! += 1;
    }
    return sums.map((sum, i) => ({
      x: Math.round(i * width) / 1000,
      y: Math.round((sum / width) * 1000 * 10) / 10,
    }));
  };
  const acknowledged = history.calls
    .filter((call) => call.outcome === 'ok')
    .flatMap((call) => call.keys.map(() => call.answered));
  return {
    id: 'throughput',
    title: 'Throughput',
    caption: 'Items per second: acknowledged to the callers, and done by the runners.',
    height: '260px',
    config: {
      type: 'line',
      data: {
        datasets: [
          line('enqueued', count(acknowledged), PALETTE[0]!),
          line('done', count(effects.map((effect) => effect.finished)), PALETTE[1]!),
        ],
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        scales: axes('seconds', 'items / s'),
      },
    },
  };
}

const line = (label: string, data: readonly Point[], color: string): unknown => ({
  label,
  data,
  borderColor: color,
  backgroundColor: color,
  borderWidth: 1.5,
  pointRadius: 0,
  stepped: true,
});

function latency(calls: readonly EnqueueCall[], began: number): Picture {
  const doors = [...new Set(calls.map((call) => call.door))];
  return {
    id: 'latency',
    title: 'Enqueue latency',
    caption: `Each dot is one call. p50 ${percentile(ms(calls), 50)} ms, p95 ${percentile(ms(calls), 95)} ms, p99 ${percentile(ms(calls), 99)} ms.`,
    height: '260px',
    config: {
      type: 'scatter',
      data: {
        datasets: doors.map((door, i) => ({
          label: door,
          data: calls
            .filter((call) => call.door === door)
            .map((call) => ({ x: seconds(began, call.invoked), y: call.answered - call.invoked })),
          backgroundColor: PALETTE[i % PALETTE.length],
          pointRadius: 2,
        })),
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        scales: axes('seconds', 'milliseconds'),
      },
    },
  };
}

const ms = (calls: readonly EnqueueCall[]): number[] =>
  calls.map((call) => call.answered - call.invoked);

function orderPlot(effects: readonly Effect[], began: number): Picture {
  const lanes = [...new Set(effects.map((effect) => effect.lane))].sort();
  return {
    id: 'order',
    title: 'Order',
    caption: 'Ticket over time, one colour a lane. In a right run each colour only rises.',
    height: '320px',
    config: {
      type: 'scatter',
      data: {
        datasets: lanes.map((lane, i) => ({
          label: lane,
          data: effects
            .filter((effect) => effect.lane === lane)
            .map((effect) => ({ x: seconds(began, effect.started), y: effect.ticket })),
          backgroundColor: PALETTE[i % PALETTE.length],
          pointRadius: 1.5,
        })),
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        scales: axes('seconds, skipped org time taken out', 'ticket'),
        plugins: { legend: { display: lanes.length <= FEW } },
      },
    },
  };
}

function gantt(effects: readonly Effect[], began: number): Picture {
  const spans = runnerSpans(effects);
  const lanes = [...new Set(spans.map((span) => span.lane))].sort();
  const bar = (lane: string, from: number, to: number): unknown => ({
    x: [seconds(began, from), seconds(began, Math.max(to, from + 1))],
    y: lane,
  });
  const overlaps = overlapping(spans);
  return {
    id: 'gantt',
    title: 'Runners',
    caption: `Each bar is one job in its lane, ${spans.length} in all. ${overlaps.length === 0 ? 'No two overlap.' : `${overlaps.length} overlaps, in red.`}`,
    height: `${80 + lanes.length * (lanes.length > FEW ? 14 : 34)}px`,
    config: {
      type: 'bar',
      data: {
        labels: lanes,
        datasets: [
          {
            label: 'runner',
            data: spans.map((span) => bar(span.lane, span.from, span.to)),
            backgroundColor: spans.map((_, i) => PALETTE[i % 2 === 0 ? 0 : 4]),
            grouped: false,
            minBarLength: 2,
          },
          {
            label: 'overlap',
            data: overlaps.map((span) => bar(span.lane, span.from, span.to)),
            backgroundColor: RED,
            grouped: false,
            minBarLength: 4,
          },
        ],
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        indexAxis: 'y',
        scales: {
          x: {
            type: 'linear',
            title: { display: true, text: 'seconds, skipped org time taken out' },
          },
        },
      },
    },
  };
}

/** The stretches of time in which two runners of one lane were both at work. */
export function overlapping(
  spans: readonly RunnerSpan[],
): { lane: string; from: number; to: number }[] {
  const latest = new Map<string, RunnerSpan>();
  const found: { lane: string; from: number; to: number }[] = [];
  for (const span of spans) {
    const before = latest.get(span.lane);
    if (before && span.from < before.to)
      found.push({ lane: span.lane, from: span.from, to: Math.min(before.to, span.to) });
    if (!before || span.to > before.to) latest.set(span.lane, span);
  }
  return found;
}

/** The live line: what is done, how fast, how slow the slowest, how wrong, how long still. */
import { Presets, SingleBar } from 'cli-progress';
import type { EnqueueCall } from './history';
import { percentile } from './result';

export interface Progress {
  onCall(call: EnqueueCall): void;
  onProgress(settled: number): void;
  /** Counts what has been seen to be wrong so far; the full judgement comes at the end. */
  onViolations(count: number): void;
  /** Says what the run is doing now. */
  phase(name: string): void;
  stop(): void;
}

/** Latencies that the p95 of the live line looks back on. */
const WINDOW = 200;

/**
 * A progress line on a terminal, one line per phase elsewhere.
 * @param total items that will be enqueued
 * @param out where to write; a terminal gets the live line
 */
export function progressLine(total: number, out: NodeJS.WriteStream, now: () => number): Progress {
  if (!out.isTTY) return quietProgress(total, out);
  let began = now();
  const latencies: number[] = [];
  let violations = 0;
  const bar = new SingleBar(
    {
      format:
        '{phase} {bar} {value}/{total} done · {rate}/s · p95 {p95} ms · violations {violations} · {left} left',
      hideCursor: true,
      clearOnComplete: true,
      stream: out,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0, { phase: 'start', rate: '0', p95: 0, violations, left: '–' });
  const show = (done: number): void => {
    const seconds = Math.max(0.001, (now() - began) / 1000);
    const rate = done / seconds;
    bar.update(done, {
      rate: rate.toFixed(0),
      p95: percentile(latencies, 95),
      violations,
      left: rate > 0 ? `${Math.ceil((total - done) / rate)} s` : '–',
    });
  };
  return {
    onCall: (call) => {
      latencies.push(call.answered - call.invoked);
      if (latencies.length > WINDOW) latencies.shift();
    },
    onProgress: show,
    onViolations: (count) => (violations += count),
    phase: (name) => {
      if (name === 'enqueue') began = now();
      bar.update({ phase: name });
    },
    stop: () => bar.stop(),
  };
}

/** A line for the first answered call and for each tenth of the items: enough to see it move in a log. */
function quietProgress(total: number, out: NodeJS.WriteStream): Progress {
  let items = 0;
  let due = 1;
  return {
    onCall: (call) => {
      items += call.keys.length;
      if (items < due) return;
      out.write(`… ${items} of ${total} items sent\n`);
      due = Math.max(due, (Math.floor((items * 10) / total) + 1) * (total / 10));
    },
    onProgress: () => undefined,
    onViolations: () => undefined,
    phase: (name) => void out.write(`… ${name}\n`),
    stop: () => undefined,
  };
}

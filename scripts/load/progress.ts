/** The live line: what is done, how fast, how slow the slowest, how wrong, how long still. */
import { Presets, SingleBar } from 'cli-progress';
import type { EnqueueCall } from './history';
import { percentile } from './result';

export interface Progress {
  onCall(call: EnqueueCall): void;
  onDrain(pending: number, settled: number): void;
  /** Says what the run is doing now. */
  phase(name: string): void;
  stop(): void;
}

/** Latencies that the p95 of the live line looks back on. */
const WINDOW = 200;

/**
 * A progress line on a terminal, one line per phase elsewhere.
 * @param total items that will be enqueued
 * @param violations counts what the checks have found so far in the calls
 */
export function progressLine(total: number, out: NodeJS.WriteStream, now: () => number): Progress {
  if (!out.isTTY) return quietProgress(out);
  const began = now();
  const latencies: number[] = [];
  let refused = 0;
  const bar = new SingleBar(
    {
      format:
        '{phase} {bar} {value}/{total} done · {rate}/s · p95 {p95} ms · refused {refused} · {left} left',
      hideCursor: true,
      clearOnComplete: true,
      stream: out,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0, { phase: 'enqueue', rate: '0', p95: 0, refused: 0, left: '–' });
  const show = (done: number): void => {
    const seconds = Math.max(0.001, (now() - began) / 1000);
    const rate = done / seconds;
    bar.update(done, {
      rate: rate.toFixed(0),
      p95: percentile(latencies, 95),
      refused,
      left: rate > 0 ? `${Math.ceil((total - done) / rate)} s` : '–',
    });
  };
  return {
    onCall: (call) => {
      latencies.push(call.answered - call.invoked);
      if (latencies.length > WINDOW) latencies.shift();
      if (call.outcome === 'failed') refused += 1;
    },
    onDrain: (_pending, settled) => show(settled),
    phase: (name) => bar.update({ phase: name }),
    stop: () => bar.stop(),
  };
}

function quietProgress(out: NodeJS.WriteStream): Progress {
  return {
    onCall: () => undefined,
    onDrain: () => undefined,
    phase: (name) => void out.write(`… ${name}\n`),
    stop: () => undefined,
  };
}

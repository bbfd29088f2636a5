/** How far it is: a bar on a terminal, nothing elsewhere. */
import { Presets, SingleBar } from 'cli-progress';
import type { Row } from './plan';

export interface Progress {
  runs(count: number, row: Row): void;
  /** @param done parts that are through */
  parts(done: number): void;
  /** Writes a line above the bar. */
  say(line: string): void;
  stop(): void;
}

export interface Extent {
  /** Runs at most; infinity when nobody knows: then the bar goes by parts. */
  readonly runs: number;
  readonly parts: number;
  /** Parts that are through already. */
  readonly done: number;
}

/**
 * @param out where results go
 * @param err where the bar goes, if it is a terminal
 */
export function progressBar(
  extent: Extent,
  out: NodeJS.WriteStream,
  err: NodeJS.WriteStream,
): Progress {
  const write = (line: string): void => void out.write(`${line}\n`);
  const nothing = (): void => undefined;
  if (!err.isTTY) return { runs: nothing, parts: nothing, say: write, stop: nothing };
  const known = Number.isFinite(extent.runs);
  const bar = new SingleBar(
    {
      format: '{bar} {far} · {what}',
      hideCursor: true,
      clearOnComplete: true,
      stream: err,
    },
    Presets.shades_classic,
  );
  let [runs, parts, what] = [0, extent.done, 'the org is deployed'];
  const far = (): string => farText(extent, runs, parts);
  const value = (): number => (known ? Math.min(runs, extent.runs) : parts);
  const start = (): void =>
    bar.start(known ? extent.runs : extent.parts, value(), { far: far(), what });
  const update = (): void => bar.update(value(), { far: far(), what });
  start();
  return {
    runs(count, { scenario, mode, strategy }) {
      runs += count;
      what = `${scenario}, ${mode}, ${strategy}`;
      update();
    },
    parts(done) {
      parts = done;
      update();
    },
    say(line) {
      bar.stop();
      write(line);
      start();
    },
    stop: () => bar.stop(),
  };
}

/** `3,200 of 12,000 runs`, or `part 12 of 250, 3,200 runs` when nobody knows how many there are. */
export function farText(extent: Extent, runs: number, parts: number): string {
  const count = (n: number): string => n.toLocaleString('en-US');
  if (Number.isFinite(extent.runs)) return `${count(runs)} of ${count(extent.runs)} runs`;
  const current = Math.min(parts + 1, extent.parts);
  return `part ${count(current)} of ${count(extent.parts)}, ${count(runs)} runs`;
}

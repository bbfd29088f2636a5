/** How far it is: a bar on a terminal, nothing elsewhere. */
import { Presets, SingleBar } from 'cli-progress';
import type { Row } from './plan';

export interface Progress {
  runs(count: number, row: Row): void;
  /** Writes a line above the bar. */
  say(line: string): void;
  stop(): void;
}

/**
 * @param total runs at most; infinity when nobody knows
 * @param out   where results go
 * @param err   where the bar goes, if it is a terminal
 */
export function progressBar(
  total: number,
  out: NodeJS.WriteStream,
  err: NodeJS.WriteStream,
): Progress {
  const write = (line: string): void => void out.write(`${line}\n`);
  if (!err.isTTY) return { runs: () => undefined, say: write, stop: () => undefined };
  const known = Number.isFinite(total);
  const bar = new SingleBar(
    {
      format: known ? '{bar} {value}/{total} runs · {what}' : '{value} runs · {what}',
      hideCursor: true,
      clearOnComplete: true,
      stream: err,
    },
    Presets.shades_classic,
  );
  let done = 0;
  let what = 'the org is deployed';
  const start = (): void => bar.start(known ? total : Number.MAX_SAFE_INTEGER, done, { what });
  start();
  return {
    runs(count, { scenario, mode, strategy }) {
      done += count;
      what = `${scenario}, ${mode}, ${strategy}`;
      bar.update(Math.min(done, total), { what });
    },
    say(line) {
      bar.stop();
      write(line);
      start();
    },
    stop: () => bar.stop(),
  };
}

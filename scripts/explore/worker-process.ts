/** Child process: does the parts that its parent sends, one at a time. Ends when its parent lets go. */
import { LoadError } from '../load/target';
import type { Part } from './plan';
import type { PartResult } from './run-part';
import { LocalWorker } from './worker';

export type Order = { readonly kind: 'run'; readonly part: Part } | { readonly kind: 'stop' };

export type Report =
  | { readonly kind: 'runs'; readonly count: number }
  | { readonly kind: 'result'; readonly result: PartResult }
  /** `refused`: the user must change something. Otherwise `message` has a stack. */
  | { readonly kind: 'failed'; readonly refused: boolean; readonly message: string };

/** Runs between two messages about progress. */
const BATCH = 5;

const worker = new LocalWorker();
const report = (message: Report): void => void process.send?.(message);

async function run(part: Part): Promise<void> {
  let count = 0;
  const tell = (): void => {
    if (count > 0) report({ kind: 'runs', count });
    count = 0;
  };
  try {
    const result = await worker.run(part, () => {
      if (++count >= BATCH) tell();
    });
    tell();
    report({ kind: 'result', result });
  } catch (error) {
    const refused = error instanceof LoadError;
    const text = error instanceof Error ? error : new Error(String(error));
    report({
      kind: 'failed',
      refused,
      message: (refused ? undefined : text.stack) ?? text.message,
    });
  }
}

process.on('message', (order: Order) => {
  if (order.kind === 'stop') worker.stop();
  else void run(order.part);
});
process.on('disconnect', () => process.exit(0));

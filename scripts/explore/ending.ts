/** How a command of the explorer ends: by its code, or by one sentence for what the user can mend. */
import { ReplayRefused } from '../../explorer/replay-line';
import { Refusal } from '../connect/refusal';
import { EXIT } from './exit';

/** Ends the process with the code that `main` comes to. What nobody expected is told with its stack. */
export function endWith(main: Promise<number>): void {
  main.then(
    (code) => process.exit(code),
    (error: unknown) => {
      const expected = error instanceof Refusal || error instanceof ReplayRefused;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`${expected ? error.message : text}\n`);
      process.exit(expected ? EXIT.refused : EXIT.unjudged);
    },
  );
}

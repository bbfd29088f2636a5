/**
 * Milliseconds in which a second signal is taken for the same key: a terminal sends Ctrl-C to every
 * process, and npm, which has it too, hands it on to the command.
 */
const SAME_KEY = 500;

/** As shells tell that a signal ended a command. */
const ENDED_BY_SIGINT = 130;

/**
 * Ctrl-C once: stop in good order. Again: leave at once.
 * @param notice printed at the first one; says what will be done and how to leave
 * @param stop called once
 */
export function onInterrupt(notice: string, stop: () => void): void {
  let first: number | null = null;
  process.on('SIGINT', () => {
    if (first !== null) {
      if (performance.now() - first > SAME_KEY) process.exit(ENDED_BY_SIGINT);
      return;
    }
    first = performance.now();
    process.stderr.write(`\n${notice}\n`);
    stop();
  });
}

/**
 * Ctrl-C ends the command at once, with one sentence.
 * @param sentence what has been done, what has not, and what that means
 */
export function leaveOnInterrupt(sentence: string): void {
  process.on('SIGINT', () => {
    process.stderr.write(`\n${sentence}\n`);
    process.exit(ENDED_BY_SIGINT);
  });
}

/** Before something that has to be done as a whole: a Ctrl-C that was pressed until now is heard. */
export function hearInterrupt(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

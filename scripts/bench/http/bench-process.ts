/** A process that answers each message with one message. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { LAUNCHER, YOUNG_SPACE } from '../../launch/command';

export class BenchProcess {
  readonly #child: ChildProcess;

  /** @param file TypeScript beside this one */
  constructor(file: string, flags: readonly string[] = []) {
    this.#child = fork(LAUNCHER, [join(__dirname, file)], { execArgv: [YOUNG_SPACE, ...flags] });
  }

  /** The next message. Rejects when the process ends before it. */
  next<T>(): Promise<T> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null): void =>
        reject(new Error(`A process of the benchmark ended with ${code ?? 'a signal'}.`));
      this.#child.once('exit', ended);
      this.#child.once('message', (message) => {
        this.#child.off('exit', ended);
        resolve(message as T);
      });
    });
  }

  ask<T>(message: unknown): Promise<T> {
    const answer = this.next<T>();
    this.#child.send(message as object);
    return answer;
  }

  end(): void {
    this.#child.disconnect();
  }
}

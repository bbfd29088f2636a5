/** A worker in a process of its own. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { LoadError } from '../load/target';
import { placeKey } from './orgs';
import type { Part } from './plan';
import type { PartResult } from './run-part';
import type { Worker } from './worker';
import type { Order, Report } from './worker-process';

interface Task {
  readonly onRun: () => void;
  readonly done: (result: PartResult) => void;
  readonly failed: (error: Error) => void;
}

export class ForkedWorker implements Worker {
  gone = false;
  readonly #child: ChildProcess;
  #task: Task | null = null;
  #place = '';

  constructor() {
    this.#child = fork(join(__dirname, 'worker-process.ts'), {
      execArgv: ['--import', 'tsx'],
      // Ctrl-C reaches the whole process group; the parent decides when a worker stops.
      detached: true,
      // Results hold sets.
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.on('message', (message) => this.#hear(message as Report));
    this.#child.on('error', () => this.#lose('could not be started'));
    this.#child.on('exit', (code, signal) =>
      this.#lose(`ended with ${signal ?? `exit code ${code ?? 'none'}`}`),
    );
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  run(part: Part, onRun: () => void): Promise<PartResult> {
    this.#place = part.quarry ? '' : placeKey(part);
    return new Promise((done, failed) => {
      this.#task = { onRun, done, failed };
      if (this.gone) this.#lose('had ended');
      else this.#send({ kind: 'run', part });
    });
  }

  stop(): void {
    if (this.#task) this.#send({ kind: 'stop' });
  }

  ready(part: Part): boolean {
    return part.quarry === undefined && this.#place === placeKey(part);
  }

  async close(): Promise<void> {
    if (this.gone) return;
    const ended = new Promise<void>((done) => this.#child.once('exit', () => done()));
    this.#child.disconnect();
    await ended;
  }

  #send(order: Order): void {
    // A failure to send comes with the end of the process, which is heard.
    this.#child.send(order, () => undefined);
  }

  #hear(report: Report): void {
    const task = this.#task;
    if (!task) return;
    if (report.kind === 'runs') {
      for (let i = 0; i < report.count; i++) task.onRun();
      return;
    }
    this.#task = null;
    if (report.kind === 'result') task.done(report.result);
    else task.failed(report.refused ? new LoadError(report.message) : new Error(report.message));
  }

  #lose(how: string): void {
    this.gone = true;
    const task = this.#task;
    this.#task = null;
    task?.failed(new Error(`The worker process ${how}.`));
  }
}

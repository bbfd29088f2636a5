import type { Clock } from '../clock/clock';
import type { Operation } from './suspension';
import type { Outcome, Task } from './task';

/** What listeners hear, in the order in which it happens. */
export interface SchedulerEvent {
  readonly at: number;
  readonly task: number;
  readonly name: string;
  readonly kind: 'spawn' | 'step' | 'blocked' | 'timeout' | 'done' | 'failed' | 'killed';
  readonly op: Operation;
  /** Transactions waited for. */
  readonly on?: readonly number[];
  /** The task is over, and somebody waits for this. */
  readonly outcome?: Outcome<unknown>;
}

export type Listener = (event: SchedulerEvent) => void;

/** Who wants to hear what the scheduler does: traces, the explorer, tests. */
export class Listeners {
  readonly #all = new Set<Listener>();

  constructor(readonly clock: Clock) {}

  /** @returns a function that ends the listening */
  add(listener: Listener): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  tell(kind: SchedulerEvent['kind'], task: Task, outcome?: Outcome<unknown>): void {
    if (this.#all.size === 0) return;
    const event: SchedulerEvent = {
      at: this.clock.now(),
      task: task.task,
      name: task.name,
      kind,
      op: task.op,
      ...(kind === 'blocked' ? { on: task.on } : {}),
      ...(outcome && task.awaited ? { outcome } : {}),
    };
    for (const listener of this.#all) listener(event);
  }
}

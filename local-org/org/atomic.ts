/** Several calls as one transaction: a task that takes commands until its owner has finished. */
import type { Step } from '../scheduler/suspension';
import type { Transaction } from '../transaction/transaction';

interface Command {
  readonly body: (tx: Transaction) => Step<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Thrown to roll the transaction back. */
export class Undone extends Error {
  constructor(override readonly cause: unknown) {
    super('The work was undone.');
  }
}

export class Conversation {
  readonly #commands: (Command | 'commit' | Undone)[] = [];
  #wake: (() => void) | null = null;

  /** Runs `body` inside the transaction. */
  perform<T>(body: (tx: Transaction) => Step<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#push({ body, resolve: resolve as (value: unknown) => void, reject });
    });
  }

  commit(): void {
    this.#push('commit');
  }

  undo(cause: unknown): void {
    this.#push(new Undone(cause));
  }

  /** The transaction's side. */
  *run(tx: Transaction): Step<void> {
    for (;;) {
      const command = this.#commands.shift();
      if (command === undefined) {
        yield { kind: 'external', promise: this.#next(), why: 'next command' };
        continue;
      }
      if (command === 'commit') return;
      if (command instanceof Undone) throw command;
      try {
        command.resolve(yield* command.body(tx));
      } catch (error) {
        command.reject(error);
      }
    }
  }

  #push(command: Command | 'commit' | Undone): void {
    this.#commands.push(command);
    this.#wake?.();
    this.#wake = null;
  }

  #next(): Promise<void> {
    return this.#commands.length > 0
      ? Promise.resolve()
      : new Promise((resolve) => (this.#wake = resolve));
  }
}

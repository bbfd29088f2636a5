/** What was published on each channel, kept for those who ask for older events. */

export interface Message {
  readonly channel: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly replayId: number;
}

/** Events kept for replay, over all channels; the platform keeps those of three days. */
const KEPT = 10_000;

/** Replay from the beginning, and from now on. */
export const ALL = -2;
export const NEW = -1;

export class Channels {
  #messages: Message[] = [];
  #listeners = new Set<(message: Message) => void>();
  #last = 0;

  /** @param replayId absent: the channel counts by itself */
  publish(channel: string, data: Message['data'], replayId = this.#last + 1): void {
    this.#last = Math.max(this.#last, replayId);
    const message = { channel, data, replayId };
    this.#messages.push(message);
    if (this.#messages.length > 2 * KEPT) this.#messages = this.#messages.slice(-KEPT);
    for (const listener of this.#listeners) listener(message);
  }

  listen(listener: (message: Message) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Kept messages after `replayId`, or all with `ALL`. */
  since(channel: string, replayId: number): readonly Message[] {
    if (replayId === NEW) return [];
    return this.#messages.filter(
      (message) => message.channel === channel && message.replayId > replayId,
    );
  }

  clear(): void {
    this.#messages = [];
  }
}

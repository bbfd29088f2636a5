/** One streaming client: what it subscribed to, and what waits for its next connect. */
import type { Session } from '../auth/sessions';
import type { Channels, Message } from './channels';

export interface Delivery {
  readonly channel: string;
  readonly data: Message['data'];
}

/** More than this, and the client is taken for dead. */
const MOST = 100_000;

export class Subscriber {
  readonly #channels = new Set<string>();
  #queue: Delivery[] = [];
  #wake: (() => void) | undefined;
  readonly #stop: () => void;

  constructor(
    readonly id: string,
    readonly session: Session,
    private readonly channels: Channels,
  ) {
    this.#stop = channels.listen((message) => {
      if (this.#channels.has(message.channel)) this.#add(message);
    });
  }

  subscribe(channel: string, replayId: number): void {
    this.#channels.add(channel);
    for (const message of this.channels.since(channel, replayId)) this.#add(message);
  }

  unsubscribe(channel: string): void {
    this.#channels.delete(channel);
  }

  #add({ channel, data }: Message): void {
    if (this.#queue.length < MOST) this.#queue.push({ channel, data });
    this.#wake?.();
  }

  get waiting(): boolean {
    return this.#queue.length > 0;
  }

  /** Calls back once, when something is there or the connect before was replaced. */
  onMessage(wake: () => void): void {
    this.#wake?.();
    this.#wake = wake;
  }

  /** Takes what is there. */
  take(): readonly Delivery[] {
    const queue = this.#queue;
    this.#queue = [];
    this.#wake = undefined;
    return queue;
  }

  close(): void {
    this.#stop();
    this.#wake?.();
  }
}

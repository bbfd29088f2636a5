/** `/cometd/*`: the Bayeux protocol with long polling (CometD), as the platform's streaming API speaks it. */
import { randomToken } from '../auth/secrets';
import { isObject, type JsonObject } from '../body';
import { invalidSession, jsonError, notFound } from '../errors';
import type { ApiContext, Reply, Request } from '../types';
import { alarm } from './alarm';
import type { Channels } from './channels';
import { NEW } from './channels';
import { Subscriber } from './subscriber';

/** How long a connect without events is held; tools wait 110 seconds. */
const HOLD_MS = 30_000;
/** Subscribers at once; the platform allows up to 2,000. */
const MOST = 2000;

type Answer = Record<string, unknown>;

function answer(message: JsonObject, more: Answer): Answer {
  const { id, channel, clientId } = message;
  return { ...(id === undefined ? {} : { id }), channel, clientId, successful: true, ...more };
}

/** Where a subscription begins: `ext.replay` says so by channel. */
function replayOf(message: JsonObject, channel: string): number {
  const ext = isObject(message['ext']) ? message['ext'] : {};
  const replay = isObject(ext['replay']) ? ext['replay'] : {};
  const from = replay[channel];
  return typeof from === 'number' ? from : NEW;
}

export class Bayeux {
  readonly #subscribers = new Map<string, Subscriber>();

  constructor(
    private readonly channels: Channels,
    private readonly exists: (channel: string) => boolean,
  ) {}

  /** One request with one or several messages; a connect among them may wait for events. */
  async answer(context: ApiContext, request: Request): Promise<Reply> {
    const session = context.sessions.of(request);
    if (session === undefined) throw invalidSession();
    // Clients look for WebSockets first, and take this for a no.
    if (request.method !== 'POST') throw notFound();
    const answers: Answer[] = [];
    let held: { message: JsonObject; subscriber: Subscriber } | undefined;
    for (const message of messagesOf(request.body)) {
      const { channel } = message;
      if (channel === '/meta/handshake') {
        answers.push(this.#handshake(message, session));
        continue;
      }
      const subscriber = this.#subscribers.get(String(message['clientId']));
      if (subscriber?.session.user.id !== session.user.id) answers.push(unknown(message));
      else if (channel === '/meta/connect') held = { message, subscriber };
      else answers.push(this.#control(message, subscriber));
    }
    if (held !== undefined) answers.push(...(await connect(held.message, held.subscriber)));
    return { status: 200, json: answers };
  }

  #handshake(message: JsonObject, session: Subscriber['session']): Answer {
    const [oldest] = this.#subscribers.keys();
    if (this.#subscribers.size >= MOST && oldest !== undefined) this.#end(oldest);
    const clientId = randomToken(15);
    this.#subscribers.set(clientId, new Subscriber(clientId, session, this.channels));
    return answer(message, {
      clientId,
      version: '1.0',
      minimumVersion: '1.0',
      supportedConnectionTypes: ['long-polling'],
      ext: { replay: true, 'payload.format': true },
    });
  }

  #control(message: JsonObject, subscriber: Subscriber): Answer {
    const subscription = String(message['subscription']);
    switch (message['channel']) {
      case '/meta/subscribe':
        if (!this.exists(subscription))
          return answer(message, {
            subscription,
            successful: false,
            error: `404::The channel specified is not valid: ${subscription}`,
          });
        subscriber.subscribe(subscription, replayOf(message, subscription));
        return answer(message, { subscription });
      case '/meta/unsubscribe':
        subscriber.unsubscribe(subscription);
        return answer(message, { subscription });
      case '/meta/disconnect':
        this.#end(subscriber.id);
        return answer(message, {});
      default:
        return answer(message, { successful: false, error: '403::Publishing is not allowed' });
    }
  }

  #end(id: string): void {
    this.#subscribers.get(id)?.close();
    this.#subscribers.delete(id);
  }

  /** Lets everybody go. */
  close(): void {
    for (const id of [...this.#subscribers.keys()]) this.#end(id);
  }
}

function messagesOf(body: Buffer): readonly JsonObject[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw jsonError(error instanceof Error ? error.message : String(error));
  }
  const list: readonly unknown[] = Array.isArray(parsed) ? (parsed as unknown[]) : [parsed];
  if (!list.every(isObject)) throw jsonError('Each message must be a JSON object.');
  return list;
}

function unknown(message: JsonObject): Answer {
  return answer(message, {
    successful: false,
    error: '403::Unknown client',
    advice: { interval: 0, reconnect: 'handshake' },
  });
}

/** Waits until there is something to say, or for as long as a poll is held. */
async function connect(message: JsonObject, subscriber: Subscriber): Promise<readonly Answer[]> {
  const advice = isObject(message['advice']) ? message['advice'] : {};
  if (!subscriber.waiting && advice['timeout'] !== 0)
    await new Promise<void>((resolve) => {
      const cancel = alarm(HOLD_MS, resolve);
      subscriber.onMessage(() => {
        cancel();
        resolve();
      });
    });
  const events = subscriber.take().map(({ channel, data }) => ({ channel, data }));
  const next = { interval: 0, timeout: 110_000, reconnect: 'retry' };
  return [...events, answer(message, { advice: next })];
}

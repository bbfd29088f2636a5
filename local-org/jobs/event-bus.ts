/**
 * Platform events: each trigger on an event object is a subscriber of its own. It gets the events in
 * the order of their publication, in batches, one batch at a time, each in a transaction of its own.
 */
import type { CompiledTrigger } from '../language/program';
import type { RunningUser } from '../runtime/host';
import type { SObjectValue } from '../runtime/core/values-all';
import type { Scheduler } from '../scheduler/scheduler';
import { TransactionKilled, type Step } from '../scheduler/suspension';
import { whenWritable } from '../transaction/maintenance';
import type { PublishedEvent, Services } from '../transaction/services';
import { serialize } from '../transaction/memo/serialize';
import { allTexts } from './memo-input';
import { runEvents } from './run-events';

const MAX_BATCH = 2000;

/** User and batch size of a trigger, when configured. */
export interface SubscriberConfig {
  readonly user: RunningUser;
  readonly batchSize: number;
}

interface Subscription {
  readonly trigger: string;
  readonly object: string;
  readonly queue: SObjectValue[];
  running: boolean;
  /** Runs of the batch at the head so far. */
  runs: number;
  lastError: string | null;
  /** Too many retries: it takes no more events. */
  broken: boolean;
}

export type EventListener = (event: PublishedEvent & { readonly replayId: number }) => void;

export class EventBus {
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #listeners = new Set<EventListener>();
  #replayId = 0;

  constructor(
    readonly services: Services,
    readonly scheduler: Scheduler,
    readonly configOf: (trigger: string) => SubscriberConfig,
  ) {}

  /** Streaming clients hear every event as it is published. */
  listen(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  deliver(events: readonly PublishedEvent[]): void {
    for (const published of events) {
      const replayId = ++this.#replayId;
      if (published.event.schema?.fields.has('replayid'))
        published.event.fields.set('ReplayId', String(replayId));
      for (const listener of this.#listeners) listener({ ...published, replayId });
      const triggers = this.services.program.triggers(published.object, 'after insert');
      for (const trigger of triggers) this.#queue(trigger, published);
    }
  }

  /** Who has which events before him, as text; null when one cannot be written down. */
  describe(): string | null {
    const all: unknown[] = [this.#replayId];
    for (const {
      trigger,
      queue,
      running,
      runs,
      lastError,
      broken,
    } of this.#subscriptions.values()) {
      const events = allTexts(queue, serialize);
      if (events === null) return null;
      all.push([trigger, running, runs, lastError, broken, events]);
    }
    return JSON.stringify(all);
  }

  get lastReplayId(): number {
    return this.#replayId;
  }

  /** Counts on from another start. */
  goOn(lastReplayId: number): void {
    this.#replayId = lastReplayId;
  }

  reset(): void {
    this.#subscriptions.clear();
    this.#replayId = 0;
  }

  #queue(trigger: CompiledTrigger, { object, event }: PublishedEvent): void {
    let subscription = this.#subscriptions.get(trigger.name);
    if (!subscription) {
      subscription = {
        trigger: trigger.name,
        object,
        queue: [],
        running: false,
        runs: 0,
        lastError: null,
        broken: false,
      };
      this.#subscriptions.set(trigger.name, subscription);
    }
    this.#touched(trigger.name);
    if (subscription.broken) return;
    subscription.queue.push(event);
    if (!subscription.running) this.#start(subscription);
  }

  /** Who publishes and who drains share the queue, which is no row. */
  #touched(trigger: string): void {
    this.services.database.observer?.shared(`events for ${trigger}`);
  }

  #start(subscription: Subscription): void {
    subscription.running = true;
    const what = `event ${subscription.trigger}`;
    this.scheduler.spawn({
      name: what,
      op: { kind: 'start', object: '', detail: what },
      given: '',
      run: () => this.#drain(subscription),
    });
  }

  *#drain(subscription: Subscription): Step<void> {
    try {
      this.#touched(subscription.trigger);
      while (subscription.queue.length > 0 && !subscription.broken) {
        yield* whenWritable(this.services);
        yield* this.#batch(subscription);
      }
      subscription.running = false;
    } catch (error) {
      subscription.running = false;
      this.#touched(subscription.trigger);
      // The position did not move: what a dying server had taken is delivered again.
      if (error instanceof TransactionKilled) return this.#start(subscription);
      subscription.queue.length = 0;
      throw error;
    }
  }

  *#batch(subscription: Subscription): Step<void> {
    const { services } = this;
    const trigger = services.program
      .triggers(subscription.object, 'after insert')
      .find((t) => t.name === subscription.trigger);
    if (!trigger) return void (subscription.queue.length = 0);
    const { user, batchSize } = this.configOf(trigger.name);
    const events = subscription.queue.slice(0, Math.min(batchSize, MAX_BATCH));
    const result = yield* runEvents(services, trigger, events, {
      user,
      retries: subscription.runs,
      lastError: subscription.lastError,
    });
    this.#touched(trigger.name);
    if (!result.retry) {
      subscription.queue.splice(0, result.done);
      subscription.runs = 0;
      subscription.lastError = null;
      return;
    }
    subscription.runs++;
    subscription.lastError = result.error;
    if (subscription.runs < services.settings.eventRuns) return;
    subscription.broken = true;
    subscription.queue.length = 0;
  }
}

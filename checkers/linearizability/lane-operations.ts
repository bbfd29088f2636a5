/** The operations of one lane, as the FIFO model understands them. */
import { callersTime, type EnqueueCall, type Effect, type History, type Item } from '../history';
import type { Timed } from './model';
import type { FifoOp } from './models/fifo';

export interface LaneHistory {
  readonly calls: readonly EnqueueCall[];
  readonly items: readonly Item[];
  readonly effects: readonly Effect[];
}

/**
 * Enqueues and settlements. What is stored was enqueued, also if the caller was never told or is not
 * part of the history; what was settled without an effect may have been so at any time. A handler's
 * work is timed from its begin to its end: in that time the item was the first of its lane.
 *
 * @param jumps how to tell callers' time from effects' time; null: settlements cannot be placed among
 *   the calls and are left out
 */
export function laneOperations(
  { calls, items, effects }: LaneHistory,
  jumps: History['jumps'],
): Timed<FifoOp>[] {
  const enqueues = enqueueOperations(calls, items);
  return jumps === null ? enqueues : [...enqueues, ...settlements(items, effects, jumps)];
}

function enqueueOperations(calls: readonly EnqueueCall[], items: readonly Item[]): Timed<FifoOp>[] {
  const tickets = new Map(items.map(({ key, ticket }) => [key, ticket]));
  const times = new Map<string, number>();
  const accepted = calls.filter(({ outcome }) => outcome !== 'failed');
  for (const key of accepted.flatMap(({ keys }) => keys)) times.set(key, (times.get(key) ?? 0) + 1);
  const drawn = (keys: readonly string[]): FifoOp => ({
    action: 'enqueue',
    tickets: keys.flatMap((key) => {
      const ticket = tickets.get(key);
      return ticket === undefined ? [] : { ticket, repeated: (times.get(key) ?? 0) > 1 };
    }),
  });
  const called = accepted
    .filter(({ keys }) => keys.some((key) => tickets.has(key)))
    .map(({ who, keys, invoked, answered, outcome }) => ({
      who,
      op: drawn(keys),
      invoked,
      answered: outcome === 'ok' ? answered : null,
    }));
  const others = items
    .filter(({ key }) => !times.has(key))
    .map(({ key }) => ({
      who: 'somebody',
      op: drawn([key]),
      invoked: -Infinity,
      answered: null,
    }));
  return [...called, ...others];
}

function settlements(
  items: readonly Item[],
  effects: readonly Effect[],
  jumps: NonNullable<History['jumps']>,
): Timed<FifoOp>[] {
  const done = new Set(effects.map(({ key }) => key));
  const worked = effects.map(({ job, ticket, started, finished }) => ({
    who: `job ${job}`,
    op: { action: 'settle', ticket } as const,
    invoked: callersTime(started, jumps),
    answered: callersTime(finished, jumps),
  }));
  const silent = items
    .filter(({ key, status }) => status !== 'Pending' && !done.has(key))
    .map(({ ticket }) => ({
      who: 'somebody',
      op: { action: 'settle', ticket } as const,
      invoked: -Infinity,
      answered: null,
    }));
  return [...worked, ...silent];
}

/** What people expect of a lock or a queue, whoever wrote it. */
import type { Invariant } from '../world';
import { FLAG, short, type View } from './view';

/** With a capital, unless it is a name. */
export function sentence(name: string): string {
  return name === FLAG ? 'The flag' : name;
}

function fresh(now: View, before: View | null): View['effects'] {
  const old = new Set(before?.effects.map(({ id }) => id));
  return now.effects.filter(({ id }) => !old.has(id));
}

export const exclusion: Invariant<View> = {
  name: 'exclusion',
  promise: 'a lock has one holder',
  check({ locks }) {
    const held = new Set<string>();
    for (const lock of locks.filter((each) => each.held)) {
      if (held.has(lock.name)) return `Two callers hold the lock ${lock.name}.`;
      held.add(lock.name);
    }
    return null;
  },
};

export const oneJob: Invariant<View> = {
  name: 'one job',
  promise: 'there is one job for the queue',
  check: ({ waiting }) => (waiting > 1 ? `${waiting} jobs were started for one queue.` : null),
};

export const once: Invariant<View> = {
  name: 'once',
  promise: 'an item is done once',
  check({ effects }) {
    const done = new Set<string>();
    for (const { key } of effects) {
      if (done.has(key)) return `${key} was done twice.`;
      done.add(key);
    }
    return null;
  },
};

export const order: Invariant<View> = {
  name: 'order',
  promise: 'items are done in the order of their numbers',
  check(now, before) {
    const numbers = new Map(now.items.map(({ key, number }) => [key, number]));
    for (const { key } of fresh(now, before)) {
      const number = numbers.get(key) ?? '';
      const later = before?.effects.find((effect) => (numbers.get(effect.key) ?? '') > number);
      if (later)
        return `${key} (${short(number)}) was done after ${later.key} (${short(numbers.get(later.key)!)}).`;
    }
    return null;
  },
};

export const wakeUp: Invariant<View> = {
  name: 'wake-up',
  promise: 'where work waits, a job waits or runs',
  check({ items, locks, waiting, running }) {
    if (waiting + running > 0 || locks.some(({ held }) => held)) return null;
    const item = items.find(({ done }) => !done);
    return item ? `${item.key} waits, and no job will ever look at it.` : null;
  },
};

export const stuck: Invariant<View> = {
  name: 'stuck',
  promise: 'a lock is held only while a job waits or runs',
  check({ locks, waiting, running }) {
    const held = locks.find((lock) => lock.held);
    if (!held || waiting + running > 0) return null;
    return `${sentence(held.name)} is locked, and no job is left to change that.`;
  },
};

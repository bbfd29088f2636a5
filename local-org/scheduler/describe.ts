/** Where all tasks stand, as text that is equal for equal situations only. */
import type { Operation } from './suspension';
import type { Pool, Task } from './task';
import type { Timer } from './timers';

/** Names that mean the same in every interleaving, where numbers go by who was first. */
export interface StableNames {
  task(task: number): string;
  /** Null: it has none. */
  transaction(tx: number): string | null;
  /** Stands for a text: the same for equal texts only. */
  number(text: string): number;
}

export interface Tasks {
  readonly runnable: readonly Task[];
  readonly blocked: ReadonlySet<Task>;
  readonly sleeping: ReadonlySet<Task>;
  readonly external: ReadonlySet<Task>;
  readonly pools: ReadonlySet<Pool>;
  /** The task that moved last: strategies are told when it could go on. */
  readonly last: Task | null;
  /** In the order in which they fire. */
  readonly timers: readonly Timer[];
}

/** Null when something goes on that cannot be described. */
export function describeTasks(all: Tasks, names: StableNames): string | null {
  if (all.external.size > 0) return null;
  const pools = [...all.pools];
  const waiting = pools.flatMap((pool) => pool.waiting);
  const tasks = [...new Set([...all.runnable, ...all.blocked, ...all.sleeping, ...waiting])];
  // Who has waited for how long decides no more than an order.
  tasks.sort((a, b) => a.since - b.since);
  const owners = new Map<Timer, string>();
  for (const { timer, task } of tasks) if (timer) owners.set(timer, names.task(task));
  const texts: unknown[] = [];
  for (const task of tasks) {
    const text = describeTask(task, all, names);
    if (text === null) return null;
    texts.push(text);
  }
  return JSON.stringify([
    texts,
    all.last && all.last.state !== 'done' ? names.task(all.last.task) : '',
    // Whoever waits for the same lock is woken in this order.
    [...all.blocked].map(({ task }) => names.task(task)),
    all.timers.map((timer) => [timer.at, owners.get(timer) ?? timer.what]),
    pools.map(({ name, taken }) => [name, taken]),
  ]);
}

function describeTask(task: Task, { blocked }: Tasks, names: StableNames): unknown {
  const { text } = task.trail;
  const on = blocked.has(task) ? task.on.map((tx) => names.transaction(tx)) : [];
  if (text === null || on.includes(null)) return null;
  const { name, state, kind, resume, doom, op, performer } = task;
  return [
    names.task(task.task),
    name,
    state,
    kind,
    resume.kind,
    doom && [doom.reason, doom.aftermath],
    names.number(operationText(op)),
    performer && [performer.context, performer.className],
    on,
    names.number(text),
  ];
}

/** Operations are often the same object in run after run. */
const OPERATIONS = new WeakMap<Operation, string>();

function operationText(op: Operation): string {
  let text = OPERATIONS.get(op);
  if (text === undefined) {
    text = JSON.stringify([op.kind, op.object, op.ids ?? [], op.detail ?? '']);
    OPERATIONS.set(op, text);
  }
  return text;
}

/** Where all tasks stand, as text that is equal for equal situations only. */
import { POOL_WINDOW } from './pick';
import type { Operation } from './suspension';
import type { Pool, Task } from './task';
import type { Timer } from './timers';

/** Names that mean the same in every interleaving, where numbers go by who was first. */
export interface StableNames {
  task(task: number): string;
  /** Null: it has none. */
  transaction(tx: number): string | null;
  /** Stands for a text: the same for equal texts only. */
  digest(text: string): string;
}

export interface Tasks {
  readonly runnable: readonly Task[];
  readonly blocked: ReadonlySet<Task>;
  readonly sleeping: ReadonlySet<Task>;
  readonly external: ReadonlySet<Task>;
  readonly pools: ReadonlySet<Pool>;
  /** In the order in which they fire. */
  readonly timers: readonly Timer[];
}

/**
 * Not in it is what decides nothing but the order in which those who can go on are offered: who has
 * waited for longest, and who moved last. Null when something goes on that cannot be described, or
 * when more jobs wait than there are places: then that order decides.
 */
export function describeTasks(all: Tasks, names: StableNames): string | null {
  if (all.external.size > 0) return null;
  const texts: string[] = [];
  const owned = new Set<Timer>();
  for (const task of tasksOf(all)) {
    const text = describeTask(task, all, names);
    if (text === null) return null;
    if (task.timer) owned.add(task.timer);
    // One that could go on has its timer still, and hears of it no more.
    const until = task.state === 'runnable' ? 0 : (task.timer?.at ?? 0);
    texts.push(JSON.stringify([text, until]));
  }
  const pools = [...all.pools];
  const crowded = pools.some(
    ({ taken, waiting, size }) => waiting.length > POOL_WINDOW || taken + waiting.length > size,
  );
  if (crowded) return null;
  return JSON.stringify([
    texts.sort(),
    // What ends a wait or a sleep does no more than let a task go on. Others may start something.
    all.timers.filter((timer) => !owned.has(timer)).map(({ at, what }) => [at, what]),
    pools.map(({ name, taken }) => [name, taken]),
  ]);
}

function tasksOf({ runnable, blocked, sleeping, pools }: Tasks): Task[] {
  const waiting = [...pools].flatMap((pool) => pool.waiting);
  return [...new Set([...runnable, ...blocked, ...sleeping, ...waiting])];
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
    names.digest(operationText(op)),
    performer && [performer.context, performer.className],
    on,
    names.digest(text),
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

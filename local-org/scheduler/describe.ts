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
  number(text: string): number | string;
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
  const tasks = tasksOf(all);
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

/**
 * As `describeTasks`, without what decides nothing but the order in which those who can go on are
 * offered: who has waited for longest, and who moved last.
 * @throws Error when more jobs wait for a place than are offered at once: then that order decides
 */
export function describeStandings(all: Tasks, names: StableNames): string | null {
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
  const crowd = [...all.pools].find(
    ({ taken, waiting, size }) => waiting.length > POOL_WINDOW || taken + waiting.length > size,
  );
  if (crowd) throw new Error(`More jobs wait for ${crowd.name} than there are places.`);
  return JSON.stringify([
    texts.sort(),
    // What ends a wait or a sleep does no more than let a task go on. Others may start something.
    all.timers.filter((timer) => !owned.has(timer)).map(({ at, what }) => [at, what]),
    [...all.pools].map(({ name, taken }) => [name, taken]),
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

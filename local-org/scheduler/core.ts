/**
 * The tasks of an org and the rules by which they go on. Synchronous: `step` performs one choice.
 * The pump in `scheduler.ts` calls it and decides when time passes.
 */
import type { Clock } from '../clock/clock';
import { closesCycle } from './deadlock';
import { describeTasks, type StableNames, type Tasks } from './describe';
import { Listeners, type Listener } from './events';
import { warn, type SchedulerOptions } from './options';
import { pickTask } from './pick';
import type { Candidate, Strategy } from './strategy';
import type { Resume, Suspension } from './suspension';
import { TransactionKilled } from './suspension';
import { Task, type TaskSpec, type Pool } from './task';
import { Timers, type Timer } from './timers';
import type { Trail } from './trail';

export class SchedulerCore {
  readonly clock: Clock;
  strategy: Strategy;
  /** See SchedulerOptions; may be switched between two steps. */
  earlyTimeouts: boolean;
  protected readonly timers = new Timers();
  protected readonly runnable: Task[] = [];
  protected readonly blocked = new Set<Task>();
  protected readonly sleeping = new Set<Task>();
  protected readonly external = new Set<Task>();
  readonly #pools = new Set<Pool>();
  /** Null: nobody asked. An org that serves for days would remember every choice of its life. */
  #choices: number[] | null = null;
  readonly #record = (choice: number): void => void this.#choices?.push(choice);
  readonly #listeners: Listeners;
  readonly #options: SchedulerOptions;
  #lastTask = 0;
  #since = 0;
  #last: Task | null = null;
  #running: Task | null = null;
  /** Tasks with somebody who waited for their end, since the pump last looked. */
  protected answered = 0;
  /** Lock waits and how many of them timed out, for statistics. */
  lockWaits = 0;
  lockTimeouts = 0;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.clock = options.clock;
    this.strategy = options.strategy;
    this.earlyTimeouts = options.earlyTimeouts ?? false;
    this.#listeners = new Listeners(options.clock);
  }

  /**
   * From here on, and again from each reset, notes what is chosen where there is more than one
   * candidate: enough to replay the run.
   *
   * @returns the list that grows
   */
  recordChoices(): readonly number[] {
    return (this.#choices ??= []);
  }

  /** Of the task that runs just now. */
  get trail(): Trail | undefined {
    return this.#running?.trail;
  }

  /**
   * Everything here that decides how things go on, as text: equal texts, equal continuations. See
   * `describeTasks`.
   * @param names stable names of tasks and of transactions
   */
  describe(names: StableNames): string | null {
    return describeTasks(this.#all(), names);
  }

  #all(): Tasks {
    const { runnable, blocked, sleeping, external, timers } = this;
    return {
      ...{ runnable, blocked, sleeping, external },
      ...{ pools: this.#pools, timers: timers.pending() },
    };
  }

  listen(listener: Listener): () => void {
    return this.#listeners.add(listener);
  }

  spawn<T>(spec: TaskSpec<T>): Task<T> {
    const task = new Task<T>(++this.#lastTask, spec);
    this.#listeners.tell('spawn', task as Task);
    if (task.pool) {
      this.#pools.add(task.pool);
      task.state = 'pooled';
      task.since = ++this.#since;
      task.pool.waiting.push(task as Task);
    } else this.#enable(task as Task, 'start');
    this.changed();
    return task;
  }

  /** Calls `fire` when org time reaches `at`. */
  at(at: number, what: string, fire: () => void): Timer {
    const timer = this.timers.set(at, what, fire);
    this.changed();
    return timer;
  }

  /** Transaction `tx` freed locks or ended: who waits for it may try again. */
  released(tx: number): void {
    for (const task of [...this.blocked]) {
      if (!task.on.includes(tx)) continue;
      this.blocked.delete(task);
      task.timer?.cancel();
      if (task.state === 'runnable') {
        // Its time was up, but it has not been told yet: the lock came first.
        task.kind = 'retry';
        task.resume = { kind: 'go' };
      } else this.#enable(task, 'retry');
    }
    this.changed();
  }

  /** Ends a task where it stands. Does nothing when it has ended. */
  kill(task: number, reason: string, aftermath?: TransactionKilled['aftermath']): void {
    const found = [...this.runnable, ...this.blocked, ...this.sleeping, ...this.external].find(
      (t) => t.task === task,
    );
    if (!found) {
      for (const pool of this.#pools) {
        const at = pool.waiting.findIndex((t) => t.task === task);
        if (at < 0) continue;
        const [waiting] = pool.waiting.splice(at, 1);
        this.#end(waiting!, { error: new TransactionKilled(reason, aftermath) }, 'killed');
      }
      return;
    }
    this.#forget(found);
    const error = new TransactionKilled(reason, aftermath);
    try {
      // A task that has not begun has nothing to clean up.
      if (found.generator) found.generator.throw(error);
      this.#end(found, { error }, 'killed');
    } catch (thrown) {
      this.#end(found, { error: thrown }, 'killed');
    }
    this.changed();
  }

  /** A fault for a task that could go on: what it gets instead of plain leave to, or what ends it. */
  strike(task: number, fault: TransactionKilled | Resume): void {
    const found = this.runnable.find((each) => each.task === task);
    if (!found) throw new Error(`Task ${task} cannot go on, so no fault can strike it.`);
    if (fault instanceof TransactionKilled) found.doom = fault;
    else found.resume = fault;
  }

  /** Everything that runs or waits, in order of creation. */
  tasks(): readonly Task[] {
    const pooled = [...this.#pools].flatMap((p) => p.waiting);
    return [...this.runnable, ...this.blocked, ...this.sleeping, ...this.external, ...pooled]
      .filter((t, i, all) => all.indexOf(t) === i)
      .sort((a, b) => a.task - b.task);
  }

  /** Org time passes while everybody stands still; what becomes due on the way is fired in its order. */
  letPass(ms: number): void {
    const target = this.clock.now() + ms;
    for (
      let due = this.timers.next();
      due !== undefined && due <= target;
      due = this.timers.next()
    ) {
      this.clock.advanceTo(due);
      this.fireDue();
    }
    this.clock.advanceTo(target);
  }

  /** Performs one choice: some task goes on to its next suspension. False when none can. */
  protected step(): boolean {
    const task = this.#pick();
    if (!task) return false;
    this.#go(task);
    return true;
  }

  /** Fires everything that is due now. */
  protected fireDue(): void {
    for (;;) {
      const fire = this.timers.take(this.clock.now());
      if (!fire) return;
      fire();
    }
  }

  /** True when tasks are in progress that only time can move. */
  protected get waitingForTime(): boolean {
    if (this.sleeping.size > 0) return true;
    for (const task of this.blocked) if (task.timer) return true;
    return false;
  }

  protected get canStep(): boolean {
    if (this.runnable.length > 0) return true;
    for (const pool of this.#pools) if (pool.hasRoom && pool.waiting.length > 0) return true;
    return false;
  }

  /** Called when something new can happen. */
  protected changed(): void {}

  protected forgetAll(): void {
    // A batch of events that is killed is delivered again: until nobody is left.
    for (let left = this.tasks(); left.length > 0; left = this.tasks())
      for (const task of left) this.kill(task.task, 'the org was reset');
    for (const pool of this.#pools) pool.taken = 0;
    this.timers.clear();
    if (this.#choices) this.#choices.length = 0;
    this.#lastTask = 0;
    this.#since = 0;
    this.#last = null;
    this.lockWaits = 0;
    this.lockTimeouts = 0;
    this.strategy.restart?.();
  }

  #pick(): Task | undefined {
    return pickTask({
      strategy: this.strategy,
      runnable: this.runnable,
      pools: this.#pools,
      timeouts: this.earlyTimeouts ? this.blocked : [],
      last: this.#last,
      record: this.#record,
    });
  }

  #go(task: Task): void {
    if (task.state === 'blocked') this.#timeOut(task);
    this.#forget(task);
    if (task.state === 'pooled') task.pool!.taken++;
    if (task.kind === 'timeout') this.lockTimeouts++;
    this.#listeners.tell(task.kind === 'timeout' ? 'timeout' : 'step', task);
    task.state = 'running';
    this.#last = task;
    this.#running = task;
    try {
      const result = task.advance();
      if (result.done) this.#end(task, { value: result.value }, 'done');
      else this.#suspend(task, result.value);
    } catch (error) {
      this.#end(task, { error }, error instanceof TransactionKilled ? 'killed' : 'failed');
    } finally {
      this.#running = null;
    }
  }

  #suspend(task: Task, why: Suspension): void {
    task.resume = { kind: 'go' };
    switch (why.kind) {
      case 'step':
        task.op = why.op;
        task.performer = why.by ?? null;
        return this.#enable(task, 'step');
      case 'blocked':
        return this.#block(task, why);
      case 'sleep':
        task.state = 'sleeping';
        this.sleeping.add(task);
        task.timer = this.timers.set(why.until, why.why, () => {
          this.sleeping.delete(task);
          this.#enable(task, 'wake');
        });
        return;
      case 'external':
        task.state = 'external';
        this.external.add(task);
        why.promise.then(
          (value) => this.#answered(task, { kind: 'settled', value }),
          (error: unknown) => this.#answered(task, { kind: 'settled', error }),
        );
    }
  }

  #block(task: Task, why: Suspension & { kind: 'blocked' }): void {
    this.lockWaits++;
    task.op = why.op;
    task.on = why.on;
    task.by = why.by;
    task.state = 'blocked';
    // What becomes of it unless a lock is freed first.
    task.kind = 'timeout';
    task.since = ++this.#since;
    this.blocked.add(task);
    this.#listeners.tell('blocked', task);
    if (this.#options.deadlockDetection && closesCycle(task, this.blocked))
      return this.#timeOut(task);
    if (Number.isFinite(why.deadline))
      task.timer = this.timers.set(why.deadline, `lock wait of ${task.name}`, () =>
        this.#timeOut(task),
      );
  }

  /** The wait is over without the lock; stays in `blocked` until told, as a release may come first. */
  #timeOut(task: Task): void {
    if (task.timer) {
      if (this.earlyTimeouts) this.clock.advanceTo(task.timer.at);
      task.timer.cancel();
    }
    task.resume = { kind: 'timeout' };
    this.#enable(task, 'timeout');
  }

  #answered(task: Task, resume: Resume): void {
    if (!this.external.delete(task)) return;
    task.resume = resume;
    this.#enable(task, 'wake');
    this.changed();
  }

  #enable(task: Task, kind: Candidate['kind']): void {
    task.state = 'runnable';
    task.kind = kind;
    task.since = ++this.#since;
    this.runnable.push(task);
  }

  #forget(task: Task): void {
    task.timer?.cancel();
    this.blocked.delete(task);
    this.sleeping.delete(task);
    this.external.delete(task);
    const at = this.runnable.indexOf(task);
    if (at >= 0) this.runnable.splice(at, 1);
    const waiting = task.pool?.waiting.indexOf(task) ?? -1;
    if (waiting >= 0) task.pool!.waiting.splice(waiting, 1);
  }

  #end(
    task: Task,
    outcome: { value: unknown } | { error: unknown },
    kind: 'done' | 'failed' | 'killed',
  ): void {
    if (task.pool && task.state !== 'pooled') task.pool.taken--;
    this.#listeners.tell(kind, task, outcome);
    const heard = task.settle(outcome);
    if (heard) this.answered++;
    if (kind === 'failed' && !heard && 'error' in outcome)
      (this.#options.onCrash ?? warn)(task.name, outcome.error);
  }
}

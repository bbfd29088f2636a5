import { VirtualClock } from '../../clock/clock';
import { done } from '../../runtime/core/steps';
import {
  EndlessWork,
  Pool,
  RandomStrategy,
  ReplayStrategy,
  RoundRobinStrategy,
  Scheduler,
  SerialStrategy,
  type Strategy,
} from '..';
import type { Operation, Step } from '../suspension';
import { TransactionKilled } from '../suspension';
import { Treadmill } from '../treadmill';

const op = (detail: string): Operation => ({ kind: 'query', object: 'A__c', detail });

function scheduler(strategy: Strategy, extra = {}): Scheduler {
  return new Scheduler({ clock: new VirtualClock(0), strategy, ...extra });
}

/** A task that notes each operation it performs. */
function* worker(log: string[], name: string, steps: number): Step<string> {
  for (let i = 1; i <= steps; i++) {
    yield { kind: 'step', op: op(`${name}${i}`) };
    log.push(`${name}${i}`);
  }
  return name;
}

function trace(strategy: Strategy): { log: string[]; choices: readonly number[] } {
  const s = scheduler(strategy);
  const choices = s.recordChoices();
  const log: string[] = [];
  for (const name of ['a', 'b', 'c']) s.spawn({ name, run: () => worker(log, name, 3) });
  s.drain();
  return { log, choices: [...choices] };
}

describe('strategies', () => {
  test('serial runs each task to its end', () => {
    expect(trace(new SerialStrategy()).log.join(' ')).toBe('a1 a2 a3 b1 b2 b3 c1 c2 c3');
  });

  test('round robin lets every task do one operation in turn', () => {
    expect(trace(new RoundRobinStrategy()).log.join(' ')).toBe('a1 b1 c1 a2 b2 c2 a3 b3 c3');
  });

  test('random repeats from its seed, and replays from its choices', () => {
    const first = trace(new RandomStrategy(7));
    expect(trace(new RandomStrategy(7))).toEqual(first);
    expect(trace(new ReplayStrategy(first.choices)).log).toEqual(first.log);
    const others = [1, 2, 3, 4, 5].map((seed) => trace(new RandomStrategy(seed)).log.join());
    expect(new Set(others).size).toBeGreaterThan(1);
  });

  test('choices are kept for nobody until somebody asks', () => {
    const s = scheduler(new RandomStrategy(7));
    const log: string[] = [];
    for (const name of ['a', 'b', 'c']) s.spawn({ name, run: () => worker(log, name, 3) });
    s.drain();
    expect(log).toHaveLength(9);
    expect(s.recordChoices()).toEqual([]);
  });

  test('a replay that does not fit says so', () => {
    expect(() => trace(new ReplayStrategy([9]))).toThrow('Replay diverged at choice 1');
  });
});

describe('waiting for locks', () => {
  function* waiter(out: string[], deadline: number, by?: number, on = [1]): Step<void> {
    const resume = yield { kind: 'blocked', op: op('lock'), on, by, deadline };
    out.push(resume.kind);
  }

  test('ends at its deadline, by moving a virtual clock there', () => {
    const s = scheduler(new SerialStrategy());
    const out: string[] = [];
    s.spawn({ name: 'w', run: () => waiter(out, 10_000) });
    s.drain();
    expect(out).toEqual(['timeout']);
    expect(s.clock.now()).toBe(10_000);
    expect(s.lockTimeouts).toBe(1);
  });

  test('ends when one of the holders lets go', () => {
    const s = scheduler(new SerialStrategy());
    const out: string[] = [];
    s.spawn({ name: 'w', run: () => waiter(out, 10_000) });
    s.spawn({
      name: 'holder',
      run: function* (): Step<void> {
        yield { kind: 'step', op: op('commit') };
        s.released(1);
      },
    });
    s.drain();
    expect(out).toEqual(['go']);
    expect(s.clock.now()).toBe(0);
  });

  test('two sides of a deadlock: the release of the first to time out saves the second', () => {
    const s = scheduler(new SerialStrategy());
    const out: string[] = [];
    s.spawn({
      name: 'one',
      run: function* (): Step<void> {
        yield* waiter(out, 10_000, 1, [2]);
        s.released(1);
      },
    });
    s.spawn({ name: 'two', run: () => waiter(out, 10_000, 2, [1]) });
    s.drain();
    expect(out).toEqual(['timeout', 'go']);
  });

  test('deadlock detection ends the wait that closes the cycle', () => {
    const s = scheduler(new SerialStrategy(), { deadlockDetection: true });
    const out: string[] = [];
    s.spawn({ name: 'one', run: () => waiter(out, 10_000, 1, [2]) });
    s.spawn({
      name: 'two',
      run: function* (): Step<void> {
        yield* waiter(out, 10_000, 2, [1]);
        s.released(2);
      },
    });
    s.drain();
    expect(out).toEqual(['timeout', 'go']);
    expect(s.clock.now()).toBe(0);
  });

  test('early time-outs are choices of the strategy', () => {
    const pickTimeout: Strategy = {
      name: 'timeouts first',
      choose: (candidates) =>
        Math.max(
          0,
          candidates.findIndex((c) => c.kind === 'timeout'),
        ),
    };
    const s = scheduler(pickTimeout, { earlyTimeouts: true });
    const out: string[] = [];
    const log: string[] = [];
    s.spawn({ name: 'w', run: () => waiter(out, 10_000) });
    s.spawn({ name: 'b', run: () => worker(log, 'b', 3) });
    s.drain();
    expect(out).toEqual(['timeout']);
    expect(s.clock.now()).toBe(10_000);
  });
});

describe('time', () => {
  test('timers fire in order while the clock is moved; idle never moves it for them', async () => {
    const s = scheduler(new SerialStrategy());
    const fired: string[] = [];
    s.at(2000, 'late', () => fired.push(`late ${s.clock.now()}`));
    s.at(1000, 'early', () => fired.push(`early ${s.clock.now()}`));
    s.at(1500, 'never', () => fired.push('never')).cancel();
    await s.idle();
    expect(fired).toEqual([]);
    await s.advance(5000);
    expect(fired).toEqual(['early 1000', 'late 2000']);
    expect(s.clock.now()).toBe(5000);
  });

  test('a transaction that sleeps moves the clock', async () => {
    const s = scheduler(new SerialStrategy());
    const task = s.spawn({
      name: 'sleeper',
      run: function* (): Step<number> {
        yield { kind: 'sleep', until: 3000, why: 'callout' };
        return s.clock.now();
      },
    });
    expect(await task.result()).toBe(3000);
  });

  test('an answer from outside wakes its task', async () => {
    const s = scheduler(new SerialStrategy());
    const task = s.spawn({
      name: 'caller',
      run: function* (): Step<unknown> {
        return yield { kind: 'external', promise: Promise.resolve(42), why: 'callout' };
      },
    });
    expect(await task.result()).toEqual({ kind: 'settled', value: 42 });
    await s.idle();
  });
});

describe('pools and kills', () => {
  test('a pool bounds how many tasks run side by side', () => {
    const s = scheduler(new RoundRobinStrategy());
    const pool = new Pool('workers', 2);
    const log: string[] = [];
    for (const name of ['a', 'b', 'c']) s.spawn({ name, pool, run: () => worker(log, name, 2) });
    s.drain();
    expect(log.indexOf('c1')).toBeGreaterThan(Math.min(log.indexOf('a2'), log.indexOf('b2')));
    expect(log).toHaveLength(6);
    expect(pool.taken).toBe(0);
  });

  test('kill throws into the task where it stands', async () => {
    const s = scheduler(new RoundRobinStrategy());
    const log: string[] = [];
    const task = s.spawn({
      name: 'victim',
      run: function* (): Step<void> {
        try {
          yield* worker(log, 'v', 3);
        } finally {
          log.push('cleaned up');
        }
      },
    });
    s.stepOnce();
    s.stepOnce();
    s.kill(task.task, 'a test');
    await expect(task.result()).rejects.toThrow(TransactionKilled);
    expect(log).toEqual(['v1', 'cleaned up']);
    expect(s.tasks()).toEqual([]);
  });

  test('a reset ends what comes into being when it ends others', () => {
    const s = scheduler(new SerialStrategy());
    const log: string[] = [];
    function* stubborn(): Step<void> {
      try {
        yield* worker(log, 'a', 2);
      } catch {
        s.spawn({ name: 'again', run: () => worker(log, 'b', 1) });
      }
    }
    s.spawn({ name: 'stubborn', run: stubborn })
      .result()
      .catch(() => undefined);
    s.stepOnce();
    s.stepOnce();
    expect(log).toEqual(['a1']);
    s.reset();
    s.drain();
    expect(log).toEqual(['a1']);
    expect(s.tasks()).toEqual([]);
  });
});

describe('work without end', () => {
  test('who waits for its end is told what it is', async () => {
    const s = scheduler(new SerialStrategy());
    const again = (): void => {
      s.spawn({ name: 'again', run: () => done(again()) });
    };
    again();
    await expect(s.idle()).rejects.toThrow('"again" began 200000 times without time passing');
    await expect(s.idle()).rejects.toBeInstanceOf(EndlessWork);
    s.close();
  });

  test('time that passes, other names and a new question count anew', () => {
    const treadmill = new Treadmill(2);
    const answers = [
      treadmill.began('a', 0),
      treadmill.began('b', 0),
      treadmill.began('a', 0),
      treadmill.began('a', 1),
      treadmill.began('a', 1),
    ];
    treadmill.restart();
    answers.push(treadmill.began('a', 1), treadmill.began('a', 1));
    expect(answers).toEqual(answers.map(() => null));
    expect(treadmill.began('a', 1)).toBeInstanceOf(EndlessWork);
  });
});

test('a crash that nobody hears of is warned of, with what went wrong and where', () => {
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const s = scheduler(new SerialStrategy());
  s.spawn({
    name: 'lonely',
    run: () => {
      throw new TypeError('no such thing');
    },
  });
  s.drain();
  expect(warned).toHaveBeenCalledWith(expect.stringMatching(/^TypeError: no such thing\n +at /), {
    detail: 'in lonely',
  });
  warned.mockRestore();
});

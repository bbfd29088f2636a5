import { RandomSource } from '../../local-org/scheduler/random-source';
import { explain } from '../linearizability/explain';
import type { Model, Timed } from '../linearizability/model';
import { fifo } from '../linearizability/models/fifo';
import { mutex } from '../linearizability/models/mutex';
import { register, type RegisterOp } from '../linearizability/models/register';
import { linearize } from '../linearizability/search';
import { bruteForce, inRealTime, replay } from './support/brute-force';
import { fifoHistory, mutexHistory, registerHistory } from './support/random-histories';

const HISTORIES = 2000;

/** Judges random histories both ways. @returns how many are linearizable */
function compare<State, Op>(
  model: Model<State, Op>,
  draw: (random: RandomSource) => Timed<Op>[],
): number {
  const random = new RandomSource(11);
  let yes = 0;
  for (let i = 0; i < HISTORIES; i++) {
    const ops = draw(random);
    const verdict = linearize(model, ops);
    const expected = bruteForce(model, ops);
    if ((verdict.kind === 'linearizable') !== expected)
      throw new Error(
        `By brute force ${String(expected)}, by search ${JSON.stringify({ verdict, ops })}`,
      );
    if (expected) yes++;
    else stuckRightly(model, ops, verdict);
    if (verdict.kind === 'undecided') throw new Error('Histories this small are decided.');
    // Whatever order it gives is one.
    expect(inRealTime(verdict.order)).toBe(true);
    expect(replay(model, verdict.order)).not.toBeNull();
  }
  return yes;
}

/** The operation that is blamed was the first whose answer could not be explained. */
function stuckRightly<State, Op>(
  model: Model<State, Op>,
  ops: readonly Timed<Op>[],
  verdict: ReturnType<typeof linearize<State, Op>>,
): void {
  if (verdict.kind !== 'not-linearizable') return;
  const at = verdict.stuck.answered!;
  const before = ops
    .filter(({ invoked }) => invoked <= at)
    .map((op) => (op.answered !== null && op.answered >= at ? { ...op, answered: null } : op));
  expect(bruteForce(model, before)).toBe(true);
}

describe('the search agrees with brute force', () => {
  test('on a register', () => {
    const yes = compare(register, registerHistory);
    expect(Math.min(yes, HISTORIES - yes)).toBeGreaterThan(HISTORIES / 8);
  });
  test('on a lane', () => {
    const yes = compare(fifo(0), fifoHistory);
    expect(Math.min(yes, HISTORIES - yes)).toBeGreaterThan(HISTORIES / 8);
  });
  test('on a mutex', () => {
    const yes = compare(mutex, mutexHistory);
    expect(Math.min(yes, HISTORIES - yes)).toBeGreaterThan(HISTORIES / 8);
  });
});

const write = (value: number, invoked: number, answered: number | null): Timed<RegisterOp> => ({
  who: `writer of ${value}`,
  op: { action: 'write', value },
  invoked,
  answered,
});
const read = (value: number, invoked: number, answered: number): Timed<RegisterOp> => ({
  who: 'reader',
  op: { action: 'read', value },
  invoked,
  answered,
});

const verdictOf = (...ops: Timed<RegisterOp>[]): string => linearize(register, ops).kind;

describe('real time', () => {
  test('a read after a write has been answered must see it', () => {
    expect(verdictOf(write(1, 0, 1), read(0, 2, 3))).toBe('not-linearizable');
    expect(verdictOf(write(1, 0, 2), read(0, 2, 3))).toBe('linearizable');
  });
  test('two readers may not disagree on the order of two writes', () => {
    const writes = [write(1, 0, 10), write(2, 0, 10)];
    expect(verdictOf(...writes, read(1, 1, 2), read(2, 3, 4))).toBe('linearizable');
    expect(verdictOf(...writes, read(1, 1, 2), read(2, 3, 4), read(1, 5, 6))).toBe(
      'not-linearizable',
    );
  });
  test('a write that was never answered may come late or never, but once', () => {
    expect(verdictOf(write(1, 0, null), read(0, 5, 6), read(0, 7, 8))).toBe('linearizable');
    expect(verdictOf(write(1, 0, null), read(0, 5, 6), read(1, 7, 8))).toBe('linearizable');
    expect(verdictOf(write(1, 0, null), read(1, 5, 6), read(0, 7, 8))).toBe('not-linearizable');
    expect(verdictOf(write(1, 4, null), read(1, 1, 2))).toBe('not-linearizable');
  });
  test('nothing at all is linearizable', () => expect(verdictOf()).toBe('linearizable'));
});

test('the verdict is told in words', () => {
  const ops = [write(1, 0, 1), write(2, 2, 3), read(1, 4, 5), read(2, 6, 7)];
  expect(explain(register, linearize(register, ops), ops.length)).toBe(
    'reader: read 1 (4 to 5) fits nowhere. 2 of 4 operations can be put in an order that agrees with all answers and with real time, the last of them writer of 1: write 1; writer of 2: write 2; that leaves the value 2.',
  );
  expect(explain(register, linearize(register, [read(7, 0, 1)]), 1)).toBe(
    'reader: read 7 (0 to 1) fits nowhere. Nothing can be put before it; that leaves the value 0.',
  );
});

test('a search that grows too large ends without a verdict, and says so', () => {
  const ops = [...Array.from({ length: 12 }, (_, i) => write(i + 1, 0, null)), read(99, 1, 2)];
  const verdict = linearize(register, ops, 100);
  expect(verdict.kind).toBe('undecided');
  expect(explain(register, verdict, ops.length)).toMatch(/^No verdict: the search was given up/);
});

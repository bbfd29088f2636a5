/** Which lanes callers use when, and when they hold back. */
import { backlog } from '../backlog';
import type { EnqueueCall } from '../history';
import { laneNames, plan } from '../plan';

const SIZE = { connections: 5, items: 1000, lanes: 40, seed: 3 };

test('a window moves over all lanes and never comes back', () => {
  const calls = plan({ ...SIZE, window: 4 }, 'x');
  const lanes = laneNames('x', SIZE.lanes);
  const places = calls.map((call) => lanes.indexOf(call.lane));
  expect(new Set(places).size).toBeGreaterThan(30);
  const furthest = places.map((_, i) => Math.max(...places.slice(0, i + 1)));
  for (const [i, place] of places.entries()) expect(furthest[i]! - place).toBeLessThan(4);
});

test.each([0, SIZE.lanes, 999])('a window of %i lanes is all of them, all the time', (window) => {
  expect(plan({ ...SIZE, window }, 'x')).toEqual(plan({ ...SIZE, window: 0 }, 'x'));
  expect(
    new Set(
      plan({ ...SIZE, window }, 'x')
        .slice(0, 100)
        .map((call) => call.lane),
    ).size,
  ).toBeGreaterThan(30);
});

describe('callers', () => {
  const call = (items: number, outcome: EnqueueCall['outcome'] = 'ok'): EnqueueCall => ({
    who: 'a',
    connection: 0,
    door: 'insert',
    lane: 'a',
    keys: Array.from({ length: items }, String),
    invoked: 0,
    answered: 1,
    outcome,
    attempts: 1,
  });

  test('hold back above the bound, until enough is settled', () => {
    const waiting = backlog(10);
    waiting.onCall(call(10));
    waiting.onCall(call(90, 'failed'));
    expect(waiting.full()).toBe(false);
    waiting.onCall(call(1));
    expect(waiting.full()).toBe(true);
    waiting.onSettled(1);
    expect(waiting.full()).toBe(false);
  });

  test('go on where nothing moves, and hold back again when it does', () => {
    const waiting = backlog(10);
    waiting.onCall(call(100));
    waiting.onSettled(5);
    expect(waiting.full()).toBe(true);
    for (let look = 0; look < 10; look++) waiting.onSettled(5);
    expect(waiting.full()).toBe(false);
    waiting.onSettled(6);
    expect(waiting.full()).toBe(true);
  });

  test('never hold back without a bound', () => {
    const waiting = backlog(0);
    waiting.onCall(call(1_000_000));
    expect(waiting.full()).toBe(false);
  });
});

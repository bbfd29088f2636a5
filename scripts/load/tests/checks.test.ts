/**
 * Every check is proven both ways: it is silent on a right history, and names the anomaly when one
 * is planted. The right history is the same for all, so a plant changes one thing only.
 */
import { CHECKS, judge } from '../checks';
import type { Effect, EnqueueCall, History, LaneRow, StoredItem, ViolationKind } from '../history';

const LANE = 'lane';

const item = (ticket: number): StoredItem => ({
  id: `a0${ticket}`,
  key: `k${ticket}`,
  lane: LANE,
  ticket,
  status: 'Done',
  attempts: 0,
  settledToken: ticket < 2 ? 1 : 2,
  settledAt: 100 + ticket * 10,
  lastError: null,
});

const effect = (ticket: number): Effect => ({
  key: `k${ticket}`,
  lane: LANE,
  ticket,
  token: ticket < 2 ? 1 : 2,
  job: ticket < 2 ? 'J1' : 'J2',
  started: 100 + ticket * 10,
  finished: 105 + ticket * 10,
});

const call = (keys: readonly string[], invoked: number, answered: number): EnqueueCall => ({
  connection: 0,
  door: 'collection',
  lane: LANE,
  keys,
  invoked,
  answered,
  outcome: 'ok',
  attempts: 1,
});

const row: LaneRow = {
  lane: LANE,
  token: 2,
  holder: null,
  job: null,
  jobStatus: null,
  flag: false,
  blocked: false,
  nextTicket: 4,
};

/** Two calls, four items, two jobs one after the other. */
const right: History = {
  calls: [call(['k0', 'k1'], 10, 20), call(['k2', 'k3'], 30, 40)],
  items: [0, 1, 2, 3].map(item),
  effects: [0, 1, 2, 3].map(effect),
  lanes: [row],
  releases: [],
  forgotten: [],
};

const replaceAt = <T>(list: readonly T[], at: number, change: Partial<T>): T[] =>
  list.map((entry, i) => (i === at ? { ...entry, ...change } : entry));

const plants: readonly (readonly [string, ViolationKind, History])[] = [
  [
    'an acknowledged item is not stored',
    'lost',
    { ...right, items: right.items.slice(0, 3), effects: right.effects.slice(0, 3) },
  ],
  ['a done item has no effect', 'lost', { ...right, effects: right.effects.slice(0, 3) }],
  [
    'an item ended as Dead',
    'lost',
    { ...right, items: replaceAt(right.items, 3, { status: 'Dead' }) },
  ],
  [
    'a refused call left an item',
    'lost',
    { ...right, calls: replaceAt(right.calls, 1, { outcome: 'failed' }) },
  ],
  [
    'an unanswered call is stored in part',
    'lost',
    {
      ...right,
      calls: replaceAt(right.calls, 1, { outcome: 'unknown', keys: ['k2', 'k3', 'k4'] }),
    },
  ],
  [
    'an effect was committed twice',
    'duplicated',
    { ...right, effects: [...right.effects, effect(1)] },
  ],
  [
    'an item is stored twice',
    'duplicated',
    { ...right, items: [...right.items, { ...item(3), id: 'a09', ticket: 4 }] },
  ],
  [
    'an effect has no item',
    'duplicated',
    { ...right, effects: [...right.effects, { ...effect(3), key: 'k9', ticket: 9 }] },
  ],
  [
    'an item with an effect is still pending',
    'duplicated',
    { ...right, items: replaceAt(right.items, 3, { status: 'Pending' }) },
  ],
  [
    'a later ticket ran first',
    'order',
    { ...right, effects: replaceAt(replaceAt(right.effects, 0, { ticket: 1 }), 1, { ticket: 0 }) },
  ],
  [
    'tickets inside one call fall',
    'enqueue-order',
    { ...right, items: replaceAt(replaceAt(right.items, 0, { ticket: 1 }), 1, { ticket: 0 }) },
  ],
  [
    'a call answered earlier has the later tickets',
    'enqueue-order',
    { ...right, calls: [call(['k0', 'k1'], 30, 40), call(['k2', 'k3'], 10, 20)] },
  ],
  [
    'a ticket is missing',
    'ticket-gap',
    { ...right, items: replaceAt(right.items, 3, { ticket: 5 }) },
  ],
  [
    'two items share a ticket',
    'ticket-gap',
    { ...right, items: replaceAt(right.items, 3, { ticket: 2 }) },
  ],
  ['the counter is behind', 'ticket-gap', { ...right, lanes: [{ ...row, nextTicket: 3 }] }],
  [
    'two jobs were at work at once',
    'overlap',
    { ...right, effects: replaceAt(right.effects, 2, { started: 112 }) },
  ],
  [
    'a later job had an older token',
    'token-regress',
    { ...right, effects: right.effects.map((e) => (e.job === 'J2' ? { ...e, token: 0 } : e)) },
  ],
  [
    'two jobs shared a token',
    'token-regress',
    { ...right, effects: right.effects.map((e) => ({ ...e, token: 1 })) },
  ],
  [
    'the row is behind the token used',
    'token-regress',
    { ...right, lanes: [{ ...row, token: 1 }] },
  ],
  [
    'an old runner committed after a forced release',
    'stale-token',
    { ...right, releases: [{ lane: LANE, token: 2, pendingAfter: ['k1', 'k2'] }] },
  ],
  [
    'a lane with work was forgotten',
    'lost-wake-up',
    { ...right, forgotten: [{ lane: LANE, ticket: 1, key: 'k1' }] },
  ],
  [
    'items wait and nobody comes',
    'stranded',
    {
      ...right,
      items: replaceAt(right.items, 3, { status: 'Pending' }),
      effects: right.effects.slice(0, 3),
    },
  ],
  [
    'a dead job still holds an empty lane',
    'stranded',
    { ...right, lanes: [{ ...row, holder: 'runner', job: 'J2', jobStatus: 'Completed' }] },
  ],
];

test('a right history has no violations', () => {
  expect(judge(right)).toEqual([]);
});

test.each(plants)('%s: %s', (_, kind, history) => {
  const violations = CHECKS[kind].check(history);
  expect(violations).not.toEqual([]);
  for (const violation of violations) expect(violation).toMatchObject({ kind, lane: LANE });
});

test('calls that overlap in time may have their tickets either way', () => {
  const crossed: History = {
    ...right,
    calls: [call(['k0', 'k1'], 10, 50), call(['k2', 'k3'], 5, 45)],
  };
  expect(CHECKS['enqueue-order'].check(crossed)).toEqual([]);
});

test('a call without an answer may be stored wholly or not at all', () => {
  const whole: History = { ...right, calls: replaceAt(right.calls, 1, { outcome: 'unknown' }) };
  const none: History = {
    ...whole,
    items: right.items.slice(0, 2),
    effects: right.effects.slice(0, 2),
    lanes: [{ ...row, nextTicket: 2 }],
  };
  expect([...judge(whole), ...judge(none)]).toEqual([]);
});

test('every check has a planted anomaly', () => {
  expect(new Set(plants.map(([, kind]) => kind))).toEqual(new Set(Object.keys(CHECKS)));
});

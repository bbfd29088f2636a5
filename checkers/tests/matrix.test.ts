/**
 * Every check is proven both ways: all are silent on a right history, and a planted anomaly is found
 * by exactly the checks that are named beside it. The right history is the same for all, so a plant
 * changes one thing only.
 */
import { checkHistory, CHECKS } from '..';
import type { History } from '../history';
import type { ViolationKind } from '../violation';
import {
  call,
  effect,
  item,
  LANE,
  mutexCall,
  other,
  replaceAt,
  right,
  row,
  without,
} from './support/right';

const { items, effects, calls, mutexCalls } = right;

type Plant = readonly [name: string, found: readonly ViolationKind[], change: Partial<History>];

const plants: readonly Plant[] = [
  [
    'an acknowledged item is not stored',
    ['lost'],
    { items: without(items, 3), effects: without(effects, 3), lanes: [{ ...row, nextTicket: 3 }] },
  ],
  ['a done item has no effect', ['lost'], { effects: without(effects, 3) }],
  ['an item ended as Dead', ['lost'], { items: replaceAt(items, 3, { status: 'Dead' }) }],
  [
    'an unanswered call is stored in part',
    ['lost'],
    { calls: replaceAt(calls, 1, { outcome: 'unknown', keys: ['k2', 'k3', 'k4'] }) },
  ],
  [
    'a refused call left an item',
    ['unexpected'],
    { calls: replaceAt(calls, 1, { outcome: 'failed' }) },
  ],
  [
    'an effect has no item',
    ['unexpected', 'not-linearizable'],
    {
      items: without(items, 3),
      calls: replaceAt(calls, 1, { keys: ['k2'] }),
      lanes: [{ ...row, nextTicket: 3 }],
    },
  ],
  [
    'an effect was committed twice',
    ['duplicated-effect', 'not-linearizable'],
    { effects: [...effects.slice(0, 2), { ...effect(1), started: 116 }, ...effects.slice(2)] },
  ],
  [
    'an item is stored twice',
    ['duplicated-effect', 'not-linearizable'],
    {
      items: [...items, { ...item(3), ticket: 4 }],
      lanes: [{ ...row, nextTicket: 5 }],
    },
  ],
  [
    'an item with an effect is still pending',
    ['duplicated-effect', 'stranded'],
    { items: replaceAt(items, 3, { status: 'Pending' }) },
  ],
  [
    'an item was passed over and still waits',
    ['skipped', 'stranded', 'not-linearizable'],
    { items: replaceAt(items, 2, { status: 'Pending' }), effects: without(effects, 2) },
  ],
  [
    'a later ticket ran first',
    ['non-monotonic', 'not-linearizable'],
    { effects: replaceAt(replaceAt(effects, 0, { ticket: 1 }), 1, { ticket: 0 }) },
  ],
  [
    'tickets inside one call fall',
    ['enqueue-order', 'not-linearizable'],
    {
      calls: replaceAt(calls, 0, { keys: ['k1', 'k0'] }),
    },
  ],
  [
    'a call answered earlier has the later tickets',
    ['enqueue-order', 'not-linearizable'],
    { calls: [call(['k0', 'k1'], 30, 40), call(['k2', 'k3'], 10, 20), calls[2]!] },
  ],
  [
    'a ticket is missing',
    ['ticket-gap', 'not-linearizable'],
    {
      items: replaceAt(items, 3, { ticket: 5 }),
      effects: replaceAt(effects, 3, { ticket: 5 }),
      lanes: [{ ...row, nextTicket: 6 }],
    },
  ],
  [
    'two items share a ticket',
    ['ticket-gap', 'not-linearizable'],
    {
      calls: [...calls.slice(0, 1), call(['k2'], 30, 40), call(['k3'], 30, 40)],
      items: replaceAt(items, 3, { ticket: 2 }),
      effects: replaceAt(effects, 3, { ticket: 2 }),
      lanes: [{ ...row, nextTicket: 3 }],
    },
  ],
  ['the counter is behind', ['ticket-gap'], { lanes: [{ ...row, nextTicket: 3 }] }],
  [
    'two jobs were at work at once',
    ['overlap'],
    { effects: replaceAt(effects, 2, { started: 112 }) },
  ],
  [
    'a later job had an older token',
    ['token-regress'],
    {
      effects: effects.map((e) => (e.job === 'J2' ? { ...e, token: 0 } : e)),
      releases: [],
    },
  ],
  [
    'two jobs shared a token',
    ['token-regress'],
    { effects: effects.map((e) => ({ ...e, token: 1 })), releases: [] },
  ],
  ['the row is behind the token used', ['token-regress'], { lanes: [{ ...row, token: 1 }] }],
  [
    'an old runner committed after it had been dethroned',
    ['stale-token'],
    { releases: [{ lane: LANE, token: 2, pendingAfter: ['k1', 'k2'] }] },
  ],
  [
    'an item waited while another lane was served',
    ['starvation'],
    { calls: [...calls.slice(0, 2), call(['o0'], 1, 5, 'other')] },
  ],
  [
    'an item never had its turn while another lane was served',
    ['starvation', 'stranded'],
    {
      calls: [...calls.slice(0, 2), call(['o0'], 1, 5, 'other')],
      items: [...items.slice(0, 4), { ...other.items[0]!, status: 'Pending' }],
      effects: effects.slice(0, 4),
    },
  ],
  [
    'a lane with work was forgotten',
    ['lost-wake-up'],
    { forgotten: [{ lane: LANE, ticket: 1, key: 'k1' }] },
  ],
  [
    'items wait and nobody comes',
    ['stranded'],
    { items: replaceAt(items, 3, { status: 'Pending' }), effects: without(effects, 3) },
  ],
  [
    'a dead job still holds an empty lane',
    ['stranded'],
    { lanes: [{ ...row, holder: 'runner', job: 'J2', jobStatus: 'Completed' }] },
  ],
  [
    'an item was served before it was enqueued',
    ['not-linearizable'],
    { calls: replaceAt(calls, 1, { invoked: 140, answered: 150 }) },
  ],
  ['two users were given the lock', ['not-linearizable'], { mutexCalls: without(mutexCalls, 2) }],
  [
    'a lock was handed out with an older token',
    ['not-linearizable'],
    { mutexCalls: replaceAt(mutexCalls, 3, { token: 1 }) },
  ],
  [
    'a lease was taken over before it lapsed',
    ['not-linearizable'],
    { mutexCalls: replaceAt(mutexCalls, 3, { until: 116 }) },
  ],
  [
    'a user who had lost the lock released it',
    ['not-linearizable'],
    { mutexCalls: replaceAt(mutexCalls, 5, { granted: true }) },
  ],
];

test('a right history has no violations', () => {
  expect(checkHistory(right)).toEqual([]);
});

test.each(plants)('%s: found as %s', (_, found, change) => {
  const violations = checkHistory({ ...right, ...change });
  expect(new Set(violations.map(({ kind }) => kind))).toEqual(new Set(found));
});

test('every check has a planted anomaly that it finds', () => {
  expect(new Set(plants.flatMap(([, kinds]) => kinds))).toEqual(new Set(Object.keys(CHECKS)));
});

describe('what is no anomaly', () => {
  const harmless: readonly (readonly [string, Partial<History>])[] = [
    [
      'calls that overlap in time have their tickets either way',
      { calls: [call(['k0', 'k1'], 10, 50), call(['k2', 'k3'], 5, 45), calls[2]!] },
    ],
    [
      'a call without an answer is stored wholly',
      { calls: replaceAt(calls, 1, { outcome: 'unknown' }) },
    ],
    [
      'a call without an answer left nothing',
      {
        calls: replaceAt(calls, 1, { outcome: 'unknown' }),
        items: [...items.slice(0, 2), ...other.items],
        effects: [...effects.slice(0, 2), ...other.effects],
        lanes: [{ ...row, nextTicket: 2 }],
        releases: [],
      },
    ],
    [
      'a call without an answer took effect long after it was given up',
      { calls: replaceAt(calls, 1, { outcome: 'unknown', invoked: 1, answered: 2 }) },
    ],
    [
      'a repeated call is given the tickets of the first, however late',
      { calls: [...calls, call(['k0', 'k1'], 70, 80)] },
    ],
    [
      'a repeated call is refused',
      { calls: [...calls, { ...call(['k0'], 70, 80), outcome: 'failed' }] },
    ],
    [
      'an item ends in another way that is allowed',
      {
        items: replaceAt(items, 3, { status: 'Dead', ends: ['Dead'] }),
        effects: without(effects, 3),
      },
    ],
    [
      'an item waits that may wait',
      {
        items: replaceAt(items, 3, { status: 'Pending', ends: ['Pending'] }),
        effects: without(effects, 3),
      },
    ],
    ['items are there that no call named', { calls: calls.slice(1) }],
    [
      'a lane waits that is blocked',
      {
        calls: [...calls.slice(0, 2), call(['o0'], 1, 5, 'other')],
        lanes: [row, { ...other.lanes[0]!, blocked: true }],
      },
    ],
    [
      'the clock of the effects was moved ahead',
      {
        effects: effects.map((e) => ({
          ...e,
          started: e.started + 500,
          finished: e.finished + 500,
        })),
        jumps: [{ at: 99, ms: 500 }],
      },
    ],
    [
      'a lock without an answer was granted, and lapsed',
      {
        mutexCalls: [
          mutexCall('A', 'lock', null, 10, { outcome: 'unknown', until: 30 }),
          mutexCall('B', 'lock', null, 20, { granted: false }),
          mutexCall('B', 'lock', 2, 40),
        ],
      },
    ],
  ];

  test.each(harmless)('%s', (_, change) => {
    expect(checkHistory({ ...right, ...change })).toEqual([]);
  });
});

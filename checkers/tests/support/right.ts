/** A history without fault, to plant anomalies in. */
import type { Effect, EnqueueCall, History, Item, LaneRow, MutexCall } from '../../history';

export const LANE = 'lane';

export const item = (ticket: number): Item => ({
  key: `k${ticket}`,
  lane: LANE,
  ticket,
  status: 'Done',
  lastError: null,
});

export const effect = (ticket: number): Effect => ({
  key: `k${ticket}`,
  lane: LANE,
  ticket,
  token: ticket < 2 ? 1 : 2,
  job: ticket < 2 ? 'J1' : 'J2',
  started: 100 + ticket * 10,
  finished: 105 + ticket * 10,
});

export const call = (
  keys: readonly string[],
  invoked: number,
  answered: number,
  lane = LANE,
): EnqueueCall => ({ who: 'caller', lane, keys, invoked, answered, outcome: 'ok' });

export const row: LaneRow = {
  lane: LANE,
  token: 2,
  holder: null,
  job: null,
  jobStatus: null,
  flag: false,
  blocked: false,
  nextTicket: 4,
};

export const mutexCall = (
  who: string,
  action: MutexCall['action'],
  token: number | null,
  invoked: number,
  rest: Partial<MutexCall> = {},
): MutexCall => ({
  who,
  lane: 'door',
  action,
  granted: true,
  token,
  until: null,
  invoked,
  answered: invoked + 5,
  outcome: 'ok',
  ...rest,
});

/** One item of a second lane, served by a job of its own. */
export const other: Pick<History, 'items' | 'effects' | 'lanes'> = {
  items: [{ ...item(0), key: 'o0', lane: 'other' }],
  effects: [{ ...effect(0), key: 'o0', lane: 'other', job: 'J3', started: 200, finished: 205 }],
  lanes: [{ ...row, lane: 'other', token: 1, nextTicket: 1 }],
};

/** Two calls, four items, two jobs one after the other; a second lane; a mutex of two users. */
export const right: History = {
  calls: [call(['k0', 'k1'], 10, 20), call(['k2', 'k3'], 30, 40), call(['o0'], 50, 60, 'other')],
  mutexCalls: [
    mutexCall('A', 'lock', 1, 10),
    mutexCall('B', 'tryLock', null, 20, { granted: false }),
    mutexCall('A', 'unlock', 1, 30),
    mutexCall('B', 'lock', 2, 40, { until: 100 }),
    mutexCall('A', 'lock', 3, 110),
    mutexCall('B', 'unlock', 2, 120, { granted: false }),
    mutexCall('A', 'unlock', 3, 130),
  ],
  items: [...[0, 1, 2, 3].map(item), ...other.items],
  effects: [...[0, 1, 2, 3].map(effect), ...other.effects],
  lanes: [row, ...other.lanes],
  releases: [{ lane: LANE, token: 2, pendingAfter: ['k2', 'k3'] }],
  forgotten: [],
  jumps: [],
  patience: 30,
};

export const replaceAt = <T>(list: readonly T[], at: number, change: Partial<T>): T[] =>
  list.map((entry, i) => (i === at ? { ...entry, ...change } : entry));

export const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at);

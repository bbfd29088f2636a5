/**
 * Random histories of the three objects. Each begins as what a right object did: every operation is
 * given a moment between its call and its answer, and is carried out at that moment. Some are then
 * spoiled in one place, and most of those are not linearizable any more.
 */
import type { RandomSource } from '../../../local-org/scheduler/random-source';
import type { MutexCall } from '../../history';
import type { Timed } from '../../linearizability/model';
import type { FifoOp } from '../../linearizability/models/fifo';
import type { MutexOp } from '../../linearizability/models/mutex';
import type { RegisterOp } from '../../linearizability/models/register';
import { mutexOperations } from '../../linearizability/mutex-operations';

interface Slot {
  readonly who: string;
  readonly invoked: number;
  readonly moment: number;
  readonly answered: number;
  readonly told: boolean;
}

/** Calls of a few clients at once, in the order of their moments. */
function slots(random: RandomSource, count: number, length: number): Slot[] {
  return Array.from({ length: count }, (_, i) => {
    const invoked = random.below(length);
    const moment = invoked + random.below(length / 3);
    const answered = moment + random.below(length / 3);
    return { who: `client ${i}`, invoked, moment, answered, told: !random.chance(0.15) };
  }).sort((a, b) => a.moment - b.moment);
}

const timed = <Op>({ who, invoked, answered, told }: Slot, op: Op): Timed<Op> => ({
  who,
  op,
  invoked,
  answered: told ? answered : null,
});

/** Replaces one element at random, now and then. */
function spoil<T>(random: RandomSource, list: T[], change: (one: T) => T): T[] {
  if (list.length === 0 || random.chance(0.4)) return list;
  const at = random.below(list.length);
  return list.map((one, i) => (i === at ? change(one) : one));
}

export function registerHistory(random: RandomSource): Timed<RegisterOp>[] {
  let value = 0;
  const ops = slots(random, 5, 24).map((slot) => {
    if (random.chance(0.5)) {
      value = random.below(3);
      return timed<RegisterOp>(slot, { action: 'write', value });
    }
    return timed<RegisterOp>(slot, { action: 'read', value: slot.told ? value : null });
  });
  return spoil(random, ops, (one) => ({ ...one, op: { ...one.op, value: random.below(3) } }));
}

export function fifoHistory(random: RandomSource): Timed<FifoOp>[] {
  let [next, head] = [0, 0];
  const ops = slots(random, 6, 24).flatMap((slot): Timed<FifoOp>[] => {
    if (random.chance(0.5)) {
      const repeated = next > 0 && random.chance(0.2);
      const first = repeated ? random.below(next) : next;
      const tickets = repeated ? [first] : random.chance(0.3) ? [first, first + 1] : [first];
      if (!repeated) next += tickets.length;
      const drawn = tickets.map((ticket) => ({ ticket, repeated }));
      return [timed(slot, { action: 'enqueue', tickets: drawn })];
    }
    return head < next ? [timed(slot, { action: 'settle', ticket: head++ })] : [];
  });
  return spoil(random, ops, (one) =>
    one.op.action === 'settle'
      ? { ...one, op: { action: 'settle', ticket: random.below(next + 1) } }
      : { ...one, invoked: one.invoked + 8, answered: one.answered && one.answered + 8 },
  );
}

type Hold = { token: number; until: number | null } | null;

/** Calls of a mutex, as a right one answers them. */
function mutexCalls(random: RandomSource): MutexCall[] {
  let floor = 0;
  let hold: Hold = null;
  const given: number[] = [];
  const calls = slots(random, 4, 24).map((slot): MutexCall => {
    if (hold?.until != null && hold.until <= slot.moment && random.chance(0.6)) hold = null;
    const actions = ['lock', 'tryLock', 'unlock', 'unlock', 'extend', 'forceRelease'] as const;
    const action = actions[random.below(actions.length)]!;
    const until = random.chance(0.4) ? slot.moment + random.below(12) : null;
    const shown = given.at(-1 - random.below(2)) ?? 1;
    let granted = true;
    let token: number | null = shown;
    if (action === 'unlock' || action === 'extend') {
      granted = hold?.token === shown;
      if (granted) hold = action === 'unlock' ? null : { token: shown, until };
    } else if (action !== 'forceRelease' && hold) {
      granted = false;
      token = null;
    } else {
      floor += 1 + random.below(2);
      token = floor;
      hold = action === 'forceRelease' ? null : { token, until };
      if (hold && slot.told) given.push(token);
    }
    const handsOut = action !== 'unlock' && action !== 'extend';
    const { who, invoked, answered, told } = slot;
    const outcome = told ? 'ok' : 'unknown';
    const known = told || !handsOut ? token : null;
    return { who, lane: 'm', action, granted, token: known, until, invoked, answered, outcome };
  });
  return spoil(random, calls, (one) => {
    if (one.outcome === 'unknown') return one;
    if (one.token !== null && random.chance(0.5)) return { ...one, token: random.below(5) };
    return { ...one, granted: !one.granted, token: one.token ?? random.below(5) };
  });
}

/** The same with the lapses of its leases. */
export const mutexHistory = (random: RandomSource): Timed<MutexOp>[] =>
  mutexOperations(mutexCalls(random));

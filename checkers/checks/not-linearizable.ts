import { byLane } from '../by-lane';
import type { History } from '../history';
import { explain } from '../linearizability/explain';
import { laneOperations } from '../linearizability/lane-operations';
import type { Model, Timed } from '../linearizability/model';
import { fifo } from '../linearizability/models/fifo';
import { mutex } from '../linearizability/models/mutex';
import { mutexOperations } from '../linearizability/mutex-operations';
import { linearize } from '../linearizability/search';
import type { Check, Violation } from '../violation';

/**
 * I1, I2 and I7 from the callers' side: each lane behaves as if its operations had happened one at a
 * time, each between its call and its answer, on one queue and on one mutex.
 *
 * After `linearizable` in Jepsen (Knossos), and Porcupine: lane by lane, since linearizability is
 * local (Herlihy and Wing, TOPLAS 1990).
 */
export const notLinearizable: Check = (history) => [...queues(history), ...mutexes(history)];

function queues({ calls, items, effects, jumps }: History): Violation[] {
  const callsOf = byLane(calls);
  const effectsOf = byLane(effects);
  return [...byLane(items)].flatMap(([lane, group]) => {
    const part = {
      calls: callsOf.get(lane) ?? [],
      items: group,
      effects: effectsOf.get(lane) ?? [],
    };
    const first = group.reduce((least, { ticket }) => Math.min(least, ticket), Infinity);
    return verdict(lane, fifo(first), laneOperations(part, jumps));
  });
}

function mutexes({ mutexCalls }: History): Violation[] {
  return [...byLane(mutexCalls)].flatMap(([lane, calls]) =>
    verdict(lane, mutex, mutexOperations(calls)),
  );
}

function verdict<State, Op>(
  lane: string,
  model: Model<State, Op>,
  ops: readonly Timed<Op>[],
): Violation[] {
  const message = explain(model, linearize(model, ops), ops.length);
  return message === null ? [] : [{ kind: 'not-linearizable', lane, message }];
}

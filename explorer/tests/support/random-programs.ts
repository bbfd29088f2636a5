/** Random small programs: reads, writes, branches, nested locks, spawned tasks, faults. */
import { RandomSource } from '../../../local-org/scheduler/random-source';
import type { Step } from '../../../local-org/scheduler/suspension';
import type { FaultKind } from '../../faults';
import { Program, type Shared, type Task } from './programs';

type Statement =
  | { readonly kind: 'read' | 'write'; readonly name: string }
  /** Writes only if the last value read is not 0. */
  | { readonly kind: 'writeIf'; readonly name: string }
  | { readonly kind: 'lock'; readonly name: string; readonly body: readonly Statement[] }
  | { readonly kind: 'spawn'; readonly body: readonly Statement[] };

const FAULTS: readonly (readonly FaultKind[])[] = [
  [],
  [{ kind: 'kill' }],
  [{ kind: 'time out' }],
  [{ kind: 'pass', minutes: 1 }],
  [{ kind: 'kill' }, { kind: 'time out' }],
];

/**
 * @param faults index into the kinds of faults; 0: none
 * @param budget faults that may strike in one run
 */
export function randomProgram(seed: number, faults: number, budget = 1 + (seed % 2)): Program {
  const random = new RandomSource(seed);
  const count = 2 + random.below(2);
  const tasks = Array.from({ length: count }, () => taskOf(block(random, 4 - count, true), 0));
  return new Program(tasks, () => null, { faults: FAULTS[faults]!, budget });
}

function block(random: RandomSource, size: number, nesting: boolean): Statement[] {
  return Array.from({ length: 1 + random.below(size + 1) }, () => statement(random, nesting));
}

function statement(random: RandomSource, nesting: boolean): Statement {
  const name = ['x', 'y', 'z'][random.below(3)]!;
  switch (random.below(nesting ? 8 : 5)) {
    case 0:
    case 1:
      return { kind: 'read', name };
    case 2:
    case 3:
      return { kind: 'write', name };
    case 4:
      return { kind: 'writeIf', name };
    case 5:
      return { kind: 'spawn', body: block(random, 0, false) };
    default: {
      const body: Statement[] = block(random, 0, false);
      if (random.below(2) === 0)
        body.push({ kind: 'lock', name: 'abc'[random.below(2)]!, body: [] });
      return { kind: 'lock', name: 'abc'[random.below(2)]!, body };
    }
  }
}

function taskOf(body: readonly Statement[], seen: number): Task {
  return function* (shared, me) {
    const last = yield* run(body, shared, me, seen);
    shared.values.set(`seen by ${me}`, last);
  };
}

function* run(body: readonly Statement[], shared: Shared, me: number, from: number): Step<number> {
  let seen = from;
  let children = 0;
  for (const each of body)
    switch (each.kind) {
      case 'read':
        seen = 10 * seen + (yield* shared.read(each.name));
        break;
      case 'write':
        yield* shared.write(each.name, me);
        break;
      case 'writeIf':
        if (seen % 10 !== 0) yield* shared.write(each.name, 5 + me);
        break;
      case 'spawn':
        shared.spawn(taskOf(each.body, seen), 10 * me + ++children, String(seen));
        break;
      case 'lock':
        if (shared.owners.get(each.name) === me) break;
        yield* shared.lock(each.name, me);
        seen = yield* run(each.body, shared, me, seen);
        yield* shared.unlock(each.name, me);
    }
  return seen;
}

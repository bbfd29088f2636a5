/** What tasks stand at, as text: equal wherever they can only go on in the same ways. */
import { VirtualClock } from '../../clock/clock';
import { Pool, Scheduler, SerialStrategy } from '..';
import type { StableNames } from '../describe';
import type { Step } from '../suspension';

function* steps(): Step<void> {
  yield { kind: 'step', op: { kind: 'query', object: 'A__c' } };
}

/** The text of tasks that came into being in this order. */
function textOf(order: readonly string[], pool?: Pool, given: string | null = ''): string | null {
  const scheduler = new Scheduler({ clock: new VirtualClock(0), strategy: new SerialStrategy() });
  const ids = new Map<number, string>();
  scheduler.listen(({ kind, task, name }) => void (kind === 'spawn' && ids.set(task, name)));
  for (const name of order) {
    const spec = { name, run: steps, ...(pool ? { pool } : {}) };
    scheduler.spawn(given === null ? spec : { ...spec, given });
  }
  const names: StableNames = {
    task: (task) => ids.get(task)!,
    transaction: String,
    digest: (text) => text,
  };
  return scheduler.describe(names);
}

test('who has waited for longest is not in it, who waits is', () => {
  expect(textOf(['a', 'b'])).not.toBeNull();
  expect(textOf(['b', 'a'])).toBe(textOf(['a', 'b']));
  expect(textOf(['a', 'c'])).not.toBe(textOf(['a', 'b']));
  expect(textOf(['a', 'b'], undefined, 'x')).not.toBe(textOf(['a', 'b']));
});

test('there is none of a task of which nobody says what it was given', () => {
  expect(textOf(['a'], undefined, null)).toBeNull();
});

test('there is none when more jobs wait than there are places', () => {
  expect(textOf(['a', 'b'], new Pool('workers', 2))).not.toBeNull();
  expect(textOf(['a', 'b', 'c'], new Pool('workers', 2))).toBeNull();
});

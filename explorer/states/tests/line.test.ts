import { ORG } from '../../options';
import { Lines, shiftOf, type Place, type Shift } from '../line';

const place = (id: string, since: number, waits = false): Place => ({ id, since, waits });

describe('the line of tasks', () => {
  const after = (before: readonly Place[], now: readonly Place[], mover: string): string => {
    const ids = before.map(({ id }) => id);
    return new Lines()
      .of(ids, '')
      .after(shiftOf(before, now, mover))
      .ids.join(' ');
  };

  test('a task that moved, and one that came into being, stand at its end', () => {
    const before = [place('a', 1), place('b', 2)];
    expect(after(before, [place('b', 2), place('c', 3), place('a', 4)], 'a')).toBe('b c a');
  });

  test('those that are woken stand as they had waited, whatever order was noted', () => {
    const before = [place('a', 1), place('b', 2, true), place('c', 3, true)];
    const shift = shiftOf(before, [place('b', 4), place('c', 5), place('a', 6)], 'a');
    const line = new Lines().of(['c', 'b', 'a'], 'a');
    expect(line.after(shift).ids.join(' ')).toBe('c b a');
  });

  test('whoever gives a wait up, and so wakes another one, stands behind it', () => {
    const before = [place('a', 1, true), place('b', 2, true)];
    expect(after(before, [place('b', 3), place('a', 4)], 'a')).toBe('b a');
  });

  test('a task that has ended has left', () => {
    expect(after([place('a', 1), place('b', 2)], [place('b', 2)], 'a')).toBe('b');
  });

  test('equal lines are one object, and the org is not who moved last', () => {
    const lines = new Lines();
    const line = [place('a', 1)];
    const [org, task] = [ORG, 'a'].map((mover) => shiftOf(line, line, mover)) as [Shift, Shift];
    expect(lines.of(['a'], 'b').after(org)).toBe(lines.of(['a'], 'b'));
    expect(lines.of(['a'], 'b').after(task)).toBe(lines.of(['a'], 'a'));
  });
});

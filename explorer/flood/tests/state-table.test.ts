import { RandomSource } from '../../../local-org/scheduler/random-source';
import { Cycle, Frontier } from '../frontier';
import { schedulesOf, schedulesText } from '../schedules';
import { OPEN, StateTable } from '../state-table';

/** @param edges of each state, by number; OPEN: nobody has taken it */
function tableOf(...edges: readonly (readonly number[])[]): StateTable {
  const table = new StateTable();
  edges.forEach(({ length }, i) => table.add(`state ${i}`, length, 0));
  edges.forEach((to, i) =>
    to.forEach((each, choice) => each !== OPEN && table.lead(i, choice, each, 0)),
  );
  return table;
}

/** As a search leaves it: what has a target was taken. */
function frontierOf(table: StateTable): Frontier {
  const frontier = new Frontier(table);
  for (let state = 0; state < table.size; state++)
    for (let choice = 0; choice < table.choicesOf(state); choice++)
      if (table.target(state, choice) !== OPEN) frontier.take(state, choice);
  return frontier;
}

const upTo = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

describe('the table of states', () => {
  test('finds each again, with its choices, however many there are', () => {
    const table = new StateTable();
    const random = new RandomSource(1);
    const sizes = Array.from({ length: 5000 }, () => random.below(5));
    sizes.forEach((size, i) => {
      table.add(`text ${i}`, size, i);
      if (size > 0) table.lead(i, size - 1, i, 7 * i);
    });
    const found = sizes.map((_, i) => {
      const state = table.find(`text ${i}`);
      const targets = sizes
        .slice(i, i + 1)
        .flatMap((size) => upTo(size, (c) => table.target(state, c)));
      return [state, table.offered(state), ...targets];
    });
    expect(found).toEqual(
      sizes.map((size, i) => [i, i, ...upTo(size, (c) => (c === size - 1 ? i : OPEN))]),
    );
    expect(table.choices).toBe(sizes.reduce((sum, size) => sum + size, 0));
    expect(table.find('another text')).toBe(-1);
  });

  test('takes about a hundred bytes for a state with three choices', () => {
    const table = new StateTable();
    for (let i = 0; i < 300_000; i++) table.add(`text ${i}`, 3, 0);
    expect(table.bytes / table.size).toBeLessThan(120);
  });
});

describe('what is open', () => {
  test('is found below what is taken', () => {
    const table = tableOf([1, 2], [3], [3], [4, OPEN], []);
    const frontier = frontierOf(table);
    expect([0, 1, 2, 3, 4].map((state) => frontier.hasOpen(state))).toEqual([
      ...[true, true, true, true, false],
    ]);
    expect(frontier.open).toBe(1);
    expect([frontier.next(0), frontier.next(3), frontier.next(4)]).toEqual([0, 1, -1]);
    frontier.take(3, 1);
    table.lead(3, 1, 4, 0);
    expect(frontier.next(0)).toBe(-1);
    expect(frontier.open).toBe(0);
  });

  test('is never looked for in a circle', () => {
    expect(() => frontierOf(tableOf([1], [2], [0])).hasOpen(0)).toThrow(Cycle);
    expect(() => schedulesOf(tableOf([1], [2], [1]))).toThrow('after 2 moves');
  });
});

describe('schedules', () => {
  test('are counted without being made', () => {
    expect(schedulesOf(tableOf([1, 2], [3], [3, 3], []))).toBe(3n);
    const diamonds = Array.from({ length: 200 }, (_, i) => [i + 1, i + 1]);
    expect(schedulesOf(tableOf(...diamonds, []))).toBe(2n ** 200n);
    expect(schedulesText(2n ** 200n)).toBe('about 10^60');
    expect(schedulesText(1234n)).toBe('1,234');
  });

  test('are not counted before all is known', () => {
    expect(schedulesOf(tableOf([1, OPEN], []))).toBeNull();
  });
});

/**
 * The golden set: classic programs whose numbers of traces are known. An optimal reduction runs each
 * trace once and begins no run that turns out to repeat another.
 */
import { DepthFirstPlayer } from '../strategies/depth-first';
import { DporPlayer } from '../strategies/dpor';
import { allRuns } from './support/all-runs';
import * as classics from './support/classics';
import { adders, Program, writers } from './support/programs';
import { traceOf } from './support/traces';

const { chain, filesystem, indexer, lastZero, readersAndWriters, straight } = classics;

/** How a program is made: it keeps what it has met. */
type Make = () => Program;

const MOST = 5000;

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

async function reduced(make: Make): Promise<readonly string[]> {
  const player = new DporPlayer();
  const runs = await allRuns(make(), player, MOST);
  const traces = runs!.map(traceOf);
  expect({ redundant: player.redundant, strays: player.strays }).toEqual({
    redundant: 0,
    strays: 0,
  });
  expect(player.complete).toBe(true);
  // Each of them once.
  expect(new Set(traces).size).toBe(traces.length);
  expect(player.traces).toBe(traces.length);
  return traces;
}

const COUNTED: readonly (readonly [string, number, Make])[] = [
  // Each reader comes before all writers or right after one of them.
  ['1 writer, 1 reader', 2, () => readersAndWriters(1, 1)],
  ['1 writer, 4 readers', 2 ** 4, () => readersAndWriters(4, 1)],
  ['1 writer, 8 readers', 2 ** 8, () => readersAndWriters(8, 1)],
  ['2 writers, 3 readers', 2 * 3 ** 3, () => readersAndWriters(3, 2)],
  ['3 writers, 4 readers', 6 * 4 ** 4, () => readersAndWriters(4, 3)],
  ['6 writers', factorial(6), () => readersAndWriters(0, 6)],
  // What is read last depends on nothing before.
  [
    'a writer and readers that look elsewhere first',
    4,
    () => straight(['w x'], ['r y', 'r x'], ['r z', 'r x']),
  ],
  ['6 pairs of writers', 2 ** 6, () => writers(...[...'aabbccddeeff'].map((name) => [name]))],
  // Places are shared from the twelfth thread on, by three pairs for each.
  ['indexer(11)', 1, () => indexer(11)],
  ['indexer(12)', 8, () => indexer(12)],
  ['indexer(13)', 64, () => indexer(13)],
  // One pair for each thread from the fourteenth on. Here a lock is asked for while it is held, too:
  // two that take one lock are four traces instead of two.
  ['filesystem(13)', 1, () => filesystem(13)],
  ['filesystem(14)', 4, () => filesystem(14)],
  ['filesystem(16)', 4 ** 3, () => filesystem(16)],
  // (n + 3) 2^(n-2), as reported by Abdulla et al. for 5, 10 and 15.
  ['lastzero(3)', 12, () => lastZero(3)],
  ['lastzero(5)', 64, () => lastZero(5)],
  ['lastzero(8)', 704, () => lastZero(8)],
  ['lastzero(10)', 3328, () => lastZero(10)],
  // Counted by brute force; its 23,460 schedules take too long for a test.
  ['conditions decided by races', 7, classics.conditions],
  // All ways round, except that in a ring nobody can come before himself.
  ['a chain of 7', 2 ** 6, () => chain(7, false)],
  ['a ring of 7', 2 ** 7 - 1, () => chain(7, true)],
  ['store buffering', 3, () => straight(['w x', 'r y'], ['w y', 'r x'])],
  ['message passing', 3, () => straight(['w x', 'w y'], ['r y', 'r x'])],
  [
    'independent reads of independent writes',
    15,
    () => straight(['w x'], ['w y'], ['r x', 'r y'], ['r y', 'r x']),
  ],
  ['a parent of 4', factorial(4), () => classics.parent(4, false)],
  ['a parent of 4 that competes', factorial(5), () => classics.parent(4, true)],
  // Linear extensions of a binary tree of seven: 7! over the product of the sizes of its subtrees.
  ['a family of 7', 5040 / (7 * 3 * 3), () => classics.family(2)],
];

test.each(COUNTED)('%s: %i traces, each run once', async (_, traces, make) => {
  expect(await reduced(make)).toHaveLength(traces);
});

/** Small enough to try every schedule. */
const TRIED: readonly (readonly [string, Make])[] = [
  ['lastzero(2)', () => lastZero(2)],
  ['3 adders', () => adders(3)],
  ['2 under one lock', () => classics.locked(true, ['l'], ['l'])],
  ['3 under one lock', () => classics.locked(false, ['l'], ['l'], ['l'])],
  ['2 under two locks', () => classics.locked(false, ['l', 'm'], ['l', 'm'])],
  ['2 under two locks, crossing', () => classics.locked(true, ['l', 'm'], ['m', 'l'])],
  ['2 that share one of two locks', () => classics.locked(true, ['l'], ['l', 'm'])],
  ['two that are polite', classics.polite],
  ['two parents', () => new Program([...classics.parent(2, true).tasks, classics.moves('w x')])],
];

test.each(TRIED)('%s: as many runs as there are traces', async (_, make) => {
  const brute = await allRuns(make(), new DepthFirstPlayer(), 60_000);
  const wanted = new Set(brute!.map(traceOf));
  expect(wanted.size).toBeLessThan(brute!.length);
  expect(new Set(await reduced(make))).toEqual(wanted);
});

/** Programs by which the literature of partial-order reduction compares itself, retold for `Shared`. */
import type { Step } from '../../../local-org/scheduler/suspension';
import { Program, type Shared, type Task } from './programs';

const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** A task that does one thing after the other: `w x` writes x, `r x` reads it. */
export function moves(...steps: readonly string[]): Task {
  return function* (shared, me): Step<void> {
    for (const each of steps) {
      const [deed, name] = each.split(' ') as [string, string];
      if (deed === 'w') yield* shared.write(name, me);
      else yield* shared.read(name);
    }
  };
}

/** Everybody moves on variables that need no luck to meet. */
export const straight = (...tasks: readonly (readonly string[])[]): Program =>
  new Program(tasks.map((steps) => moves(...steps)));

export const readersAndWriters = (readers: number, writers: number): Program =>
  straight(...times(writers, () => ['w x']), ...times(readers, () => ['r x']));

/**
 * Threads put four messages each into a hash table of 128 places; the first of them to share a place
 * are 11 numbers apart. Flanagan, Godefroid (POPL 2005).
 */
export function indexer(threads: number): Program {
  const [size, most] = [128, 4];
  return new Program(
    times(threads, (tid) => {
      return function* (shared): Step<void> {
        for (let m = 1; m <= most; m++) {
          const message = m * 11 + tid;
          let place = (message * 7) % size;
          while (!(yield* shared.swap(`t${place}`, 0, message))) place = (place + 1) % size;
        }
      };
    }),
  );
}

/**
 * Threads look for a free block for their inode; from the 14th on, two of them begin at one block.
 * Flanagan, Godefroid (POPL 2005).
 */
export function filesystem(threads: number): Program {
  const blocks = 26;
  return new Program(
    times(threads, (i) => {
      return function* (shared, me): Step<void> {
        yield* shared.lock(`inode ${i}`, me);
        if ((yield* shared.read(`of ${i}`)) === 0) {
          let block = (2 * i) % blocks;
          while (!(yield* takesBlock(shared, me, i, block))) block = (block + 1) % blocks;
        }
        yield* shared.unlock(`inode ${i}`, me);
      };
    }),
  );
}

function* takesBlock(shared: Shared, me: number, inode: number, block: number): Step<boolean> {
  yield* shared.lock(`block ${block}`, me);
  const busy = (yield* shared.read(`busy ${block}`)) !== 0;
  if (!busy) {
    yield* shared.write(`busy ${block}`, 1);
    yield* shared.write(`of ${inode}`, block + 1);
  }
  yield* shared.unlock(`block ${block}`, me);
  return !busy;
}

/**
 * Each of n tasks makes its place one more than the place before, and one looks for the last zero from
 * the end. Source sets alone begin runs that turn out to repeat others: Abdulla et al. (POPL 2014).
 */
export function lastZero(n: number): Program {
  const looks: Task = function* (shared): Step<void> {
    let i = n;
    while ((yield* shared.read(`a${i}`)) !== 0) i--;
  };
  const raises = times(n, (j): Task => {
    return function* (shared): Step<void> {
      const before = yield* shared.read(`a${j}`);
      yield* shared.write(`a${j + 1}`, before + 1);
    };
  });
  return new Program([looks, ...raises]);
}

/** What a task does depends on a race that another race decides: Abdulla et al. (POPL 2014). */
export function conditions(): Program {
  return new Program([
    moves('w x'),
    moves('w y'),
    function* (shared, me): Step<void> {
      if ((yield* shared.read('y')) === 0) yield* shared.write('z', me);
    },
    function* (shared, me): Step<void> {
      const z = yield* shared.read('z');
      const y = yield* shared.read('y');
      if (z !== 0 && y === 0) yield* shared.write('x', me);
    },
  ]);
}

/** Each task writes what it shares with the one before, and then what it shares with the one after. */
export function chain(tasks: number, closed: boolean): Program {
  const to = (i: number): number => (closed ? (i + 1) % tasks : i + 1);
  return straight(...times(tasks, (i) => [`w x${i}`, `w x${to(i)}`]));
}

/** Each task takes its locks one inside the other, and writes x under them if it should. */
export function locked(writes: boolean, ...orders: readonly (readonly string[])[]): Program {
  return new Program(
    orders.map((names) => {
      return function* (shared, me): Step<void> {
        for (const name of names) yield* shared.lock(name, me);
        if (writes) yield* shared.write('x', me);
        for (const name of names.toReversed()) yield* shared.unlock(name, me);
      };
    }),
  );
}

/** A task brings others into being that write x, and then writes x itself if it should. */
export function parent(children: number, writes: boolean): Program {
  return new Program([
    function* (shared, me): Step<void> {
      yield* shared.write('y', me);
      for (let i = 1; i <= children; i++) shared.spawn(moves('w x'), 10 * me + i);
      if (writes) yield* shared.write('x', me);
    },
  ]);
}

/** A tree of tasks: each brings two into being, and all of them write x. */
export function family(depth: number): Program {
  const member = (left: number): Task =>
    function* (shared, me): Step<void> {
      yield* shared.write('x', me);
      if (left === 0) return;
      for (const i of [1, 2]) shared.spawn(member(left - 1), 10 * me + i);
    };
  return new Program([member(depth)]);
}

/** Both want in, and go in only if the other does not want to: Dekker's entry without its loop. */
export function polite(): Program {
  const enters = (mine: string, others: string): Task =>
    function* (shared, me): Step<void> {
      yield* shared.write(mine, me);
      if ((yield* shared.read(others)) === 0) yield* shared.write('inside', me);
      yield* shared.write(mine, 0);
    };
  return new Program([enters('a', 'b'), enters('b', 'a')]);
}

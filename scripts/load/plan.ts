/** Which calls a run makes: drawn from the seed alone, so that the same seed asks for the same work. */
import type { Door } from './history';
import type { LoadOptions } from './options';
import { choices } from './random';

export interface PlannedCall {
  readonly connection: number;
  readonly door: Door;
  readonly lane: string;
  readonly keys: readonly string[];
}

/** The platform takes at most this many records in one collections request. */
export const COLLECTION_LIMIT = 200;

const DOORS: readonly Door[] = [
  'insert',
  'insert',
  'insert',
  'collection',
  'collection',
  'apexrest',
  'apexrest',
  'anonymous',
];

/** Items per call by door: mostly few, now and then a full collection. */
function callSize(door: Door, left: number, pick: ReturnType<typeof choices>): number {
  const wanted = {
    insert: () => 1,
    collection: () => (pick.int(1, 40) === 1 ? COLLECTION_LIMIT : pick.pick([2, 3, 5, 10, 20])),
    apexrest: () => pick.pick([1, 2, 5]),
    anonymous: () => pick.pick([1, 3, 8]),
  }[door]();
  return Math.min(wanted, left);
}

/** The lanes of a run; `run` keeps repeated runs against one org apart. */
export function laneNames(run: string, lanes: number): string[] {
  const digits = Math.max(2, String(lanes).length);
  return Array.from(
    { length: lanes },
    (_, i) => `load-${run}/${String(i + 1).padStart(digits, '0')}`,
  );
}

/**
 * The lanes that callers use at this point of the run. A window moves over all of them, so that what
 * is wrong with a lane when its last caller leaves is not mended by the next one.
 * @param window lanes in use at a time; 0: all
 * @param through how far the run is, from 0 to below 1
 */
function inUse(lanes: readonly string[], window: number, through: number): readonly string[] {
  if (window === 0 || window >= lanes.length) return lanes;
  const first = Math.floor(through * (lanes.length - window + 1));
  return lanes.slice(first, first + window);
}

/**
 * Plans all calls of a run and deals them to the connections in turn.
 * @param run text that is unique to this run; part of every lane name and item key
 */
export function plan(
  options: Pick<LoadOptions, 'connections' | 'items' | 'lanes' | 'window' | 'seed'>,
  run: string,
): PlannedCall[] {
  const pick = choices(options.seed, 'plan');
  const lanes = laneNames(run, options.lanes);
  const calls: PlannedCall[] = [];
  for (let made = 0; made < options.items;) {
    const door = pick.pick(DOORS);
    const size = callSize(door, options.items - made, pick);
    calls.push({
      connection: calls.length % options.connections,
      door,
      lane: pick.pick(inUse(lanes, options.window, made / options.items)),
      keys: Array.from({ length: size }, (_, i) => `${run}-${String(made + i).padStart(6, '0')}`),
    });
    made += size;
  }
  return calls;
}

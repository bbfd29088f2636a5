import type { SabotageName } from './sabotage';

/** What a load run is asked to do. Every field has a flag of the same name. */
export interface LoadOptions {
  readonly connections: number;
  readonly items: number;
  readonly lanes: number;
  /** Lanes in use at a time, while the run moves on over all of them; 0: all. */
  readonly window: number;
  /** Items per second over all connections; 0: as fast as answers come. */
  readonly rate: number;
  /** Items that may wait at once over all lanes before callers hold back; 0: any number. */
  readonly backlog: number;
  readonly seed: number;
  /** Seconds after which the run stops enqueuing, and seconds that the drain may take. */
  readonly duration: number;
  /** Alias or username of an org known to the `sf` CLI; absent: the local org. */
  readonly targetOrg?: string;
  readonly sabotage?: SabotageName;
  /** Kill jobs, skip finalizers, lose answers and release lanes by force. Local org only. */
  readonly faults: boolean;
  /** Lanes taken away from their runners by force, at most. */
  readonly releases: number;
  /** Folder of the report files. */
  readonly report: string;
  /** Deploy the packages first; false when the org has them. */
  readonly deploy: boolean;
}

/** On an org that other people share, a run starts small unless the flags say otherwise. */
export const ORG_DEFAULTS = {
  connections: 4,
  items: 100,
  lanes: 2,
  window: 0,
  rate: 0,
  backlog: 0,
  duration: 600,
  releases: 5,
} as const;

/** On the local org: the main job. */
export const LOCAL_DEFAULTS = {
  connections: 50,
  items: 2000,
  lanes: 8,
  window: 0,
  rate: 0,
  backlog: 0,
  duration: 120,
  releases: 10,
} as const;

/**
 * The most that a run takes. It keeps all that it saw in memory, and the report draws all of it; and
 * one machine has no ports for many more connections.
 */
export const LIMITS = { connections: 1000, items: 100_000, lanes: 1000 } as const;

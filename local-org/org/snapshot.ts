/** Copies of a whole org, to go back to at any time, in any order. */
import type { DatabaseImage } from '../database/memory-database';
import type { JobRecord, ScheduleRecord } from '../jobs/job-record';
import type { Catalog } from './catalog';
import type { Wiring } from './wiring';

/** Opaque to its holder; good for the org that it was taken of. */
export interface OrgSnapshot {
  readonly image: DatabaseImage;
  readonly catalog: Catalog;
  readonly jobs: readonly JobRecord[];
  readonly schedules: readonly ScheduleRecord[];
  readonly daily: ReadonlyMap<number, number>;
}

/** Costs a visit to every row. */
export function takeSnapshot({ database, engine, catalog }: Wiring): OrgSnapshot {
  return {
    image: database.image(),
    catalog,
    jobs: engine.queueables.save(),
    schedules: engine.schedules.save(),
    daily: engine.queueables.daily.save(),
  };
}

/** The scheduler must have been reset. */
export function loadSnapshot(wiring: Wiring, snapshot: OrgSnapshot): void {
  const { queueables, schedules, events } = wiring.engine;
  wiring.database.load(snapshot.image);
  wiring.catalog = snapshot.catalog;
  events.reset();
  queueables.daily.load(snapshot.daily);
  queueables.load(snapshot.jobs);
  schedules.load(snapshot.schedules);
}

/**
 * What an org is after it was copied to a sandbox: all rows of the business are there, and nothing
 * runs. Jobs and schedules are not copied, so an Id of a job that a row remembers leads nowhere.
 * The org keeps its Id here; a real copy has a new one.
 */
import type { MemoryDatabase } from '../database/memory-database';
import type { Scheduler } from '../scheduler/scheduler';
import type { Engine } from './engine';

const LEFT_BEHIND = ['AsyncApexJob', 'CronTrigger', 'CronJobDetail'];

export function copyAsSandbox(
  scheduler: Scheduler,
  { queueables, schedules }: Engine,
  database: MemoryDatabase,
): void {
  for (const { id } of queueables.save()) queueables.forget(id);
  for (const { id } of schedules.save()) schedules.forget(id);
  for (const { task } of scheduler.tasks())
    scheduler.kill(task, 'the org was copied', 'processing');
  const db = database.begin();
  for (const from of LEFT_BEHIND) {
    const select = [{ kind: 'field' as const, path: ['Id'] }];
    const { rows } = db.query({ select, from, source: `SELECT Id FROM ${from}` }, []);
    for (const { id } of rows) db.delete(from, id!);
  }
  db.commit();
}

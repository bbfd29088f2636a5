/**
 * An org as plain data, to outlive its process: rows, deployed files, waiting jobs and schedules.
 * Compiled code is made anew from the files. Not kept: debug logs, statistics, faults, snapshots,
 * undelivered events, and whatever a job that ran at that moment had not yet committed.
 */
import { readRows, writeRows, type StoredRows } from '../database/stored-rows';
import type { JobRecord, ScheduleRecord } from '../jobs/job-record';
import { JOB } from '../jobs/status';
import { NotStorable, restoreValue, storeValue, type StoredValue } from '../jobs/stored-value';
import { FlowBook } from '../flow';
import { readPackage } from '../metadata';
import type { Value } from '../runtime/core/values-all';
import { EMPTY, merge, schemaOf, sourcesOf, type Catalog } from './catalog';
import type { Wiring } from './wiring';

type Kept<T extends { readonly job: Value }> = Omit<T, 'job'> & { readonly job: StoredValue };

export interface KeptOrg {
  readonly orgId: string;
  /** Org time, epoch milliseconds. */
  readonly now: number;
  readonly rows: StoredRows;
  /** Path → text, or base64 behind `base64:` where bytes are no text. */
  readonly files: Readonly<Record<string, string>>;
  /** Object → key prefix, in the order in which they were given. */
  readonly prefixes: readonly (readonly [object: string, prefix: string])[];
  readonly jobs: readonly Kept<JobRecord>[];
  readonly schedules: readonly Kept<ScheduleRecord>[];
  readonly daily: readonly (readonly [hour: number, jobs: number])[];
  /** Number of the last platform event. */
  readonly replayId: number;
}

const BASE64 = 'base64:';

function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const plain = !text.startsWith(BASE64) && Buffer.from(text).equals(bytes);
  return plain ? text : BASE64 + bytes.toString('base64');
}

function bytesOf(text: string): Buffer {
  return text.startsWith(BASE64)
    ? Buffer.from(text.slice(BASE64.length), 'base64')
    : Buffer.from(text);
}

/** What is committed and waits at this moment. */
export function keepOrg({ newborn, clock, database, catalog, prefixes, engine }: Wiring): KeptOrg {
  const { vm } = engine.services.program;
  const kept = <T extends { readonly job: Value }>(records: readonly T[]): Kept<T>[] =>
    records.flatMap((record) => {
      try {
        return [{ ...record, job: storeValue(vm, record.job) }];
      } catch (error) {
        if (error instanceof NotStorable) return [];
        throw error;
      }
    });
  return {
    orgId: newborn.orgId,
    now: clock.now(),
    rows: writeRows(database.image()),
    files: Object.fromEntries(Array.from(catalog.files, ([path, bytes]) => [path, textOf(bytes)])),
    prefixes: prefixes.save(),
    jobs: kept(engine.queueables.save()),
    schedules: kept(engine.schedules.save()),
    daily: [...engine.queueables.daily.save()],
    replayId: engine.events.lastReplayId,
  };
}

const MANIFEST =
  '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><version>65.0</version></Package>';

function catalogOf({ compiler, prefixes }: Wiring, kept: KeptOrg): Catalog {
  const files = new Map(Object.entries(kept.files).map(([path, text]) => [path, bytesOf(text)]));
  const contents = readPackage(new Map([['package.xml', Buffer.from(MANIFEST)], ...files]));
  const content = merge(EMPTY, files, contents);
  const schema = schemaOf(content, prefixes);
  const { program, diagnostics } = compiler.compile(sourcesOf(content), schema);
  if (!program)
    throw new Error(`The kept code no longer compiles: ${JSON.stringify(diagnostics[0])}`);
  const flowBook = new FlowBook(content.flows.values(), schema, program);
  return { ...content, schema, program, flowBook };
}

/** Makes of an org, as it was born, the one that was kept. Its Id must be the same. */
export function resumeOrg(wiring: Wiring, kept: KeptOrg): void {
  const { newborn, clock, database, prefixes, engine } = wiring;
  if (newborn.orgId !== kept.orgId)
    throw new Error(`The kept org is ${kept.orgId}, and this one ${newborn.orgId}.`);
  clock.advanceTo(kept.now);
  prefixes.load(kept.prefixes);
  const catalog = catalogOf(wiring, kept);
  database.load(readRows(kept.rows, catalog.schema));
  wiring.catalog = catalog;
  const { queueables, schedules, events } = engine;
  events.goOn(kept.replayId);
  queueables.daily.load(new Map(kept.daily));
  const { vm } = catalog.program;
  const restored = <T extends { readonly job: Value }>(records: readonly Kept<T>[]): T[] =>
    records.flatMap((record) => {
      try {
        return [{ ...record, job: restoreValue(vm, catalog.schema, record.job) } as unknown as T];
      } catch {
        // Its row then says that it failed.
        return [];
      }
    });
  const jobs = restored<JobRecord>(kept.jobs);
  const plans = restored<ScheduleRecord>(kept.schedules);
  closeLost(wiring, new Set([...jobs, ...plans].map(({ id }) => id)));
  queueables.load(jobs);
  schedules.load(plans);
}

const ENDED = ['Completed', 'Failed', 'Aborted'];

/** Jobs that ran when the org ended, or cannot be made again, have failed; such schedules are gone. */
function closeLost({ database, clock }: Wiring, living: ReadonlySet<string>): void {
  const db = database.begin();
  for (const row of database.committed(JOB)) {
    const id = String(row['Id']);
    if (ENDED.includes(String(row['Status'])) || living.has(id)) continue;
    if (living.has(String(row['CronTriggerId']))) continue;
    db.update(JOB, id, {
      Status: 'Failed',
      CompletedDate: clock.now(),
      NumberOfErrors: 1,
      ExtendedStatus: 'First error: The org ended before the job did',
    });
  }
  for (const row of database.committed('CronTrigger')) {
    if (living.has(String(row['Id']))) continue;
    db.delete('CronTrigger', String(row['Id']));
    db.delete('CronJobDetail', String(row['CronJobDetailId']));
  }
  db.commit();
}

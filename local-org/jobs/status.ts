/** What the platform itself writes about jobs: small transactions of its own. */
import type { Blocked, IdSource, Transaction as DbTransaction, Values } from '../database/contract';
import type { Operation, Step } from '../scheduler/suspension';
import { isBlocked } from '../transaction/waiting';
import type { Services } from '../transaction/services';

export const JOB = 'AsyncApexJob';

const INACTIVE = 'The user of this job is inactive';

/**
 * Writes in a transaction of its own, however long somebody holds the row.
 * `attempt` is repeated after each wait; it must do nothing before it is blocked, and whatever it
 * finds out is told by its outcome.
 */
export function* platformWrite<T extends object>(
  services: Services,
  op: Operation,
  attempt: (db: DbTransaction) => Blocked | T,
): Step<T> {
  const db = services.database.begin(services.memo ? noInserts(op) : undefined);
  try {
    for (;;) {
      const outcome = attempt(db);
      if (!isBlocked(outcome)) {
        services.memo?.trail?.tell(JSON.stringify(outcome));
        db.commit();
        return outcome;
      }
      yield { kind: 'blocked', op, on: outcome.on, by: db.id, deadline: Infinity };
    }
  } finally {
    if (db.state === 'open') db.rollback();
  }
}

/** Where runs repeat, so do these writes: the database then knows the rows that they make. */
function noInserts({ object, ids = [], detail = '' }: Operation): IdSource {
  return {
    name: `platform ${detail} ${object} ${ids.join()}`,
    next() {
      throw new Error('What the platform writes about jobs inserts no rows.');
    },
  };
}

/**
 * Takes a waiting job: false when it was aborted or is gone, or when its user was deactivated. That
 * last is our reading: for schedules it is documented that they stop, for Queueables nothing is.
 */
export function* takeJob(services: Services, id: string, userId: string): Step<boolean> {
  const op: Operation = { kind: 'update', object: JOB, ids: [id], detail: 'dequeue' };
  const taken = yield* platformWrite(services, op, (db) => {
    const row = db.read(JOB, id);
    if (!row || row['Status'] === 'Aborted') return { taken: false };
    if (db.read('User', userId)?.['IsActive'] === false)
      return write(db, id, { ...failed(services, INACTIVE) }, { taken: false });
    return write(db, id, PROCESSING, { taken: true });
  });
  return taken.taken;
}

/** Notes how a job ended, unless it was aborted meanwhile. */
export function* finishJob(services: Services, id: string, problem: string | null): Step<void> {
  const op: Operation = { kind: 'update', object: JOB, ids: [id], detail: 'finish' };
  yield { kind: 'step', op };
  yield* platformWrite(services, op, (db) => {
    const row = db.read(JOB, id);
    if (!row || row['CompletedDate'] || row['Status'] === 'Aborted') return {};
    const changes = problem === null ? completed(services) : failed(services, problem);
    return write(db, id, changes, {});
  });
}

const PROCESSING: Values = { Status: 'Processing' };

/** One object for all jobs that end at the same instant, so that the same rows are made of it. */
function completed({ clock }: Services): Values {
  const at = clock.now();
  if (latest['CompletedDate'] !== at)
    latest = { Status: 'Completed', CompletedDate: at, JobItemsProcessed: 1 };
  return latest;
}

let latest: Values = {};

function failed({ clock }: Services, problem: string): Values {
  return {
    Status: 'Failed',
    CompletedDate: clock.now(),
    NumberOfErrors: 1,
    ExtendedStatus: `First error: ${problem}`.slice(0, 255),
  };
}

function write<T extends object>(
  db: DbTransaction,
  id: string,
  changes: Values,
  result: T,
): Blocked | T {
  const outcome = db.update(JOB, id, changes);
  return isBlocked(outcome) ? outcome : result;
}

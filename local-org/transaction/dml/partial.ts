/** Partial success: failing rows are set aside, and the rest is saved again from the start. */
import type { TriggerEvent } from '../../language/classes';
import type { ObjectSchema } from '../../database/schema';
import type { AccessLevel } from '../../runtime/host';
import type { Step } from '../../scheduler/suspension';
import type { Transaction } from '../transaction';
import { hasTriggers } from './fire';
import { live, type RowWork } from './rows';
import type { SaveChunk } from './statement';

const ATTEMPTS = 3;

const EVENTS: readonly TriggerEvent[] = [
  'before insert',
  'after insert',
  'before update',
  'after update',
  'before delete',
  'after delete',
  'after undelete',
];

/**
 * Saves a chunk so that some rows may fail. As on the platform, triggers that saw a failing row run
 * again without it: the chunk is undone, governor limits go back, statics stay. After the third
 * attempt with failures all rows fail. Without triggers nobody can tell, so nothing is repeated.
 */
export function* savePartially(
  tx: Transaction,
  object: ObjectSchema,
  save: SaveChunk,
  rows: readonly RowWork[],
  access: AccessLevel,
  externalId: string | undefined,
): Step<void> {
  const options = { access, externalId, stop: () => false };
  const limits = tx.limits.snapshot();
  const repeats = hasTriggers(tx, object.name, EVENTS);
  const fresh = rows.map((r) => ({ id: r.id, created: r.created }));
  for (let attempt = 1; ; attempt++) {
    const mark = tx.savepoints.mark();
    const tried = live(rows);
    yield* save(tx, object, tried, options);
    const good = live(tried);
    if (good.length === tried.length || good.length === 0 || !repeats) {
      if (good.length === 0 && tried.length > 0) tx.savepoints.restore(mark);
      return;
    }
    tx.savepoints.restore(mark);
    tx.limits.restore(limits);
    for (const row of good) Object.assign(row, fresh[rows.indexOf(row)]);
    if (attempt === ATTEMPTS) return giveUp(good);
  }
}

function giveUp(rows: readonly RowWork[]): void {
  for (const row of rows)
    row.errors.push({
      statusCode: 'LIMIT_EXCEEDED',
      message: 'Too many batch retries in the presence of Apex triggers and partial failures.',
      fields: [],
    });
}

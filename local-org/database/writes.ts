/** Insert and update. Each either does its work or reports what it met and changes no row. */
import type { InsertOutcome, UpdateOutcome, Values } from './contract';
import { drewTheSame, insertedBefore, keepMade, madeBefore } from './derived';
import { blockedOn } from './locks';
import { lockParents } from './references';
import { live, type Row } from './row';
import type { Stored } from './schema';
import type { Store } from './store';
import { uniqueConflict } from './unique';
import type { Work } from './work';

export function insertRow(work: Work, store: Store, object: string, given: Values): InsertOutcome {
  const table = store.table(object);
  const known = insertedBefore(work, given);
  const values = known ?? table.complete(given);
  const blocked = lockParents(work, store, table, undefined, values);
  if (blocked) return blocked;
  const conflict = uniqueConflict(work, table, values);
  if (conflict && 'blocked' in conflict) return conflict;
  // Numbers are drawn before success is known: a refused insert leaves a gap, as on the platform.
  const { row, drawn } = table.newRow(work.ids);
  if (conflict) return conflict;
  const made =
    known && drewTheSame(known, drawn)
      ? known
      : keepMade(work, given, null, { ...values, ...drawn, ...NOT_DELETED });
  work.write(row, { values: made });
  return { id: row.id };
}

export function updateRow(
  work: Work,
  store: Store,
  object: string,
  id: string,
  changes: Values,
): UpdateOutcome {
  const row = store.row(object, id);
  if (row) work.observer?.referred(work.id, row);
  const version = row && live(row, work);
  if (!row || !version) return { missing: true };
  const values =
    madeBefore(work, changes, version.values) ??
    keepMade(work, changes, version.values, changed(row, version.values, changes));
  const blocked = lockParents(work, store, row.table, version.values, values);
  if (blocked) return blocked;
  const holder = work.lock(row);
  if (holder !== undefined) return blockedOn([holder]);
  const conflict = uniqueConflict(work, row.table, values, row, changes);
  if (conflict) return conflict;
  work.write(row, { values });
  return DONE;
}

function changed(row: Row, before: Values, changes: Values): Values {
  const values = row.table.complete(changes, before);
  values['Id'] = row.id;
  return Object.assign(values, NOT_DELETED);
}

const DONE = { ok: true } as const;

const NOT_DELETED: Readonly<Record<string, Stored>> = { IsDeleted: false };

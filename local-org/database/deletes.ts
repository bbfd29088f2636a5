/** Delete and undelete, with what they do to the rows that point at the deleted one. */
import { ConstraintError } from './constraint-error';
import type { Blocked, DeleteOutcome, UpdateOutcome } from './contract';
import { blockedOn, byId } from './locks';
import { lockParents } from './references';
import { live, visible, type Row, type Version } from './row';
import type { FieldSchema, Stored } from './schema';
import type { Store } from './store';
import { uniqueConflict } from './unique';
import type { Work } from './work';

/** Rows to put into the bin, and lookups to clear. All of them are locked. */
interface DeletePlan {
  readonly deletes: Set<Row>;
  readonly clears: { readonly row: Row; readonly field: FieldSchema }[];
}

export function deleteRow(work: Work, store: Store, object: string, id: string): DeleteOutcome {
  const row = store.row(object, id);
  if (row) work.observer?.referred(work.id, row);
  if (!row || !live(row, work)) return { missing: true };
  noteChildren(work, store, row);
  const plan: DeletePlan = { deletes: new Set(), clears: [] };
  const blocked = planDelete(work, store, row, plan);
  if (blocked) return blocked;
  for (const { row: child, field } of plan.clears) {
    const version = live(child, work);
    if (!version || plan.deletes.has(child)) continue;
    work.write(child, { values: { ...version.values, [field.name]: null } });
  }
  for (const gone of plan.deletes) {
    const version = live(gone, work)!;
    work.write(gone, { values: { ...version.values, IsDeleted: true }, deletedWith: row.id });
  }
  return { ok: true };
}

export function undeleteRow(work: Work, store: Store, object: string, id: string): UpdateOutcome {
  const row = store.row(object, id);
  if (row) work.observer?.referred(work.id, row);
  const version = row && visible(row, work);
  if (!row || version?.deletedWith === undefined) return { missing: true };
  noteChildren(work, store, row);
  const back: Row[] = [row];
  for (let i = 0; i < back.length; i++) back.push(...leftWith(work, store, back[i]!, row.id));
  const restored = new Map<Row, Version>();
  for (const [i, each] of back.entries()) {
    const values = revived(work, store, each);
    // Details find their master locked and alive because it comes back with them.
    const blocked = i === 0 && lockParents(work, store, each.table, undefined, values);
    if (blocked) return blocked;
    const holder = work.lock(each);
    if (holder !== undefined) return blockedOn([holder]);
    const conflict = uniqueConflict(work, each.table, values, each);
    if (conflict) return conflict;
    restored.set(each, { values });
  }
  for (const [each, revivedVersion] of restored) work.write(each, revivedVersion);
  return { ok: true };
}

/** Locks a row and everything that goes or changes with it, parents first. */
function planDelete(work: Work, store: Store, row: Row, plan: DeletePlan): Blocked | undefined {
  if (plan.deletes.has(row)) return undefined;
  const values = live(row, work)!.values;
  const blocked = lockParents(work, store, row.table, values, values);
  if (blocked) return blocked;
  const holder = work.lock(row);
  if (holder !== undefined) return blockedOn([holder]);
  plan.deletes.add(row);
  for (const { row: child, field } of childrenOf(work, store, row)) {
    const cascade = field.masterDetail === true || field.deleteConstraint === 'Cascade';
    if (child.owner && child.owner !== work) {
      // A lock alone does not keep a child from standing in the way; a pending write may.
      if (child.pending || cascade || field.deleteConstraint !== 'Restrict') {
        return blockedOn([child.owner.id]);
      }
    }
    if (cascade) {
      const childBlocked = planDelete(work, store, child, plan);
      if (childBlocked) return childBlocked;
    } else if (field.deleteConstraint === 'Restrict') {
      if (!plan.deletes.has(child)) throw restricted(row, child, field);
    } else {
      work.lock(child);
      plan.clears.push({ row: child, field });
    }
  }
  return undefined;
}

/** Which children there are depends on more than locks and looks tell. */
function noteChildren(work: Work, store: Store, row: Row): void {
  const { observer, id } = work;
  const object = row.table.schema.name;
  if (observer && store.schema.children(object).length > 0)
    observer.unknown(id, `children of ${object}`);
}

/** Rows that point at `row`, as we see them or as another open transaction would leave them. */
function childrenOf(work: Work, store: Store, row: Row): { row: Row; field: FieldSchema }[] {
  const found: { row: Row; field: FieldSchema }[] = [];
  for (const { object, field } of store.schema.children(row.table.schema.name)) {
    const bucket = store.find(object.name)?.index(field.name)?.get(row.id);
    if (!bucket) continue;
    for (const child of [...bucket.rows()].sort(byId)) {
      const seen = live(child, work)?.values[field.name] === row.id;
      const foreign = child.owner !== work && pointsAt(child.pending, field, row.id);
      if (seen || foreign) found.push({ row: child, field });
    }
  }
  return found;
}

function pointsAt(version: Version | undefined, field: FieldSchema, id: string): boolean {
  return version?.deletedWith === undefined && version?.values[field.name] === id;
}

function restricted(row: Row, child: Row, field: FieldSchema): ConstraintError {
  return new ConstraintError(
    'DELETE_FAILED',
    `Your attempt to delete ${row.id} could not be completed because it is associated with the ` +
      `following records: ${child.id}.`,
    [child.id],
    field.name,
  );
}

/** Details of `row` that went to the bin in the same deletion. */
function leftWith(work: Work, store: Store, row: Row, root: string): Row[] {
  const found: Row[] = [];
  for (const { object, field } of store.schema.children(row.table.schema.name)) {
    if (!field.masterDetail && field.deleteConstraint !== 'Cascade') continue;
    const bucket = store.find(object.name)?.index(field.name)?.get(row.id);
    for (const child of bucket?.sorted() ?? []) {
      const version = visible(child, work);
      if (version?.deletedWith === root && version.values[field.name] === row.id) found.push(child);
    }
  }
  return found;
}

/** The values of a row back from the bin. Plain lookups whose target is gone come back empty. */
function revived(work: Work, store: Store, row: Row): Record<string, Stored> {
  const values = { ...visible(row, work)!.values, IsDeleted: false };
  for (const field of row.table.referenceFields) {
    const id = values[field.name as keyof typeof values] as Stored | undefined;
    if (typeof id !== 'string' || field.masterDetail || !field.custom) continue;
    const target = store.rowById(id);
    if (!target || !live(target, work)) Object.assign(values, { [field.name]: null });
  }
  return values;
}

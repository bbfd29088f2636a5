/** Rights from profiles and permission sets. Administrators may do everything. */
import type { ResultRow } from '../database/contract';
import type { PermissionDefinition } from '../metadata/contract';
import type { ObjectAccess, Permissions } from '../transaction/services';
import type { Transaction } from '../transaction/transaction';
import { ADMIN_PROFILE, AUTOMATED_USER } from './setup-data';

const ALL: ObjectAccess = {
  read: true,
  create: true,
  edit: true,
  delete: true,
  viewAll: true,
  modifyAll: true,
};
/** Standard objects are open to every user, within sharing. */
const STANDARD: ObjectAccess = { ...ALL, viewAll: false, modifyAll: false };

export class PermissionBook implements Permissions {
  /** Deployed definitions by lower-case `type:name`. */
  definitions: ReadonlyMap<string, PermissionDefinition> = new Map();

  object(tx: Transaction, object: string): ObjectAccess {
    if (isAdmin(tx)) return ALL;
    const kind = tx.schema.object(object)?.kind;
    if (kind !== 'custom' && kind !== 'event') return STANDARD;
    const access = {
      read: false,
      create: false,
      edit: false,
      delete: false,
      viewAll: false,
      modifyAll: false,
    };
    for (const { objects } of this.#of(tx))
      for (const rights of objects) {
        if (rights.object.toLowerCase() !== object.toLowerCase()) continue;
        for (const key of Object.keys(access) as (keyof typeof access)[])
          access[key] ||= rights[key] === true;
      }
    if (access.modifyAll) return ALL;
    return { ...access, read: access.read || access.viewAll };
  }

  field(tx: Transaction, object: string, field: string): { read: boolean; edit: boolean } {
    const schema = tx.schema.object(object)?.fields.get(field.toLowerCase());
    // Required and master-detail fields cannot be hidden.
    if (isAdmin(tx) || !schema?.custom || schema.required || schema.masterDetail)
      return { read: true, edit: true };
    if (tx.schema.object(object)?.kind !== 'custom') return { read: true, edit: true };
    const name = `${object}.${field}`.toLowerCase();
    const found = this.#of(tx).flatMap((d) =>
      d.fields.filter((f) => f.field.toLowerCase() === name),
    );
    return { read: found.some((f) => f.read || f.edit), edit: found.some((f) => f.edit) };
  }

  custom(tx: Transaction, name: string): boolean {
    return this.#of(tx).some((d) =>
      d.customPermissions.some((p) => p.toLowerCase() === name.toLowerCase()),
    );
  }

  /** The user's profile and permission sets, as far as they were deployed. */
  #of(tx: Transaction): PermissionDefinition[] {
    const profile = tx.db.read('Profile', tx.user.profileId)?.['Name'];
    const names = [`profile:${String(profile)}`];
    const assigned = tx.db.query(
      {
        select: [{ kind: 'field', path: ['PermissionSet', 'Name'] }],
        from: 'PermissionSetAssignment',
        where: {
          kind: 'compare',
          left: { kind: 'field', path: ['AssigneeId'] },
          op: '=',
          right: { kind: 'bind', index: 0 },
        },
        source: 'SELECT PermissionSet.Name FROM PermissionSetAssignment WHERE AssigneeId = :id',
      },
      [tx.user.id],
    );
    for (const { values } of assigned.rows) {
      const set = values['PermissionSet'];
      if (set && typeof set === 'object' && !Array.isArray(set))
        names.push(`permissionset:${nameOf(set as ResultRow)}`);
    }
    return names.flatMap((n) => this.definitions.get(n.toLowerCase()) ?? []);
  }
}

function nameOf(row: ResultRow): string {
  const name = row.values['Name'];
  return typeof name === 'string' ? name : '';
}

function isAdmin(tx: Transaction): boolean {
  if (tx.user.username === AUTOMATED_USER) return true;
  return tx.db.read('Profile', tx.user.profileId)?.['Name'] === ADMIN_PROFILE;
}

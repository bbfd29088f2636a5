/** Assignments of permission sets: nobody is given the same one twice. */
import type { ObjectSchema, Stored } from '../../database/schema';
import type { Transaction } from '../transaction';
import { fail, type RowWork } from './rows';

const OBJECT = 'PermissionSetAssignment';

/** Refuses an assignment that is there already, in the platform's words with its short Ids. */
export function checkAssignment(
  tx: Transaction,
  object: ObjectSchema,
  values: Readonly<Record<string, Stored>>,
  row: RowWork,
): void {
  if (object.name !== OBJECT) return;
  const assignee = values['AssigneeId'] ?? null;
  const set = values['PermissionSetId'] ?? null;
  const { rows } = tx.db.query(
    {
      select: [{ kind: 'field', path: ['PermissionSetId'] }],
      from: OBJECT,
      where: {
        kind: 'compare',
        left: { kind: 'field', path: ['AssigneeId'] },
        op: '=',
        right: { kind: 'bind', index: 0 },
      },
      source: `SELECT PermissionSetId FROM ${OBJECT} WHERE AssigneeId = :id`,
    },
    [assignee],
  );
  if (!rows.some((each) => each.values['PermissionSetId'] === set)) return;
  const short = (id: Stored): string => String(id).slice(0, 15);
  const text = `Duplicate ${OBJECT}. Assignee: ${short(assignee)}; Permission Set: ${short(set)}`;
  fail(row, 'DUPLICATE_VALUE', text, ['AssigneeId', 'PermissionSetId']);
}

/** DML statements and `System.runAs`. */
import type { StmtSyntax } from '../parse/syntax';
import type { Stmt } from '../tree';
import type { ApexType } from '../types';
import type { Body } from './body';
import { asSingleRow } from './convert';
import { expr } from './expressions';
import { block } from './statements';
import { fieldOf } from './sobjects';
import { isLib, sobjectOf, typeName, UNKNOWN } from './types';

type Of<K extends StmtSyntax['k']> = Extract<StmtSyntax, { k: K }>;

const rowType = (type: ApexType): ApexType => (type.k === 'list' ? type.of : type);

export function dml(b: Body, s: Of<'dml'>): Stmt {
  const records = expr(b, s.records);
  const type = rowType(records.type);
  if (records.type !== UNKNOWN && type.k !== 'sobject' && type !== UNKNOWN)
    b.report(s.pos, `DML requires SObject or SObject list type: ${typeName(records.type)}`);
  const object =
    type.k === 'sobject' && type.name !== null ? b.world.schema.object(type.name) : undefined;
  if (object?.readOnly && s.op !== 'undelete')
    b.report(s.pos, `DML operation ${s.op.toUpperCase()} not allowed on ${object.name}`);
  if (object?.kind === 'metadata')
    b.report(s.pos, `DML operation ${s.op.toUpperCase()} not allowed on ${object.name}`);
  if (s.op === 'merge') b.unsupported(s.pos, 'merge');
  const other = s.other && expr(b, s.other);
  let externalId: string | null = null;
  if (s.externalId) {
    const name = s.externalId.parts[s.externalId.parts.length - 1] ?? '';
    const field = object && fieldOf(object, name);
    if (object && !field)
      b.report(s.externalId.pos, `Field does not exist: ${name} on ${object.name}`);
    else if (field && !field.externalId && field.type !== 'id')
      b.report(s.externalId.pos, `Field must be an external id or Id: ${field.name}`);
    externalId = field && field.type !== 'id' ? field.name : null;
  }
  return { k: 'dml', op: s.op, records, externalId, other, access: s.access, pos: s.pos };
}

export function runAs(b: Body, s: Of<'runAs'>): Stmt {
  const [first] = s.args;
  let user = first ? expr(b, first) : b.wrong(s.pos, 'System.runAs requires a User');
  const wanted = sobjectOf('User');
  user = asSingleRow(user, wanted) ?? user;
  if (isLib(user.type, 'System.Version')) b.unsupported(s.pos, 'System.runAs(Version)');
  else if (
    user.type !== UNKNOWN &&
    !(user.type.k === 'sobject' && (user.type.name ?? 'User') === 'User')
  )
    b.report(
      s.pos,
      `Method does not exist or incorrect signature: void runAs(${typeName(user.type)}) from the type System`,
    );
  return { k: 'runAs', user, body: block(b, s.body), pos: s.pos };
}

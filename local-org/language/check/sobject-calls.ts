/** Calls on SObject types and on fields of records that are not plain method calls. */
import type { ExprSyntax } from '../parse/syntax';
import type { Expr } from '../tree';
import type { ApexType } from '../types';
import type { Body } from './body';
import { libMethod } from './lib-members';
import { SOBJECT_FIELD, token } from './sobjects';
import { SOBJECT } from './types';

type Call = Extract<ExprSyntax, { k: 'call' }>;

/** `X__c.getInstance()`, `X__mdt.getAll()`, `Account.getSObjectType()`. */
export function sobjectStaticCall(
  b: Body,
  s: Call,
  type: Extract<ApexType, { k: 'sobject' }>,
  args: readonly Expr[],
): Expr | null {
  if (type.name === null) return null;
  const object = token(s.pos, type.name, null);
  if (s.name.toLowerCase() === 'getsobjecttype' && args.length === 0) return object;
  if (type.name === 'BusinessHours') return libMethod(b, s.pos, BUSINESS_HOURS, null, s.name, args);
  const kind = b.world.schema.object(type.name)?.kind;
  if (kind === 'customSetting') {
    const call = libMethod(b, s.pos, CUSTOM_SETTING, null, s.name, [object, ...args]);
    return call && { ...call, type: call.type.k === 'map' ? { ...call.type, value: type } : type };
  }
  if (kind !== 'metadata' || !OF_METADATA.has(s.name.toLowerCase())) return null;
  return libMethod(b, s.pos, type, null, s.name, [object, ...args]);
}

const OF_METADATA: ReadonlySet<string> = new Set(['getall', 'getinstance']);

/** The only object whose name is that of a class of the platform, too. */
const BUSINESS_HOURS: ApexType = { k: 'lib', name: 'System.BusinessHours', args: [] };

const CUSTOM_SETTING: ApexType = { k: 'lib', name: 'System.CustomSetting', args: [] };

/** `record.Field__c.addError(…)` is a call on the record. */
export function fieldErrorCall(
  b: Body,
  s: Call,
  receiver: Expr,
  args: readonly Expr[],
): Expr | null {
  if (s.name.toLowerCase() !== 'adderror' || receiver.k !== 'sobjectField') return null;
  const record = receiver.object;
  if (record.type.k !== 'sobject' || record.type.name === null) return null;
  const field: Expr = { ...token(s.pos, record.type.name, receiver.name), type: SOBJECT_FIELD };
  return libMethod(b, s.pos, SOBJECT, record, s.name, [field, ...args]);
}

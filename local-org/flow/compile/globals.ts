/** What every flow knows: `$Flow`, `$User`, `$Organization`, `$GlobalConstant`, `$Record`. */
import type { XmlElement } from '../../metadata';
import { ApexDate, ApexDatetime } from '../../runtime/core/values-all';
import type { Read } from '../run/interview';
import { throughFields } from './fields';
import type { Reference, Scope } from './scope';
import { BOOLEAN, recordOf, scalar, TEXT, type ValueType } from './types';

const DAY = 86_400_000;

const GLOBALS: Readonly<Record<string, { readonly type: ValueType; readonly read: Read }>> = {
  '$Flow.FaultMessage': { type: TEXT, read: (i) => i.faultMessage },
  '$Flow.CurrentDateTime': {
    type: scalar('DateTime'),
    read: ({ host }) => new ApexDatetime(host.now()),
  },
  '$Flow.CurrentDate': {
    type: scalar('Date'),
    read: ({ host }) => new ApexDate(Math.floor(host.now() / DAY)),
  },
  '$User.Id': { type: TEXT, read: ({ host }) => host.user.id },
  '$User.Username': { type: TEXT, read: ({ host }) => host.user.username },
  '$User.Email': { type: TEXT, read: ({ host }) => host.user.email },
  '$User.ProfileId': { type: TEXT, read: ({ host }) => host.user.profileId },
  '$Organization.Id': { type: TEXT, read: ({ host }) => host.orgId },
  '$Organization.Name': { type: TEXT, read: ({ host }) => host.orgName },
  '$GlobalConstant.True': { type: BOOLEAN, read: () => true },
  '$GlobalConstant.False': { type: BOOLEAN, read: () => false },
  '$GlobalConstant.EmptyString': { type: TEXT, read: () => '' },
};

export function globalReference(scope: Scope, name: string, at: XmlElement): Reference | null {
  const known = GLOBALS[name];
  if (known) return { ...known, write: null };
  const [first = '', ...path] = name.split('.');
  if (first !== '$Record' && first !== '$Record__Prior') return scope.lacks(name, at);
  const { trigger } = scope.model;
  if (!trigger) return scope.problem(`"${name}" is for record-triggered flows only`, at);
  const type = recordOf(trigger.object);
  const record: Reference =
    first === '$Record'
      ? // A flow before the save may change the record itself, so the write keeps it.
        { type, read: (i) => i.around.record!.record, write: () => undefined }
      : { type, read: (i) => i.around.record!.prior, write: null };
  return throughFields(scope, record, path, name, at);
}

/** Passwords of single users: set by themselves or by an administrator. */
import { OrgError } from '../../org/contract';
import { jsonBody, stringOf } from '../body';
import { to18 } from '../data/ids';
import { notFound } from '../errors';
import type { ApiContext, Call, Route, User } from '../types';
import { randomPassword } from './secrets';

const SHORTEST = 8;

function userOf({ org }: ApiContext, by: User, userId: string): User {
  const user = org.userById(userId);
  if (user === undefined) throw notFound();
  if (by.id === user.id || by.profileId === org.adminUser.profileId) return user;
  throw new OrgError(
    403,
    'INSUFFICIENT_ACCESS',
    'insufficient access rights on cross-reference id',
  );
}

/**
 * @param by who asks
 * @throws OrgError when he may not, or when the password is too short
 */
export function setPassword(context: ApiContext, by: User, userId: string, password: string): void {
  const user = userOf(context, by, userId);
  if (password.length < SHORTEST)
    throw new OrgError(
      400,
      'INVALID_NEW_PASSWORD',
      `Your password must be at least ${SHORTEST} characters long.`,
    );
  context.credentials.setPassword(user.id, password);
}

const path = '/sobjects/User/:id/password';

function idOf({ params }: Call): string {
  return to18(params['id'] ?? '');
}

export const passwordRoutes: readonly Route[] = [
  {
    method: 'GET',
    path,
    handle: (call) => {
      userOf(call.context, call.session.user, idOf(call));
      return { status: 200, json: { isExpired: false } };
    },
  },
  {
    method: 'POST',
    path,
    handle: (call) => {
      const password = stringOf(jsonBody(call), 'NewPassword') ?? '';
      setPassword(call.context, call.session.user, idOf(call), password);
      return { status: 204 };
    },
  },
  {
    method: 'DELETE',
    path,
    handle: (call) => {
      const NewPassword = randomPassword();
      setPassword(call.context, call.session.user, idOf(call), NewPassword);
      return { status: 200, json: { NewPassword } };
    },
  },
];

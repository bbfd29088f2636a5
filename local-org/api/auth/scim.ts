/** `/services/scim/v1/Users`: how `sf org create user` and its library make a user. */
import { isObject, jsonBody, stringOf, type JsonObject } from '../body';
import { asOrgError, notFound, rowFailure } from '../errors';
import type { Call, Reply } from '../types';

function first(body: JsonObject, name: string): unknown {
  const list = body[name];
  return Array.isArray(list) ? (list as unknown[])[0] : undefined;
}

/** A user with what SCIM says, and the usual rest. */
function recordOf(body: JsonObject): JsonObject {
  const username = stringOf(body, 'username') ?? stringOf(body, 'userName') ?? '';
  const email = first(body, 'emails');
  const profile = first(body, 'entitlements');
  const name = isObject(body['name']) ? body['name'] : {};
  return {
    Username: username,
    Email: isObject(email) ? email['value'] : email,
    LastName: name['familyName'],
    FirstName: name['givenName'] ?? null,
    ProfileId: isObject(profile) ? profile['value'] : profile,
    CommunityNickname: stringOf(body, 'nickName') ?? username.slice(0, 40),
    Alias: username.slice(0, 8),
    IsActive: true,
    TimeZoneSidKey: 'GMT',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
  };
}

/** Answers with the new user, and in a header with a token that lets the caller in as him. */
export async function createUser(call: Call): Promise<Reply> {
  if (call.method !== 'POST') throw notFound();
  const { records, context } = call;
  const schema = records.object('User');
  try {
    const record = recordOf(jsonBody(call));
    const [result] = await records.write('insert', schema, [record], { allOrNone: true });
    if (!result?.success) throw rowFailure(result?.errors ?? []);
    const user = context.org.userById(result.id ?? '');
    if (user === undefined) throw notFound();
    return {
      status: 201,
      json: { id: user.id, userName: user.username, active: true },
      headers: { 'auto-approve-user': context.sessions.refreshToken(user) },
    };
  } catch (error) {
    const known = asOrgError(error);
    // Tools look for the code in the text.
    const description = `${known.errorCode}: ${known.message}`;
    return {
      status: known.status,
      json: { Errors: [{ description, code: known.status }] },
    };
  }
}

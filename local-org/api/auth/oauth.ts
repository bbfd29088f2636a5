/** `/services/oauth2/*` and `/id/*`. */
import { formBody } from '../body';
import { notFound } from '../errors';
import type { ApiContext, Reply, Request, User } from '../types';
import type { Session } from './sessions';
import { authorize, singleAccess } from './web';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

type Form = Readonly<Record<string, string>>;

function refusal(error: string, description: string, status = 400): Reply {
  return { status, json: { error, error_description: description } };
}

function idUrl(context: ApiContext, user: User): string {
  return `${context.url()}/id/${context.org.orgId}/${user.id}`;
}

function grant(context: ApiContext, user: User, refresh: boolean): Reply {
  const session = context.sessions.open(user);
  return {
    status: 200,
    json: {
      access_token: session.token,
      instance_url: context.url(),
      id: idUrl(context, user),
      token_type: 'Bearer',
      issued_at: String(context.org.clock.now()),
      signature: '',
      scope: refresh ? 'refresh_token api web' : 'api',
      ...(refresh ? { refresh_token: context.sessions.refreshToken(user) } : {}),
    },
  };
}

/** Grant type → who asks, or why not. */
const GRANTS: Readonly<
  Record<string, (context: ApiContext, form: Form) => { user: User; refresh: boolean } | Reply>
> = {
  password(context, form) {
    const user = context.sessions.userByName(form['username'] ?? '');
    if (!context.credentials.isClient(form['client_id'], form['client_secret']))
      return refusal('invalid_client_id', 'client identifier invalid');
    if (user === undefined || !context.credentials.isPassword(user.id, form['password'] ?? ''))
      return refusal('invalid_grant', 'authentication failure');
    return { user, refresh: true };
  },
  client_credentials(context, form) {
    if (!context.credentials.isClient(form['client_id'], form['client_secret']))
      return refusal('invalid_client', 'invalid client credentials');
    return { user: context.org.adminUser, refresh: false };
  },
  refresh_token(context, form) {
    const user = context.sessions.userOfRefreshToken(form['refresh_token'] ?? '');
    return user === undefined
      ? refusal('invalid_grant', 'expired access/refresh token')
      : { user, refresh: false };
  },
  authorization_code(context, form) {
    const user = context.codes.redeem(form['code'] ?? '', form['code_verifier']);
    return user === undefined
      ? refusal('invalid_grant', 'invalid authorization code')
      : { user, refresh: true };
  },
  [JWT_BEARER](context, form) {
    const name = context.credentials.jwtUser(form['assertion'] ?? '');
    if (name === undefined) return refusal('invalid_grant', 'invalid assertion');
    const user = context.sessions.userByName(name);
    return user === undefined
      ? refusal('invalid_grant', "user hasn't approved this consumer")
      : { user, refresh: false };
  },
};

/** Client id and secret may come by HTTP Basic. */
function withBasic(form: Form, header: string | undefined): Form {
  const basic = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (basic === undefined) return form;
  const [id = '', ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { ...form, client_id: id, client_secret: secret.join(':') };
}

function token(context: ApiContext, request: Request): Reply {
  const form = withBasic(
    { ...request.query, ...formBody(request.body.toString('utf8')) },
    request.headers['authorization'],
  );
  const type = form['grant_type'] ?? '';
  const decide = Object.hasOwn(GRANTS, type) ? GRANTS[type] : undefined;
  if (decide === undefined) return refusal('unsupported_grant_type', 'grant type not supported');
  const decision = decide(context, form);
  return 'user' in decision ? grant(context, decision.user, decision.refresh) : decision;
}

function identity(context: ApiContext, { user }: Session): Record<string, unknown> {
  const data = `${context.url()}/services/data/v{version}/`;
  return {
    id: idUrl(context, user),
    asserted_user: true,
    user_id: user.id,
    organization_id: context.org.orgId,
    username: user.username,
    nick_name: user.username.split('@')[0],
    display_name: user.name,
    email: user.email,
    active: true,
    user_type: 'STANDARD',
    language: user.locale,
    locale: user.locale,
    utcOffset: 0,
    urls: {
      rest: data,
      sobjects: `${data}sobjects/`,
      query: `${data}query/`,
      metadata: `${context.url()}/services/Soap/m/{version}/${context.org.orgId.slice(0, 15)}`,
      partner: `${context.url()}/services/Soap/u/{version}/${context.org.orgId.slice(0, 15)}`,
    },
  };
}

function userInfo(context: ApiContext, session: Session): Record<string, unknown> {
  const { user } = session;
  return {
    sub: idUrl(context, user),
    user_id: user.id,
    organization_id: context.org.orgId,
    preferred_username: user.username,
    nickname: user.username.split('@')[0],
    name: user.name,
    email: user.email,
    email_verified: true,
    zoneinfo: user.timeZone,
    active: true,
    user_type: 'STANDARD',
    urls: identity(context, session)['urls'],
  };
}

/** Answers what lies outside of the data API and needs its own kind of error. */
export function oauth(context: ApiContext, request: Request): Reply {
  if (request.path === '/services/oauth2/token') return token(context, request);
  if (request.path === '/services/oauth2/revoke') {
    const given = formBody(request.body.toString('utf8'))['token'] ?? request.query['token'] ?? '';
    return context.sessions.close(given)
      ? { status: 200, text: '' }
      : refusal('unsupported_token_type', 'this token type is not supported');
  }
  if (request.path === '/services/oauth2/authorize') return authorize(context, request);
  if (request.path === '/services/oauth2/singleaccess') return singleAccess(context, request);
  const isUserInfo = request.path === '/services/oauth2/userinfo';
  if (!isUserInfo && !/^\/id\/\w{15,18}\/\w{15,18}\/?$/.test(request.path)) throw notFound();
  const session = context.sessions.of(request);
  if (session === undefined)
    return { status: 403, text: 'Bad_OAuth_Token', contentType: 'text/plain;charset=UTF-8' };
  return {
    status: 200,
    json: isUserInfo ? userInfo(context, session) : identity(context, session),
  };
}

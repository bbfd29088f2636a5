/** The web flow: a form that asks for name and password, and the way back with a code. */
import { escapeXml } from '../../metadata';
import { formBody } from '../body';
import type { ApiContext, Reply, Request } from '../types';

const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\//;

function page(status: number, title: string, body: string): Reply {
  return {
    status,
    contentType: 'text/html;charset=UTF-8',
    // The page of a login must not be framed, nor load anything.
    headers: {
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'cache-control': 'no-store',
    },
    text: `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeXml(title)}</title><body style="font-family:sans-serif;max-width:32em;margin:4em auto"><h1>${escapeXml(title)}</h1>${body}</body></html>`,
  };
}

function form(username: string, problem = ''): Reply {
  const body = `<p>${escapeXml(problem)}</p><form method="post"><p><label>Username <input name="username" value="${escapeXml(username)}"></label></p><p><label>Password <input name="password" type="password" autofocus></label></p><p><button>Log in</button></p></form>`;
  return page(problem === '' ? 200 : 403, 'Log in to the local org', body);
}

/** `/services/oauth2/authorize`: GET shows the form, POST checks it and redirects with a code. */
export function authorize(context: ApiContext, request: Request): Reply {
  const { query } = request;
  const target = query['redirect_uri'] ?? '';
  // A code must not leave this machine.
  if (!LOOPBACK.test(target))
    return page(400, 'error=redirect_uri_mismatch', '<p>redirect_uri must match configuration</p>');
  if (query['response_type'] !== 'code')
    return page(400, 'error=unsupported_response_type', '<p>response type not supported</p>');
  if (request.method !== 'POST') return form(context.org.adminUser.username);
  const given = formBody(request.body.toString('utf8'));
  const name = given['username'] ?? '';
  const user = context.sessions.userByName(name);
  if (user === undefined || !context.credentials.isPassword(user.id, given['password'] ?? ''))
    return form(name, 'Please check your username and password.');
  const back = new URL(target);
  back.searchParams.set('code', context.codes.issue(user, query['code_challenge']));
  if (query['state'] !== undefined) back.searchParams.set('state', query['state']);
  return { status: 302, text: '', headers: { location: back.toString() } };
}

/** `/services/oauth2/singleaccess`: a link that logs a browser in, once. */
export function singleAccess(context: ApiContext, request: Request): Reply {
  const session = context.sessions.of(request);
  if (session === undefined)
    return { status: 403, text: 'Bad_OAuth_Token', contentType: 'text/plain;charset=UTF-8' };
  const link = new URL('/secur/frontdoor.jsp', context.url());
  link.searchParams.set('otp', context.codes.issue(session.user));
  const start = { ...request.query, ...formBody(request.body.toString('utf8')) }['redirect_uri'];
  if (start !== undefined) link.searchParams.set('startURL', start);
  return { status: 200, json: { frontdoor_uri: link.toString() } };
}

/** `/secur/frontdoor.jsp`: where such a link leads. There are no pages, so it says what there is. */
export function frontDoor(context: ApiContext, request: Request): Reply {
  const user = context.codes.redeem(request.query['otp'] ?? '');
  if (user === undefined)
    return page(
      403,
      'This link is used up',
      '<p>Ask for another one: <code>sf org open</code>.</p>',
    );
  const where = request.query['startURL'] ?? '/';
  return page(
    200,
    'Local org',
    `<p>Org ${context.org.orgId}, logged in as ${escapeXml(user.username)}, on the way to ${escapeXml(where)}.</p><p>The local org has no pages of its own; everything else answers at ${escapeXml(context.url())}.</p>`,
  );
}

import { generateKeyPairSync } from 'node:crypto';
import { Connection } from 'jsforce';
import jwt from 'jsonwebtoken';
import type { Served } from './fixture';
import { call, serve } from './fixture';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

async function token(
  form: Record<string, string>,
): Promise<{ status: number; body: Record<string, string> }> {
  const response = await fetch(`${served.server.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

test('user name and password over SOAP', async () => {
  const { url, credentials } = served.server;
  const connection = new Connection({ loginUrl: url, version: '65.0' });
  const user = await connection.login(credentials.username, credentials.password);
  expect(user).toEqual({
    id: served.org.adminUser.id,
    organizationId: served.org.orgId,
    url: `${url}/id/${served.org.orgId}/${served.org.adminUser.id}`,
  });
  expect(connection.instanceUrl).toBe(url);
  expect(connection.accessToken).toMatch(/^00D\w{12}![.\w]{40,}$/);
  expect((await connection.query('SELECT Id FROM Organization')).totalSize).toBe(1);
  await connection.logout();
  await expect(connection.query('SELECT Id FROM Organization')).rejects.toThrow();
});

test('the password lets in, nothing else does', async () => {
  const { url, credentials } = served.server;
  const connection = new Connection({ loginUrl: url, version: '65.0' });
  for (const wrong of ['wrong', ' ', `${credentials.password}TOKEN`, credentials.password.slice(1)])
    await expect(connection.login(credentials.username, wrong)).rejects.toThrow(
      'INVALID_LOGIN: Invalid username, password, security token; or user locked out.',
    );
  await expect(connection.login('nobody@nowhere', credentials.password)).rejects.toThrow(
    /INVALID_LOGIN/,
  );
});

test('a user has the password that was set for him, and only he and administrators set it', async () => {
  const { url, credentials } = served.server;
  const stan = served.org.users().find(({ username }) => username === 'user@local.org')!;
  const admin = served.connect();
  const login = async (password: string): Promise<Connection> => {
    const connection = new Connection({ loginUrl: url, version: '65.0' });
    await connection.login(stan.username, password);
    return connection;
  };
  await admin.soap.setPassword(stan.id, 'first-one');
  await expect(login(credentials.password)).rejects.toThrow(/INVALID_LOGIN/);
  const own = await login('first-one');
  await own.request({
    method: 'POST',
    url: `/sobjects/User/${stan.id}/password`,
    body: JSON.stringify({ NewPassword: 'second-one' }),
  });
  await login('second-one');
  await expect(login('first-one')).rejects.toThrow(/INVALID_LOGIN/);
  await expect(own.soap.setPassword(served.org.adminUser.id, 'third-one')).rejects.toThrow(
    /INSUFFICIENT_ACCESS/,
  );
  await expect(admin.soap.setPassword(stan.id, 'short')).rejects.toThrow(/INVALID_NEW_PASSWORD/);
  const { password } = await admin.soap.resetPassword(stan.id);
  await login(password);
  await admin.login(credentials.username, credentials.password);
});

describe('a session', () => {
  const HOUR = 3_600_000;
  const ask = async (token: string): Promise<number> => {
    const authorization = `Bearer ${token}`;
    const path = '/services/data/v65.0/limits';
    return (await call(served, 'GET', path, undefined, { authorization })).status;
  };
  const login = async (): Promise<Connection> => {
    const { url, credentials } = served.server;
    const connection = new Connection({ loginUrl: url, version: '65.0' });
    await connection.login(credentials.username, credentials.password);
    return connection;
  };

  test('ends after two hours without a request, and each request begins them anew', async () => {
    const token = (await login()).accessToken!;
    for (let i = 0; i < 3; i++) {
      await served.org.advance(2 * HOUR);
      expect(await ask(token)).toBe(200);
    }
    await served.org.advance(2 * HOUR + 1);
    const lost = await call(served, 'GET', '/services/data/v65.0/limits', undefined, {
      authorization: `Bearer ${token}`,
    });
    expect([lost.status, lost.body]).toEqual([
      401,
      [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
    ]);
  });

  test('that has ended is renewed by the refresh token of the same login', async () => {
    const { clientId, clientSecret, username, password } = served.server.credentials;
    const connection = new Connection({
      oauth2: { loginUrl: served.server.url, clientId, clientSecret },
      version: '65.0',
    });
    await connection.authorize({ grant_type: 'password', username, password });
    const renewed: string[] = [];
    connection.on('refresh', (token: string) => renewed.push(token));
    await served.org.advance(3 * HOUR);
    expect((await connection.query('SELECT Id FROM Organization')).totalSize).toBe(1);
    expect(renewed).toEqual([connection.accessToken]);
  });

  test('of the one who started the server does not end', async () => {
    await served.org.advance(1000 * HOUR);
    expect(await ask(served.server.credentials.token)).toBe(200);
  });
});

test('password and client credentials over OAuth, and refresh', async () => {
  const { credentials } = served.server;
  const { clientId: client_id, clientSecret: client_secret, username, password } = credentials;
  const granted = await token({
    grant_type: 'password',
    client_id,
    client_secret,
    username,
    password,
  });
  expect(granted.body).toMatchObject({ token_type: 'Bearer', instance_url: served.server.url });
  const refresh_token = granted.body['refresh_token'] ?? '';
  expect(await token({ grant_type: 'refresh_token', client_id, refresh_token })).toMatchObject({
    status: 200,
  });
  expect(await token({ grant_type: 'client_credentials', client_id, client_secret })).toMatchObject(
    { status: 200 },
  );
  expect(
    await token({ grant_type: 'client_credentials', client_id, client_secret: 'x' }),
  ).toMatchObject({
    status: 400,
    body: { error: 'invalid_client' },
  });
  expect(await token({ grant_type: 'refresh_token', client_id, refresh_token: 'x' })).toMatchObject(
    { status: 400 },
  );
  expect(await token({ grant_type: 'toString' })).toMatchObject({
    status: 400,
    body: { error: 'unsupported_grant_type' },
  });
});

test('a JWT that the key signs, and none that it does not', async () => {
  const { credentials, url } = served.server;
  const sign = (key: string, user: string, options: jwt.SignOptions = {}): string =>
    jwt.sign({ iss: 'me', sub: user, aud: url }, key, {
      algorithm: 'RS256',
      expiresIn: 60,
      ...options,
    });
  const ask = (assertion: string): ReturnType<typeof token> =>
    token({ grant_type: JWT_BEARER, assertion });
  const key = credentials.jwtPrivateKey() ?? '';
  const good = await ask(sign(key, credentials.username));
  expect(good.status).toBe(200);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const foreign = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const unsigned = jwt.sign({ sub: credentials.username }, '', {
    algorithm: 'none',
    expiresIn: 60,
  });
  for (const bad of [
    sign(foreign, credentials.username),
    sign(key, 'nobody@nowhere'),
    sign(key, credentials.username, { expiresIn: -1 }),
    unsigned,
    'x.y.z',
  ])
    expect(await ask(bad)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('identity and user info tell who is there', async () => {
  const connection = served.connect();
  const identity = await connection.identity();
  expect(identity).toMatchObject({
    user_id: served.org.adminUser.id,
    organization_id: served.org.orgId,
    username: served.org.adminUser.username,
  });
  const info = await call(served, 'GET', '/services/oauth2/userinfo');
  expect(info.body).toMatchObject({ user_id: served.org.adminUser.id });
  const soap = (await connection.soap.getUserInfo()) as { userName?: string };
  expect(soap.userName).toBe(served.org.adminUser.username);
});

test.each([
  ['none', {}],
  ['a made-up one', { authorization: 'Bearer 00D000000000001!nope' }],
  ['an empty one', { authorization: 'Bearer ' }],
])('without a good token there is no way in: %s', async (_, headers) => {
  for (const path of [
    '/services/data/v65.0/limits',
    '/services/apexrest/echo',
    '/local-org/status',
  ]) {
    const response = await fetch(served.server.url + path, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual([
      { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
    ]);
  }
  const soap = await fetch(`${served.server.url}/services/Soap/m/65.0`, {
    method: 'POST',
    body: '<e:Envelope xmlns:e="x"><e:Body><describeMetadata/></e:Body></e:Envelope>',
  });
  expect(soap.status).toBe(500);
  expect(await soap.text()).toContain('<faultcode>sf:INVALID_SESSION_ID</faultcode>');
});

test('the token is found wherever tools put it', async () => {
  const { token: good } = served.server.credentials;
  const get = (path: string, headers: Record<string, string>): Promise<Response> =>
    fetch(served.server.url + path, { headers });
  expect((await get('/services/data/v65.0', { authorization: `OAuth ${good}` })).status).toBe(200);
  expect((await get('/services/data/v65.0', { 'x-sfdc-session': good })).status).toBe(200);
  expect((await get(`/services/data/v65.0?oauth_token=${good}`, {})).status).toBe(200);
  expect((await get('//services/data/v65.0', { authorization: `Bearer ${good}` })).status).toBe(
    200,
  );
});

test('sessions of two starts have nothing in common', async () => {
  const other = await serve();
  expect(other.org.orgId).toBe(served.org.orgId);
  expect(other.server.credentials.token).not.toBe(served.server.credentials.token);
  expect(other.server.credentials.password).not.toBe(served.server.credentials.password);
  await other.close();
});

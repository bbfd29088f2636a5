/** The HTTP side: sockets, sizes, encodings. Everything else is the dispatcher's. */
import { gunzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fastify from 'fastify';
import type { EmbeddedOrg, KeptOrg } from '../org';
import { AnswerLost, OrgError } from '../org/contract';
import type { CredentialOptions } from './auth/credentials';
import { Credentials } from './auth/credentials';
import type { KeptSessions } from './auth/sessions';
import { formBody } from './body';
import { createContext } from './context';
import { Dispatcher } from './dispatch';
import { asOrgError, errorReply, jsonError, notFound } from './errors';
import { soapFault } from './soap/envelope';
import type { Renewed, Reply, Request } from './types';

export interface ServerOptions {
  /** 0, the default: any free port. */
  readonly port?: number;
  readonly host?: string;
  readonly credentials?: CredentialOptions;
  /** How long a session lives without a request, milliseconds of org time. Default: two hours. */
  readonly sessionIdleMs?: number;
  /** A scratch org tracks its sources and is no Dev Hub. Default: the other way round. */
  readonly scratch?: boolean;
  /** Tokens of an earlier start. */
  readonly sessions?: KeptSessions;
  /** Makes the org that takes the place of this one when a user asks for a new one. */
  readonly renew?: () => Promise<EmbeddedOrg>;
  /** Facts to show in `/local-org/status`, for example the seed. */
  readonly info?: Readonly<Record<string, unknown>>;
}

/** What a server needs to go on after a restart. Secrets are in it. */
export interface KeptServer {
  readonly org: KeptOrg;
  readonly credentials: CredentialOptions;
  readonly sessions: KeptSessions;
}

export interface Server {
  readonly url: string;
  readonly credentials: {
    readonly username: string;
    readonly password: string;
    /** Access token of the administrator. */
    readonly token: string;
    readonly clientId: string;
    readonly clientSecret: string;
    /** PEM for the JWT flow; undefined when a public key was given. */
    jwtPrivateKey(): string | undefined;
  };
  /** A code that can be exchanged for tokens of the administrator, once. */
  authCode(): string;
  /** Org, tokens and passwords as they are now, as plain data. */
  keep(): KeptServer;
  /** Ends it, and the scratch orgs that were made of it. */
  close(): Promise<void>;
}

/** The platform's limit: a deploy of 39 million bytes as base64 in its envelope. */
const MAX_BODY = 52_428_800;
/** Deploys and loads: what may be large. */
const LARGE =
  /^\/services\/(?:Soap\/m\/|async\/|data\/[^/]+\/(?:metadata\/deployRequest|jobs\/ingest\/))/;
/** For everything else. */
const MAX_PLAIN_BODY = 6 * 1024 * 1024;

function tooLarge(limit: number): OrgError {
  if (limit === MAX_BODY)
    return new OrgError(
      413,
      'LIMIT_EXCEEDED',
      `Maximum size of request reached. Maximum size of request is ${limit} bytes.`,
    );
  return new OrgError(
    413,
    'REQUEST_LIMIT_EXCEEDED',
    `The request body is larger than ${limit} bytes.`,
  );
}

function singleHeaders(headers: FastifyRequest['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function bodyOf(request: FastifyRequest, path: string): Buffer {
  const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const limit = LARGE.test(path) ? MAX_BODY : MAX_PLAIN_BODY;
  if (raw.length > limit) throw tooLarge(limit);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return raw;
  if (encoding !== 'gzip')
    throw new OrgError(
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      `Content-Encoding ${encoding} is not supported.`,
    );
  try {
    return gunzipSync(raw, { maxOutputLength: limit });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw jsonError('The request body is not valid gzip.');
  }
}

function toRequest(request: FastifyRequest): Request {
  // Tools that keep a URL with a trailing slash send paths with two leading ones.
  const [path = '/', ...search] = request.url.replace(/^\/+/, '/').split('?');
  const query = formBody(search.join('?'));
  const method = query['_HttpMethod'] ?? request.method;
  return {
    method,
    path,
    query,
    headers: singleHeaders(request.headers),
    body: bodyOf(request, path),
  };
}

async function send(
  reply: FastifyReply,
  { status, json, text, contentType, headers }: Reply,
): Promise<void> {
  const type = contentType ?? (json === undefined ? undefined : 'application/json;charset=UTF-8');
  const body = json === undefined ? (text ?? '') : JSON.stringify(json);
  void reply.code(status).headers(headers ?? {});
  if (type !== undefined) void reply.header('content-type', type);
  await reply.send(status === 204 ? null : Buffer.from(body));
}

/** An error before the dispatcher: SOAP clients understand nothing but faults. */
function failure(error: unknown, url: string): Reply {
  const known = asOrgError(error);
  return /^\/+services\/Soap\//.test(url)
    ? soapFault(known.errorCode, known.message)
    : errorReply(known);
}

/** Answers one request, or hangs up when its answer is lost. */
async function handle(
  dispatcher: Dispatcher,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  let answer: Reply;
  try {
    answer = await dispatcher.answer(toRequest(request));
  } catch (error) {
    if (error instanceof AnswerLost) {
      reply.hijack();
      request.raw.socket.destroy();
      return;
    }
    answer = failure(error, request.url);
  }
  await send(reply, answer);
}

/** Errors of the HTTP layer itself, in the platform's shape. */
function httpError(error: {
  readonly statusCode?: number;
  readonly code?: string;
  message: string;
}): OrgError {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge(MAX_BODY);
  const status = error.statusCode ?? 500;
  return new OrgError(
    status,
    status < 500 ? 'INVALID_REQUEST' : 'UNKNOWN_EXCEPTION',
    error.message,
  );
}

/** Starts to serve an org over HTTP. */
export async function createServer(org: EmbeddedOrg, options: ServerOptions = {}): Promise<Server> {
  let url = '';
  const credentials = new Credentials(options.credentials);
  const contextOf = (of: EmbeddedOrg): ReturnType<typeof createContext> =>
    createContext(
      of,
      options,
      credentials,
      createServer,
      () => url,
      options.renew && (() => renew()),
    );
  let current = contextOf(org);
  if (options.sessions) current.context.sessions.load(options.sessions);
  let dispatcher = new Dispatcher(current.context);
  const renew = async (): Promise<Renewed> => {
    const next = await options.renew!();
    const before = current;
    current = contextOf(next);
    dispatcher = new Dispatcher(current.context);
    await before.release();
    await before.context.org.close();
    credentials.forgetPasswords();
    return { orgId: next.orgId, token: current.context.sessions.open(next.adminUser, true).token };
  };
  const app = fastify({
    bodyLimit: MAX_BODY,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 100_000 },
    // Executed Apex may take minutes; only the arrival of a request is bounded.
    requestTimeout: 120_000,
    // Records may well have fields that JavaScript finds dangerous; bodies are parsed by us.
    onProtoPoisoning: 'ignore',
    // A path that cannot even be decoded leads nowhere.
    frameworkErrors: (_, __, reply) => void send(reply as FastifyReply, errorReply(notFound())),
    rewriteUrl: (request) => (request.url ?? '/').replace(/^\/+/, '/'),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  app.setErrorHandler(async (error: Error, request, reply) => {
    await send(reply, failure(httpError(error), request.url));
  });
  app.setNotFoundHandler((request, reply) => handle(dispatcher, request, reply));
  app.all('/*', (request, reply) => handle(dispatcher, request, reply));
  const host = options.host ?? '127.0.0.1';
  await app.listen({ port: options.port ?? 0, host });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const { token } = current.context.sessions.open(org.adminUser, true);
  return {
    url,
    credentials: {
      username: org.adminUser.username,
      password: credentials.password,
      token,
      clientId: credentials.clientId,
      clientSecret: credentials.clientSecret,
      jwtPrivateKey: () => credentials.jwtPrivateKey(),
    },
    keep: () => ({
      org: current.context.org.keep(),
      credentials: credentials.save(),
      sessions: current.context.sessions.save(),
    }),
    authCode: () => current.context.codes.issue(current.context.org.adminUser),
    close: async () => {
      await current.release();
      await app.close();
      if (current.context.org !== org) await current.context.org.close();
    },
  };
}

/** From a request to its reply: who may, what is meant, and what came of it. */
import type { Reply, Request, Route, ApiContext, Call } from './types';
import { oauth } from './auth/oauth';
import { passwordRoutes } from './auth/passwords';
import { createUser } from './auth/scim';
import type { Session } from './auth/sessions';
import { frontDoor } from './auth/web';
import { ingestRoutes } from './bulk/ingest';
import { queryJobRoutes } from './bulk/query-jobs';
import { xmlBulk } from './bulk/xml-jobs';
import { controlRoutes } from './control';
import { Records } from './data/records';
import { errorReply, invalidSession, notFound } from './errors';
import { actionRoutes } from './rest/actions';
import { collectionRoutes } from './rest/collections';
import { compositeRoutes } from './rest/composite';
import { deployRoutes } from './rest/deploy';
import { describeRoutes } from './rest/describe';
import { queryRoutes } from './rest/query';
import { refusedRoutes } from './rest/refused';
import { replicationRoutes } from './rest/replication';
import { limitInfo, rootRoutes, versions } from './rest/root';
import { rowRoutes } from './rest/rows';
import { treeRoutes } from './rest/tree';
import { Router } from './router';
import { soap } from './soap/service';
import { toolingDescribe, virtualRoutes } from './tables/routes';
import { apexUnitRoutes } from './tooling/apex-units';
import { toolingRoutes } from './tooling/routes';

const DATA = /^\/services\/data\/v(\d{1,3}\.\d)(\/.*)?$/s;

/** All endpoints of one server. */
export class Dispatcher {
  readonly #data: Router;
  readonly #control: Router;

  constructor(private readonly context: ApiContext) {
    const dispatch = (call: Call, path: string): Promise<Reply> =>
      this.#run(this.#data, call, path);
    const real: readonly Route[] = [
      ...rootRoutes,
      ...describeRoutes,
      ...collectionRoutes,
      ...compositeRoutes(dispatch),
      ...treeRoutes,
      ...queryRoutes,
      ...actionRoutes,
      ...deployRoutes,
      ...ingestRoutes,
      ...queryJobRoutes,
      ...toolingRoutes,
      ...rowRoutes,
    ];
    this.#data = new Router([
      ...refusedRoutes,
      ...replicationRoutes,
      ...passwordRoutes,
      ...apexUnitRoutes,
      toolingDescribe,
      ...virtualRoutes(real),
      ...real,
    ]);
    this.#control = new Router(controlRoutes);
  }

  /** Answers any request; rejects only with AnswerLost. */
  async answer(request: Request): Promise<Reply> {
    this.context.counters.requests += 1;
    try {
      return await this.#route(request);
    } catch (error) {
      return errorReply(error);
    }
  }

  async #route(request: Request): Promise<Reply> {
    const { path } = request;
    if (/^\/services\/data\/?$/.test(path) && request.method === 'GET') return versions();
    if (path.startsWith('/services/oauth2/') || path.startsWith('/id/'))
      return oauth(this.context, request);
    if (path.startsWith('/services/Soap/')) return soap(this.context, request);
    const [, version = '', rest = ''] = DATA.exec(path) ?? [];
    if (version !== '') {
      const reply = await this.#run(this.#data, this.#call(request, version), rest);
      return { ...reply, headers: { ...limitInfo(this.context), ...reply.headers } };
    }
    if (path.startsWith('/services/apexrest/')) return this.#apexRest(request);
    if (/^\/services\/scim\/v\d+\/Users\/?$/.test(path)) return createUser(this.#call(request, ''));
    if (path.startsWith('/local-org/'))
      return this.#run(this.#control, this.#call(request, ''), path);
    if (path.startsWith('/services/async/')) return xmlBulk(this.context, request);
    if (/^\/cometd\/\d+\.\d(?:\/|$)/.test(path))
      return this.context.bayeux.answer(this.context, request);
    if (path === '/secur/frontdoor.jsp') return frontDoor(this.context, request);
    throw notFound();
  }

  async #run(router: Router, call: Call, path: string): Promise<Reply> {
    const { route, params } = router.match(call.method, path);
    return route.handle({ ...call, params });
  }

  #session(request: Request): Session {
    const session = this.context.sessions.of(request);
    if (session === undefined) throw invalidSession();
    return session;
  }

  #call(request: Request, version: string): Call {
    const session = this.#session(request);
    const records = new Records(this.context.org, session.user);
    return { ...request, context: this.context, session, version, params: {}, records };
  }

  async #apexRest(request: Request): Promise<Reply> {
    const { user } = this.#session(request);
    const { method, query, headers, body } = request;
    const path = request.path.slice('/services/apexrest'.length);
    const reply = await this.context.org.apexRest({ method, path, query, headers, body }, { user });
    const { 'content-type': contentType, ...others } = Object.fromEntries(
      Object.entries(reply.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    return {
      status: reply.status,
      text: reply.body,
      contentType: contentType ?? 'application/json;charset=UTF-8',
      headers: others,
    };
  }
}

/** `/composite`, `/composite/graph` and `/composite/batch`: requests inside of a request. */
import { OrgError } from '../../org/contract';
import type { JsonObject } from '../body';
import { flagOf, formBody, isObject, jsonBody, objectsOf, stringOf } from '../body';
import type { Records } from '../data/records';
import { errorBody, errorReply, jsonError } from '../errors';
import type { Call, Reply, Route } from '../types';
import { resolve } from './references';

/** Runs one call by method and path; given by the server, which knows all routes. */
export type Dispatch = (call: Call, path: string) => Promise<Reply>;

const MAX_SUBREQUESTS = 25;
const MAX_GRAPH_NODES = 500;

interface SubRequest {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

interface SubAnswer extends JsonObject {
  readonly body: unknown;
  readonly httpHeaders: unknown;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

const HALTED = new OrgError(
  400,
  'PROCESSING_HALTED',
  'The transaction was rolled back since another operation in the same transaction failed.',
);

class Halt extends Error {}

async function send(
  dispatch: Dispatch,
  call: Call,
  { method, url, body, headers }: SubRequest,
  records: Records,
): Promise<Reply> {
  const [, version, path = '', search = ''] =
    /^(?:\/?services\/data\/)?\/?v(\d+\.\d)(\/[^?]*)?(?:\?(.*))?$/s.exec(url) ?? [];
  if (version === undefined)
    return errorReply(new OrgError(400, 'INVALID_REQUEST', `The url ${url} is not valid here.`));
  if (path.startsWith('/composite') && !path.startsWith('/composite/sobjects'))
    return errorReply(new OrgError(400, 'INVALID_REQUEST', 'Composite requests cannot be nested.'));
  const sub: Call = {
    ...call,
    method: method.toUpperCase(),
    version,
    records,
    query: formBody(search),
    headers: { ...call.headers, ...headers },
    body: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)),
  };
  try {
    return await dispatch(sub, path);
  } catch (error) {
    return errorReply(error);
  }
}

function headersOf(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => [name.toLowerCase(), String(text)]),
  );
}

function subRequest(entry: JsonObject): SubRequest {
  const method = stringOf(entry, 'method');
  const url = stringOf(entry, 'url');
  if (method === undefined || url === undefined)
    throw jsonError('Each subrequest needs a method and a url.');
  return { method, url, body: entry['body'], headers: headersOf(entry['httpHeaders']) };
}

function answer(referenceId: string, reply: Reply): SubAnswer {
  return {
    body: reply.json ?? null,
    httpHeaders: reply.headers ?? {},
    httpStatusCode: reply.status,
    referenceId,
  };
}

/** Runs subrequests in order; with `stop`, the first failure ends the series. */
async function runSeries(
  dispatch: Dispatch,
  call: Call,
  entries: readonly JsonObject[],
  records: Records,
  stop: boolean,
): Promise<readonly SubAnswer[]> {
  const bodies = new Map<string, unknown>();
  const answers: SubAnswer[] = [];
  for (const entry of entries) {
    const referenceId = stringOf(entry, 'referenceId') ?? '';
    let reply: Reply;
    try {
      const { method, url, body, headers } = subRequest(entry);
      const resolved = resolve({ method, url, body, headers }, bodies);
      reply = await send(dispatch, call, resolved, records);
    } catch (error) {
      reply = errorReply(error);
    }
    answers.push(answer(referenceId, reply));
    if (reply.status < 400) bodies.set(referenceId, reply.json);
    else if (stop) break;
  }
  return answers;
}

/** Runs a series in one transaction: after a failure all others are told that it was undone. */
async function runTogether(
  dispatch: Dispatch,
  call: Call,
  entries: readonly JsonObject[],
): Promise<{ answers: readonly SubAnswer[]; failed: boolean }> {
  let answers: readonly SubAnswer[] = [];
  try {
    await call.records.atomic(async (records) => {
      answers = await runSeries(dispatch, call, entries, records, true);
      if (answers.some(({ httpStatusCode }) => httpStatusCode >= 400)) throw new Halt();
    });
    return { answers, failed: false };
  } catch (error) {
    if (!(error instanceof Halt)) throw error;
  }
  const halted: Reply = { status: HALTED.status, json: errorBody(HALTED) };
  const all = entries.map((entry, i) => {
    const own = answers[i];
    if (own !== undefined && own.httpStatusCode >= 400) return own;
    return answer(stringOf(entry, 'referenceId') ?? '', halted);
  });
  return { answers: all, failed: true };
}

function checkReferences(entries: readonly JsonObject[], max: number): void {
  if (entries.length > max)
    throw new OrgError(400, 'LIMIT_EXCEEDED', `At most ${max} subrequests are allowed.`);
  const seen = new Set<string>();
  for (const entry of entries) {
    const id = stringOf(entry, 'referenceId');
    if (id === undefined || !/^[A-Za-z0-9]\w*$/.test(id))
      throw jsonError('Each subrequest needs a referenceId of letters, digits and underscores.');
    if (seen.has(id)) throw jsonError(`Duplicate ReferenceId provided: ${id}`);
    seen.add(id);
  }
}

export function compositeRoutes(dispatch: Dispatch): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/composite',
      handle: async (call) => {
        const body = jsonBody(call);
        const entries = objectsOf(body, 'compositeRequest');
        checkReferences(entries, MAX_SUBREQUESTS);
        const compositeResponse = flagOf(body['allOrNone'])
          ? (await runTogether(dispatch, call, entries)).answers
          : await runSeries(dispatch, call, entries, call.records, false);
        return { status: 200, json: { compositeResponse } };
      },
    },
    {
      method: 'POST',
      path: '/composite/graph',
      handle: async (call) => {
        const graphs: JsonObject[] = [];
        for (const graph of objectsOf(jsonBody(call), 'graphs')) {
          const entries = objectsOf(graph, 'compositeRequest');
          checkReferences(entries, MAX_GRAPH_NODES);
          const { answers, failed } = await runTogether(dispatch, call, entries);
          graphs.push({
            graphId: graph['graphId'],
            graphResponse: { compositeResponse: answers },
            isSuccessful: !failed,
          });
        }
        return { status: 200, json: { graphs } };
      },
    },
    {
      method: 'POST',
      path: '/composite/batch',
      handle: async (call) => {
        const body = jsonBody(call);
        const entries = objectsOf(body, 'batchRequests');
        if (entries.length > MAX_SUBREQUESTS)
          throw new OrgError(400, 'LIMIT_EXCEEDED', `At most ${MAX_SUBREQUESTS} are allowed.`);
        const results: { statusCode: number; result: unknown }[] = [];
        for (const entry of entries) {
          const request = { ...subRequest(entry), body: entry['richInput'] };
          const failedBefore = results.some(({ statusCode }) => statusCode >= 400);
          const { status, json } =
            flagOf(body['haltOnError']) && failedBefore
              ? {
                  status: 412,
                  json: errorBody(
                    new OrgError(
                      412,
                      'BATCH_PROCESSING_HALTED',
                      'Batch processing halted per request',
                    ),
                  ),
                }
              : await send(dispatch, call, request, call.records);
          results.push({ statusCode: status, result: json ?? null });
        }
        const hasErrors = results.some(({ statusCode }) => statusCode >= 400);
        return { status: 200, json: { hasErrors, results } };
      },
    },
  ];
}

/** `/metadata/deployRequest`: deploys without SOAP. */
import busboy from 'busboy';
import { OrgError } from '../../org/contract';
import type { JsonObject } from '../body';
import { flagOf, isObject, jsonBody, stringOf } from '../body';
import { jsonError } from '../errors';
import type { DeployOptions } from '../metadata/deploys';
import type { Call, Reply, Route } from '../types';

interface Parts {
  readonly zip: Buffer | undefined;
  readonly json: Buffer | undefined;
}

/** Takes a multipart body apart; parts are told by their content type, as their names vary. */
function parts(body: Buffer, contentType: string): Promise<Parts> {
  return new Promise((resolve, reject) => {
    const found: { zip?: Buffer; json?: Buffer } = {};
    const fail = (): void => reject(jsonError('The multipart body could not be read.'));
    let reader: busboy.Busboy;
    try {
      reader = busboy({ headers: { 'content-type': contentType }, limits: { parts: 10 } });
    } catch {
      fail();
      return;
    }
    const keep = (type: string, content: Buffer): void => {
      if (type.includes('json')) found.json = content;
      else found.zip = content;
    };
    reader.on('file', (_, stream, { mimeType }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => keep(mimeType, Buffer.concat(chunks)));
    });
    reader.on('field', (_, value, { mimeType }) => keep(mimeType, Buffer.from(value)));
    reader.on('error', fail);
    reader.on('close', () => resolve({ zip: found.zip, json: found.json }));
    reader.end(body);
  });
}

function options(given: JsonObject): DeployOptions {
  const { runTests } = given;
  return {
    checkOnly: flagOf(given['checkOnly']),
    rollbackOnError: given['rollbackOnError'] === undefined || flagOf(given['rollbackOnError']),
    testLevel: stringOf(given, 'testLevel'),
    runTests: Array.isArray(runTests) ? runTests.map(String) : [],
  };
}

async function start(call: Call): Promise<Reply> {
  const { deploys } = call.context;
  const contentType = call.headers['content-type'] ?? '';
  if (!contentType.startsWith('multipart/')) {
    const id = stringOf(jsonBody(call), 'validatedDeployRequestId');
    if (id === undefined) throw jsonError('A multipart body was expected.');
    const deployed = await deploys.deployValidated(id, call.session.user);
    return answer(call, deployed, 201);
  }
  const { zip, json } = await parts(call.body, contentType);
  if (zip === undefined) throw new OrgError(400, 'INVALID_INPUT', 'The body holds no zip.');
  const body = json === undefined ? {} : jsonBody({ body: json });
  const given = isObject(body['deployOptions']) ? body['deployOptions'] : {};
  return answer(call, await deploys.start(zip, options(given), call.session.user), 201);
}

function answer({ context }: Call, id: string, status: number, details = true): Reply {
  const deployResult = context.deploys.status(id, details);
  return { status, json: { id, validatedDeployRequestId: null, deployResult } };
}

export const deployRoutes: readonly Route[] = [
  { method: 'POST', path: '/metadata/deployRequest', handle: start },
  {
    method: 'GET',
    path: '/metadata/deployRequest/:id',
    handle: (call) =>
      answer(call, call.params['id'] ?? '', 200, call.query['includeDetails'] === 'true'),
  },
  {
    method: 'PATCH',
    path: '/metadata/deployRequest/:id',
    handle: (call) => {
      const id = call.params['id'] ?? '';
      call.context.deploys.cancel(id, call.session.user);
      return answer(call, id, 202);
    },
  },
];

/** `/services/Soap/{m,s,u}/version`: metadata, Apex and partner operations. */
import { OrgError } from '../../org/contract';
import type { Session } from '../auth/sessions';
import { asOrgError, notFound } from '../errors';
import type { ApiContext, Reply, Request } from '../types';
import { apexOperations } from './apex';
import { componentOperations } from './components';
import type { SoapRequest } from './envelope';
import { parseEnvelope, soapFault } from './envelope';
import { metadataOperations } from './metadata';
import { login, partnerOperations } from './partner';

export interface SoapCall extends SoapRequest {
  readonly context: ApiContext;
  readonly session: Session;
  readonly version: string;
}

export type Operation = (call: SoapCall) => Promise<Reply> | Reply;

const SERVICES: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  m: { ...metadataOperations, ...componentOperations },
  s: apexOperations,
  u: partnerOperations,
};

async function run(
  context: ApiContext,
  kind: string,
  version: string,
  request: Request,
): Promise<Reply> {
  const parsed = parseEnvelope(request.body);
  const name = parsed.operation.name;
  if (kind === 'u' && name === 'login') return login(context, parsed.operation, version);
  const session = context.sessions.find(parsed.sessionId);
  if (session === undefined)
    return soapFault(
      'INVALID_SESSION_ID',
      'Invalid Session ID found in SessionHeader: Illegal Session. Session not found',
    );
  const operations = SERVICES[kind] ?? {};
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined)
    throw new OrgError(
      500,
      'INVALID_OPERATION',
      `The operation ${name} is not supported by the local org; see docs/differences.md`,
    );
  return operation({ ...parsed, context, session, version });
}

/** Answers one SOAP request; whatever goes wrong becomes a fault. */
export async function soap(context: ApiContext, request: Request): Promise<Reply> {
  const [, kind, version] =
    /^\/services\/Soap\/([msu])\/(\d+\.\d)(?:\/|$)/.exec(request.path) ?? [];
  if (kind === undefined || version === undefined) throw notFound();
  if (request.method !== 'POST')
    throw new OrgError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${request.method}' not allowed.`);
  try {
    return await run(context, kind, version, request);
  } catch (error) {
    const { errorCode, message } = asOrgError(error);
    return soapFault(errorCode, message);
  }
}

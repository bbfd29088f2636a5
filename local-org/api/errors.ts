/** Errors in the platform's shape. */
import { AnswerLost, OrgError } from '../org/contract';
import type { Reply, RowError } from './types';

export function notFound(message = 'The requested resource does not exist'): OrgError {
  return new OrgError(404, 'NOT_FOUND', message);
}

export function invalidSession(): OrgError {
  return new OrgError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
}

export function jsonError(message: string): OrgError {
  return new OrgError(400, 'JSON_PARSER_ERROR', message);
}

/** A part of the platform that is missing here; said plainly, never guessed at. */
export function unsupported(what: string): OrgError {
  return new OrgError(
    400,
    'NOT_SUPPORTED_BY_LOCAL_ORG',
    `${what} is not supported by the local org; see docs/differences.md`,
  );
}

/** The first error of a row that failed, as an exception with the status that fits. */
export function rowFailure(errors: readonly RowError[]): OrgError {
  const [first] = errors;
  if (first === undefined) return new OrgError(400, 'UNKNOWN_EXCEPTION', 'The row was refused.');
  const { statusCode, fields } = first;
  // The same code for a field's value is the fault of the body, not of the path.
  const unknown = statusCode === 'INVALID_CROSS_REFERENCE_KEY' && fields.length === 0;
  const missing = unknown || ['ENTITY_IS_DELETED', 'NOT_FOUND'].includes(statusCode);
  return new OrgError(missing ? 404 : 400, statusCode, first.message, fields);
}

function isCoded(error: unknown): error is Error & { readonly errorCode: string } {
  return error instanceof Error && typeof (error as { errorCode?: unknown }).errorCode === 'string';
}

/**
 * Any exception as an OrgError.
 *
 * @throws AnswerLost unchanged, as it has no answer
 */
export function asOrgError(error: unknown): OrgError {
  if (error instanceof AnswerLost) throw error;
  if (error instanceof OrgError) return error;
  // SOQL errors and their kin know their code, but not HTTP.
  if (isCoded(error)) return new OrgError(400, error.errorCode, error.message);
  const message = error instanceof Error ? error.message : String(error);
  return new OrgError(500, 'UNKNOWN_EXCEPTION', `An unexpected error occurred: ${message}`);
}

/** `[{ errorCode, message, fields }]`; `fields` only where rows are concerned. */
export function errorBody(error: OrgError): readonly Record<string, unknown>[] {
  const { errorCode, message, fields } = error;
  return [{ message, errorCode, ...(fields.length > 0 ? { fields } : {}) }];
}

export function errorReply(error: unknown): Reply {
  const known = asOrgError(error);
  return { status: known.status, json: errorBody(known) };
}

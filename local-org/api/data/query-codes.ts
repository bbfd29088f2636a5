/** Error codes of queries. Apex knows one exception for all; the API tells them apart. */
import { OrgError } from '../../org/contract';

const CODES: readonly (readonly [pattern: RegExp, errorCode: string])[] = [
  [/^sObject type '/, 'INVALID_TYPE'],
  [/in FROM part of query call/, 'INVALID_TYPE'],
  [/^No such column '/, 'INVALID_FIELD'],
  [/^Didn't understand relationship '/, 'INVALID_FIELD'],
  [/^value of filter criterion for field '/, 'INVALID_FIELD'],
];

/** Gives a refused query the code that clients of the platform look for. */
export function withQueryCode(error: unknown): unknown {
  if (!(error instanceof OrgError) || error.errorCode !== 'MALFORMED_QUERY') return error;
  const code = CODES.find(([pattern]) => pattern.test(error.message))?.[1];
  return code === undefined ? error : new OrgError(error.status, code, error.message);
}

/** Reads request bodies. */
import { jsonError } from './errors';
import type { Request } from './types';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The body as a JSON object. */
export function jsonBody(request: Pick<Request, 'body'>): JsonObject {
  const parsed = jsonValue(request);
  if (!isObject(parsed)) throw jsonError('A JSON object was expected.');
  return parsed;
}

/** The body as whatever JSON it is. */
export function jsonValue(request: Pick<Request, 'body'>): unknown {
  const text = request.body.toString('utf8').replace(/^\ufeff/, '');
  if (text.trim() === '')
    throw jsonError('The HTTP entity body is required, but this request has no entity body.');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw jsonError(error instanceof Error ? error.message : String(error));
  }
}

/** A list inside of a body. */
export function listOf(body: JsonObject, name: string): readonly unknown[] {
  const value = body[name];
  if (!Array.isArray(value)) throw jsonError(`'${name}' must be a list.`);
  return value as readonly unknown[];
}

export function objectsOf(body: JsonObject, name: string): readonly JsonObject[] {
  return listOf(body, name).map((item) => {
    if (!isObject(item)) throw jsonError(`Each entry of '${name}' must be a JSON object.`);
    return item;
  });
}

/** A string inside of a body; undefined when absent. */
export function stringOf(body: JsonObject, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw jsonError(`'${name}' must be a string.`);
  return value;
}

/** `true` or `"true"`. */
export function flagOf(value: unknown): boolean {
  return value === true || value === 'true';
}

/** A form body or query string; the last value of a name wins. */
export function formBody(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(text));
}

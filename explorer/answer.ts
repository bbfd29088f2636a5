/** What somebody who waited for a task was told, as text. */
import type { Outcome } from '../local-org/scheduler/task';

/**
 * Null when it holds more than plain data and errors. What is only worked out when it is asked for
 * (the log of anonymous Apex) is left out: see `Actor.act`.
 */
export function answerText(outcome: Outcome<unknown>): string | null {
  const { error } = outcome as { readonly error?: unknown };
  if (!('error' in outcome)) return plainText(outcome.value);
  if (!(error instanceof Error)) return plainText(error);
  const fields = plainText(Object.fromEntries(Object.entries(error)));
  return fields === null ? null : `${error.name} ${JSON.stringify(error.message)} ${fields}`;
}

function plainText(value: unknown): string | null {
  if (typeof value === 'object' && value !== null) return objectText(value);
  if (typeof value === 'function' || typeof value === 'symbol') return null;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function objectText(value: object): string | null {
  if (Array.isArray(value)) return joined(value.map((item) => plainText(item)));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return null;
  const fields = Object.entries(Object.getOwnPropertyDescriptors(value));
  return joined(
    fields.map(([name, field]) => {
      if ('get' in field) return '';
      const text = plainText(field.value);
      return text && `${JSON.stringify(name)}:${text}`;
    }),
  );
}

function joined(texts: readonly (string | null)[]): string | null {
  return texts.includes(null) ? null : `[${texts.join()}]`;
}

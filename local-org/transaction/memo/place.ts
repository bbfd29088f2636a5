/**
 * Names of places in the memory, made of the answers that lead there: whoever stands at a place was
 * told these and nothing else. They are 128 bits of SHA-1, so they mean the same in every process, and
 * after the memory was forgotten and grew again.
 */
import { hash } from 'node:crypto';

/** Null: what leads there cannot be written down. */
export type Place = string | null;

/** Six bits each. */
const CHARACTERS = 22;

export const digestOf = (text: string): string =>
  hash('sha1', text, 'base64url').slice(0, CHARACTERS);

export function placeAfter(place: Place, answer: string | null): Place {
  return place === null || answer === null ? null : digestOf(`${place} ${answer}`);
}

/**
 * What a transaction was told, as text: equal for answers that are the same (see `same`), and for no
 * others. Null when it holds more than plain data.
 */
export function answerText(value: unknown, threw: boolean): string | null {
  if (!threw) return plainText(value);
  if (!(value instanceof Error)) return null;
  return `threw ${value.constructor.name} ${value.name} ${value.message}`;
}

function plainText(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'bigint':
      return `${value}n`;
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'object':
      return value === null ? 'null' : objectText(value);
    default:
      return null;
  }
}

function objectText(value: object): string | null {
  // Who has the lock goes to the scheduler, and no transaction hears of it.
  if ('blocked' in value) return 'blocked';
  if (Array.isArray(value)) return joined('[', value.map(plainText));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return null;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return joined(
    '{',
    fields.map(([name, field]) => {
      const text = plainText(field);
      return text === null ? null : `${JSON.stringify(name)}:${text}`;
    }),
  );
}

function joined(open: string, texts: readonly (string | null)[]): string | null {
  return texts.includes(null) ? null : `${open}${texts.join()};`;
}

/** Default values. The platform takes formulas; literals are what packages use. */
import type { FieldType, Stored } from '../database/schema';

const NUMERIC: ReadonlySet<FieldType> = new Set(['double', 'int', 'currency', 'percent']);

/**
 * @param formula text of `<defaultValue>`
 * @returns the stored value, null for none, undefined for anything but a literal of the type
 */
export function defaultOf(formula: string | undefined, type: FieldType): Stored | undefined {
  if (formula === undefined) return null;
  if (type === 'boolean') {
    const lower = formula.toLowerCase();
    return lower === 'true' ? true : lower === 'false' ? false : undefined;
  }
  if (NUMERIC.has(type)) {
    const value = Number(formula);
    return Number.isFinite(value) ? value : undefined;
  }
  const quoted = /^"((?:[^"\\]|\\.)*)"$|^'((?:[^'\\]|\\.)*)'$/s.exec(formula);
  const text = quoted?.[1] ?? quoted?.[2];
  if (text === undefined) return undefined;
  if (type === 'date' || type === 'datetime' || type === 'time') return undefined;
  return text.replace(
    /\\(.)/gs,
    (_, char: string) => ({ n: '\n', r: '\r', t: '\t' })[char] ?? char,
  );
}

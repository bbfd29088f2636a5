/** Whether two answers of the world are the same, so that a transaction cannot tell them apart. */

/**
 * Structural equality of plain data as the database gives it. Whoever is blocked learns who holds the
 * lock, but that goes to the scheduler, never to Apex: all such answers are one.
 */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if ('blocked' in a) return 'blocked' in b;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]));
  return sameFields(a as Record<string, unknown>, b as Record<string, unknown>);
}

function sameFields(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  let left = 0;
  for (const name in a) {
    if (!same(a[name], b[name])) return false;
    left++;
  }
  for (const name in b) if (!(name in a) || --left < 0) return false;
  return true;
}

/** The same refusal: kind and text. */
export function sameError(a: unknown, b: unknown): boolean {
  if (!(a instanceof Error) || !(b instanceof Error)) return a === b;
  return a.name === b.name && a.message === b.message && a.constructor === b.constructor;
}

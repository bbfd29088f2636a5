/** Record Ids: 15 characters that tell case apart, or 18 that need not. */

const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

export function isId(value: string): boolean {
  return /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(value);
}

/** Adds the three characters that tell the case of the others. */
export function to18(id: string): string {
  if (id.length !== 15) return id;
  const tail = [0, 5, 10].map((start) => {
    const bits = [...id.slice(start, start + 5)].map((c, i) => (/[A-Z]/.test(c) ? 1 << i : 0));
    return CHECK[bits.reduce((sum, bit) => sum + bit, 0)] ?? '';
  });
  return id + tail.join('');
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The n-th Id of a kind that the org itself does not store: deploys, test runs, cursors. */
export function madeUpId(prefix: string, n: number): string {
  let digits = '';
  for (let rest = n; rest > 0; rest = Math.floor(rest / 62))
    digits = (BASE62[rest % 62] ?? '') + digits;
  return to18(prefix + digits.padStart(12, '0'));
}

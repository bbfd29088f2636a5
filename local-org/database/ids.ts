/** Record Ids: how they are made, completed from 15 to 18 characters, and checked. */

/** Base 62 in ASCII order, so that comparing Ids as text gives their order of insertion. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Each suffix character tells which of five characters are upper case. */
const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const SHAPE = /^[a-zA-Z0-9]{15}(?:[A-Z0-5]{3})?$/;

/**
 * Completes a 15-character Id with the 3 characters that make it safe where case is lost.
 * Longer Ids come back with their suffix computed anew.
 */
export function to18(id: string): string {
  let suffix = '';
  for (let chunk = 0; chunk < 15; chunk += 5) {
    let bits = 0;
    for (let i = 0; i < 5; i++) {
      const code = id.charCodeAt(chunk + i);
      if (code >= 65 && code <= 90) bits |= 1 << i;
    }
    suffix += SUFFIX[bits];
  }
  return id.slice(0, 15) + suffix;
}

/** True for 15 letters and digits, with or without the matching suffix. */
export function isValidId(id: string): boolean {
  return SHAPE.test(id) && (id.length === 15 || to18(id) === id);
}

/** The form in which Ids are stored: 18 characters. Other text is left alone. */
export function normalizeId(id: string): string {
  return id.length === 15 ? to18(id) : id;
}

/** The `number`-th Id of an object. */
export function makeId(keyPrefix: string, number: number): string {
  let digits = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / 62))
    digits = DIGITS[rest % 62] + digits;
  return to18(keyPrefix + digits.padStart(12, '0'));
}

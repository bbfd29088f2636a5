/** Secrets. They must not follow from the seed of the org, or anybody could compute them. */
// eslint-disable-next-line no-restricted-imports -- secrets are the one thing that no run may repeat
import { generateKeyPairSync, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

/** Letters, digits, `_` and `.`: what tools accept behind the `!` of a session id. */
export function randomToken(bytes = 36): string {
  return randomBytes(bytes).toString('base64url').replace(/-/g, '.');
}

/** Tells one org from all others that a machine ever had. */
export function randomOrgNumber(): number {
  return 1 + (randomBytes(6).readUIntBE(0, 6) % 0xff_ff_ff_ff_ff);
}

/** Easy to copy from a terminal. */
export function randomPassword(): string {
  return randomBytes(12).toString('hex');
}

/** Compares without telling by its duration how much was right. */
export function sameSecret(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A password as it is kept: salt and hash (scrypt), in hexadecimal. */
export function hashOf(password: string, salt = randomBytes(16).toString('hex')): string {
  return `${salt}:${scryptSync(password, salt, 32).toString('hex')}`;
}

export function isHashOf(hash: string, password: string): boolean {
  return sameSecret(hashOf(password, hash.split(':')[0]), hash);
}

export interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

export function newKeyPair(): KeyPair {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

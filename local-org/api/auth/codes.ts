/** What can be exchanged once: authorization codes and the one-time keys of `sf org open`. */
import { createHash } from 'node:crypto';
import type { User } from '../types';
import { randomToken } from './secrets';

interface Issued {
  readonly user: User;
  /** SHA-256 of the verifier that the exchange must bring (RFC 7636). */
  readonly challenge?: string;
  readonly expires: number;
}

const LIFETIME_MS = 15 * 60_000;

export class Codes {
  readonly #issued = new Map<string, Issued>();

  constructor(private readonly now: () => number) {}

  issue(user: User, challenge?: string): string {
    const code = randomToken();
    const expires = this.now() + LIFETIME_MS;
    this.#issued.set(code, { user, expires, ...(challenge ? { challenge } : {}) });
    return code;
  }

  /** @returns the user of a code that is good, which it is no more after this */
  redeem(code: string, verifier?: string): User | undefined {
    const issued = this.#issued.get(code);
    this.#issued.delete(code);
    if (issued === undefined || issued.expires < this.now()) return undefined;
    if (issued.challenge === undefined) return issued.user;
    const digest = createHash('sha256')
      .update(verifier ?? '')
      .digest('base64url');
    return digest === issued.challenge.replace(/=+$/, '') ? issued.user : undefined;
  }
}

/** The ways into the org: password, connected app, JWT key. */
import type { JwtPayload } from 'jsonwebtoken';
import jwt from 'jsonwebtoken';
import type { KeyPair } from './secrets';
import { newKeyPair, randomPassword, sameSecret } from './secrets';

export interface CredentialOptions {
  readonly password?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** PEM of the public key that signs JWT assertions; absent: a key pair is made when first asked for. */
  readonly jwtPublicKey?: string;
}

/** Made anew at each start unless they are given. Every user of the org has the same password. */
export class Credentials {
  readonly password: string;
  readonly clientId: string;
  readonly clientSecret: string;
  #keys: KeyPair | undefined;
  readonly #givenKey: string | undefined;

  constructor(options: CredentialOptions = {}) {
    this.password = options.password ?? randomPassword();
    this.clientId = options.clientId ?? 'local-org';
    this.clientSecret = options.clientSecret ?? randomPassword();
    this.#givenKey = options.jwtPublicKey;
  }

  /** PEM of the private key for the JWT flow; undefined when a public key was given. */
  jwtPrivateKey(): string | undefined {
    if (this.#givenKey !== undefined) return undefined;
    // Late, as finding two primes takes longer than everything else at start.
    this.#keys ??= newKeyPair();
    return this.#keys.privateKey;
  }

  /** PEM of the key that JWT assertions are checked with, for another org that trusts the same clients. */
  jwtPublicKey(): string {
    if (this.#givenKey !== undefined) return this.#givenKey;
    this.#keys ??= newKeyPair();
    return this.#keys.publicKey;
  }

  /** @returns the user name in a valid assertion, undefined for any other */
  jwtUser(assertion: string): string | undefined {
    const key = this.#givenKey ?? this.#keys?.publicKey;
    if (key === undefined) return undefined;
    try {
      const payload = jwt.verify(assertion, key, { algorithms: ['RS256'] }) as JwtPayload;
      return payload.exp === undefined ? undefined : payload.sub;
    } catch {
      return undefined;
    }
  }

  /** A security token may follow the password, as clients of the platform send it. */
  isPassword(given: string): boolean {
    return sameSecret(given.slice(0, this.password.length), this.password);
  }

  isClient(id: string | undefined, secret: string | undefined): boolean {
    return (
      id !== undefined &&
      secret !== undefined &&
      sameSecret(id, this.clientId) &&
      sameSecret(secret, this.clientSecret)
    );
  }
}

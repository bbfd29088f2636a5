/** The ways into the org: password, connected app, JWT key. */
import type { JwtPayload } from 'jsonwebtoken';
import jwt from 'jsonwebtoken';
import type { KeyPair } from './secrets';
import { hashOf, isHashOf, newKeyPair, randomPassword, sameSecret } from './secrets';

export interface CredentialOptions {
  readonly password?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** PEM of the public key that signs JWT assertions; absent: a key pair is made when first asked for. */
  readonly jwtPublicKey?: string;
  /** Of an earlier start; without `jwtPublicKey`. */
  readonly keys?: KeyPair;
  /** Hashes of passwords that were set since, by user Id. */
  readonly ownPasswords?: readonly (readonly [userId: string, hash: string])[];
}

/**
 * Made anew at each start unless they are given. A user has the password of the org until one of his
 * own is set.
 */
export class Credentials {
  readonly password: string;
  readonly clientId: string;
  readonly clientSecret: string;
  #keys: KeyPair | undefined;
  readonly #own: Map<string, string>;
  readonly #givenKey: string | undefined;

  constructor(options: CredentialOptions = {}) {
    this.password = options.password ?? randomPassword();
    this.clientId = options.clientId ?? 'local-org';
    this.clientSecret = options.clientSecret ?? randomPassword();
    this.#givenKey = options.jwtPublicKey;
    this.#keys = options.keys;
    this.#own = new Map(options.ownPasswords);
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

  /** The whole password, and nothing else: nobody has a security token here. */
  isPassword(userId: string, given: string): boolean {
    const own = this.#own.get(userId);
    return own === undefined ? sameSecret(given, this.password) : isHashOf(own, given);
  }

  setPassword(userId: string, password: string): void {
    this.#own.set(userId, hashOf(password));
  }

  /** The users of a new org have none of their own. */
  forgetPasswords(): void {
    this.#own.clear();
  }

  /** What makes the same credentials again. */
  save(): CredentialOptions {
    const { password, clientId, clientSecret } = this;
    return {
      password,
      clientId,
      clientSecret,
      ...(this.#givenKey === undefined ? {} : { jwtPublicKey: this.#givenKey }),
      ...(this.#keys === undefined ? {} : { keys: this.#keys }),
      ownPasswords: [...this.#own],
    };
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

/** Access and refresh tokens of this run. They outlive `reset`, as the org's users do. */
import type { LocalOrg } from '../../org/contract';
import type { Request, User } from '../types';
import { randomToken } from './secrets';

export interface Session {
  readonly token: string;
  readonly user: User;
}

export class Sessions {
  readonly #byToken = new Map<string, User>();
  readonly #byRefreshToken = new Map<string, User>();

  constructor(private readonly org: LocalOrg) {}

  /** Opens a session; its token has the form that tools check for before they send anything. */
  open(user: User): Session {
    const token = `${this.org.orgId.slice(0, 15)}!${randomToken()}`;
    this.#byToken.set(token, user);
    return { token, user };
  }

  find(token: string | undefined): Session | undefined {
    const user = token === undefined ? undefined : this.#byToken.get(token);
    return token === undefined || user === undefined ? undefined : { token, user };
  }

  /** The session whose token a request outside of SOAP carries. */
  of(request: Pick<Request, 'headers' | 'query'>): Session | undefined {
    return this.find(tokenOf(request));
  }

  /** Ends a session, or takes a refresh token back. */
  close(token: string): boolean {
    return [this.#byToken.delete(token), this.#byRefreshToken.delete(token)].includes(true);
  }

  refreshToken(user: User): string {
    const token = `5Aep${randomToken()}`;
    this.#byRefreshToken.set(token, user);
    return token;
  }

  userOfRefreshToken(token: string): User | undefined {
    return this.#byRefreshToken.get(token);
  }

  userByName(username: string): User | undefined {
    const wanted = username.toLowerCase();
    return this.org.users().find((user) => user.username.toLowerCase() === wanted);
  }
}

/** The token of a request outside of SOAP, in any of the places where clients put it. */
export function tokenOf(request: Pick<Request, 'headers' | 'query'>): string | undefined {
  const header = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers['authorization'] ?? '');
  return header?.[1] ?? request.headers['x-sfdc-session'] ?? request.query['oauth_token'];
}

/** Access and refresh tokens. They outlive `reset`, as the org's users do. */
import type { LocalOrg } from '../../org/contract';
import type { Request, User } from '../types';
import { randomToken } from './secrets';

export interface Session {
  readonly token: string;
  readonly user: User;
}

interface Open {
  readonly user: User;
  /** Org time of the last request. */
  used: number;
  /** Never ends by itself. */
  readonly lasting: boolean;
}

/** Tokens with the Ids of their users, to be kept over a restart. */
export interface KeptSessions {
  readonly access: readonly (readonly [token: string, userId: string, used: number])[];
  readonly refresh: readonly (readonly [token: string, userId: string])[];
}

/** As long as the platform's default: two hours without a request. */
export const IDLE_MS = 2 * 3_600_000;

export class Sessions {
  readonly #byToken = new Map<string, Open>();
  readonly #byRefreshToken = new Map<string, User>();

  /** @param idleMs a session that nobody uses for so long ends, in org time */
  constructor(
    private readonly org: LocalOrg,
    private readonly idleMs = IDLE_MS,
  ) {}

  /**
   * Opens a session; its token has the form that tools check for before they send anything.
   *
   * @param lasting it does not end by itself: the one of those who started the server
   */
  open(user: User, lasting = false): Session {
    const token = `${this.org.orgId.slice(0, 15)}!${randomToken()}`;
    this.#byToken.set(token, { user, used: this.org.clock.now(), lasting });
    return { token, user };
  }

  /** The session of a token; whoever asks uses it, so that its time begins anew. */
  find(token: string | undefined): Session | undefined {
    const open = token === undefined ? undefined : this.#byToken.get(token);
    if (token === undefined || open === undefined) return undefined;
    const now = this.org.clock.now();
    if (!open.lasting && now - open.used > this.idleMs) {
      this.#byToken.delete(token);
      return undefined;
    }
    open.used = now;
    return { token, user: open.user };
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

  /** What is worth keeping: everything but what the next start makes anew. */
  save(): KeptSessions {
    return {
      access: [...this.#byToken]
        .filter(([, { lasting }]) => !lasting)
        .map(([token, { user, used }]) => [token, user.id, used]),
      refresh: [...this.#byRefreshToken].map(([token, user]) => [token, user.id]),
    };
  }

  /** Tokens of users that are gone are left out. */
  load({ access, refresh }: KeptSessions): void {
    const users = new Map(this.org.users().map((user) => [user.id, user]));
    for (const [token, id, used] of access) {
      const user = users.get(id);
      if (user) this.#byToken.set(token, { user, used, lasting: false });
    }
    for (const [token, id] of refresh) {
      const user = users.get(id);
      if (user) this.#byRefreshToken.set(token, user);
    }
  }
}

/** The token of a request outside of SOAP, in any of the places where clients put it. */
export function tokenOf(request: Pick<Request, 'headers' | 'query'>): string | undefined {
  const header = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers['authorization'] ?? '');
  return header?.[1] ?? request.headers['x-sfdc-session'] ?? request.query['oauth_token'];
}

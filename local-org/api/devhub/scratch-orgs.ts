/** The scratch orgs of a Dev Hub: each a local org of its own, at a URL of its own. */
import { randomOrgNumber, randomToken } from '../auth/secrets';
import type { JsonObject } from '../body';
import { madeUpId } from '../data/ids';
import { formatDatetime } from '../data/output';
import type { User } from '../types';

/** What a Dev Hub wants of a new org. */
export interface ScratchRequest {
  readonly orgNumber: number;
  readonly username: string;
  readonly orgName: string;
  readonly edition: 'Enterprise' | 'Developer';
  /** Epoch milliseconds. */
  readonly trialEnds: number;
}

/** A served scratch org. */
export interface ScratchOrg {
  readonly orgId: string;
  readonly url: string;
  /** A code that can be exchanged for tokens, once. */
  authCode(): string;
  close(): Promise<void>;
}

export type StartScratchOrg = (request: ScratchRequest) => Promise<ScratchOrg>;

interface Entry {
  readonly id: string;
  readonly activeId: string;
  readonly asked: JsonObject;
  readonly by: User;
  readonly createdMs: number;
  readonly request: ScratchRequest;
  status: 'Creating' | 'Active' | 'Error' | 'Deleted';
  error?: string;
  code?: string;
  org?: ScratchOrg;
}

const DAY = 86_400_000;
/** Days that an org lives unless asked otherwise; the platform's limit is 30. */
const DURATION = 7;

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export class ScratchOrgs {
  readonly #entries: Entry[] = [];

  constructor(
    private readonly start: StartScratchOrg,
    private readonly now: () => number,
  ) {}

  /** Begins to make an org. @returns the Id of its ScratchOrgInfo, to ask with */
  create(asked: JsonObject, by: User): string {
    const createdMs = this.now();
    const number = this.#entries.length + 1;
    const days = Math.min(30, Math.max(1, Number(asked['DurationDays'] ?? DURATION) || DURATION));
    const entry: Entry = {
      id: madeUpId('2SR', number),
      activeId: madeUpId('00F', number),
      asked,
      by,
      createdMs,
      request: {
        orgNumber: randomOrgNumber(),
        username: text(asked['Username']) ?? `test-${randomToken(9).toLowerCase()}@example.com`,
        orgName: text(asked['OrgName']) ?? 'Scratch Org',
        edition: /developer/i.test(text(asked['Edition']) ?? '') ? 'Developer' : 'Enterprise',
        trialEnds: createdMs + days * DAY,
      },
      status: 'Creating',
    };
    this.#entries.push(entry);
    this.start(entry.request).then(
      (org) => Object.assign(entry, { status: 'Active', org, code: org.authCode() }),
      (error: unknown) => Object.assign(entry, { status: 'Error', error: String(error) }),
    );
    return entry.id;
  }

  async remove(activeId: string): Promise<void> {
    const entry = this.#entries.find((each) => each.activeId === activeId);
    if (entry?.org === undefined) return;
    entry.status = 'Deleted';
    await entry.org.close();
  }

  /** Ends all of them, with their Dev Hub. */
  async close(): Promise<void> {
    for (const { status, activeId } of this.#entries)
      if (status === 'Active') await this.remove(activeId);
  }

  /** As rows of ScratchOrgInfo. */
  infoRows(): readonly Record<string, unknown>[] {
    return this.#entries.map((entry) => ({
      Id: entry.id,
      Status: entry.status,
      ErrorCode: entry.error ?? null,
      ScratchOrg: entry.org?.orgId.slice(0, 15) ?? null,
      AuthCode: entry.code ?? null,
      LoginUrl: entry.org?.url ?? null,
      // Tools take another ending for the name of a host of the platform, and make no user for who
      // came by JWT when the s is a capital one.
      SignupInstance: 'LOCAL1s',
      SignupUsername: entry.request.username,
      SignupEmail: entry.by.email,
      ...this.#dates(entry),
      OrgName: entry.request.orgName,
      Edition: entry.asked['Edition'] ?? entry.request.edition,
      Namespace: null,
      Features: entry.asked['Features'] ?? null,
      Snapshot: null,
      CreatedBy: { attributes: { type: 'User' }, Username: entry.by.username },
      ConnectedAppCallbackUrl: 'http://localhost:1717/OauthRedirect',
      ConnectedAppConsumerKey: 'PlatformCLI',
    }));
  }

  #dates({ createdMs, request, asked }: Entry): Record<string, unknown> {
    return {
      CreatedDate: formatDatetime(createdMs),
      ExpirationDate: new Date(request.trialEnds).toISOString().slice(0, 10),
      DurationDays: asked['DurationDays'] ?? DURATION,
    };
  }

  /** As rows of ActiveScratchOrg. */
  activeRows(): readonly Record<string, unknown>[] {
    const active = this.#entries.filter(({ status }) => status === 'Active');
    const rows = this.infoRows();
    return active.map((entry) => ({
      ...rows.find(({ Id }) => Id === entry.id),
      Id: entry.activeId,
      ScratchOrgInfoId: entry.id,
    }));
  }
}

/** What the parts of the API share: a call, its reply, and what they work on. */
import type { EmbeddedOrg, OrgSnapshot } from '../org';
import type { LocalOrg, OrgScope } from '../org/contract';
import type { Credentials } from './auth/credentials';
import type { Session, Sessions } from './auth/sessions';
import type { IngestJob } from './bulk/ingest';
import type { Jobs } from './bulk/jobs';
import type { QueryJob } from './bulk/query-jobs';
import type { XmlJob } from './bulk/xml-jobs';
import type { Cursors } from './data/cursors';
import type { Records } from './data/records';
import type { Deploys } from './metadata/deploys';
import type { Codes } from './auth/codes';
import type { ScratchOrgs } from './devhub/scratch-orgs';
import type { Logs } from './logs/logs';
import type { TraceFlags } from './logs/trace-flags';
import type { Bayeux } from './streaming/bayeux';
import type { Channels } from './streaming/channels';
import type { SourceMembers } from './tracking/source-members';
import type { Containers } from './tooling/containers';
import type { TestRuns } from './tooling/test-runs';

export type User = LocalOrg['adminUser'];
export type RowResult = Awaited<ReturnType<OrgScope['insert']>>[number];
export type RowError = RowResult['errors'][number];

/** What is left of the old org: nothing. */
export interface Renewed {
  readonly orgId: string;
  readonly token: string;
}

/** Everything that lives as long as the server does. */
export interface ApiContext {
  readonly org: EmbeddedOrg;
  readonly credentials: Credentials;
  readonly sessions: Sessions;
  readonly cursors: Cursors;
  readonly deploys: Deploys;
  readonly testRuns: TestRuns;
  readonly containers: Containers;
  readonly logs: Logs;
  readonly traceFlags: TraceFlags;
  readonly sourceMembers: SourceMembers;
  readonly codes: Codes;
  /** True where sources are tracked and settings are those of a scratch org. */
  readonly isScratch: boolean;
  readonly ingestJobs: Jobs<IngestJob>;
  readonly queryJobs: Jobs<QueryJob>;
  readonly xmlJobs: Jobs<XmlJob>;
  readonly channels: Channels;
  readonly bayeux: Bayeux;
  /** Absent where the org is no Dev Hub. */
  readonly scratchOrgs: ScratchOrgs | undefined;
  /** By name; they end with the server. */
  readonly snapshots: Map<string, OrgSnapshot>;
  /** Puts a new org in the place of this one; gives what its users need. Absent where none can be made. */
  readonly renew: (() => Promise<Renewed>) | undefined;
  /** Facts for `/local-org/status`, for example the seed. */
  readonly info: Readonly<Record<string, unknown>>;
  readonly counters: { requests: number };
  /** `http://127.0.0.1:4000`. */
  url(): string;
}

/** A request before anybody knows who sent it. */
export interface Request {
  readonly method: string;
  /** Path without query, with exactly one leading slash. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A request of a known user to one endpoint. */
export interface Call extends Request {
  readonly context: ApiContext;
  readonly session: Session;
  /** From the path, `65.0`. */
  readonly version: string;
  /** Decoded parts of the path that the route left open. */
  readonly params: Readonly<Record<string, string>>;
  /** Data as the user of the session sees it; within a composite request its transaction. */
  readonly records: Records;
}

export interface Reply {
  readonly status: number;
  /** Sent as JSON when present, null included. */
  readonly json?: unknown;
  readonly text?: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: string;
  /** `/sobjects/:object/:id`; a last `*rest` takes all that follows. */
  readonly path: string;
  readonly handle: (call: Call) => Promise<Reply> | Reply;
}

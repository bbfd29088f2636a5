/** Everything that lives as long as a server does, put together. */
import type { EmbeddedOrg } from '../org';
import { Codes } from './auth/codes';
import type { Credentials } from './auth/credentials';
import { Sessions } from './auth/sessions';
import { Jobs } from './bulk/jobs';
import { Cursors } from './data/cursors';
import { ScratchOrgs } from './devhub/scratch-orgs';
import { scratchStarter } from './devhub/start';
import { Logs } from './logs/logs';
import { TraceFlags } from './logs/trace-flags';
import { Deploys } from './metadata/deploys';
import type { createServer, ServerOptions } from './server';
import { Bayeux } from './streaming/bayeux';
import { Channels } from './streaming/channels';
import { channelExists, feedChannels } from './streaming/sources';
import { Containers } from './tooling/containers';
import { TestRuns } from './tooling/test-runs';
import { SourceMembers } from './tracking/source-members';
import type { ApiContext } from './types';

/** Far apart, so that the Ids of the three kinds of bulk job never meet. */
const FIRST = { ingest: 0, query: 10 ** 6, xml: 2 * 10 ** 6 } as const;

/** Keeps the debug logs of traced users' requests; anonymous Apex keeps its own. */
function keepLogs(org: EmbeddedOrg, logs: Logs, traceFlags: TraceFlags): () => void {
  org.keepLogsOf((userId) => traceFlags.levelsOf(userId) ?? false);
  return org.onLog(({ context, className, user, startedAt, success, text }) => {
    if (context === 'anonymous' || context === 'test') return;
    const durationMs = org.clock.now() - startedAt;
    const operation = className ?? context;
    logs.add({ text, user, startMs: startedAt, durationMs, success, operation });
  });
}

/**
 * @param create serves the scratch orgs of a Dev Hub
 * @param url of the server, once it is known
 */
export function createContext(
  org: EmbeddedOrg,
  options: ServerOptions,
  credentials: Credentials,
  create: typeof createServer,
  url: () => string,
  renew?: ApiContext['renew'],
): { readonly context: ApiContext; readonly release: () => Promise<void> } {
  const now = (): number => org.clock.now();
  const sourceMembers = new SourceMembers();
  const isScratch = options.scratch === true;
  const scratchOrgs = isScratch
    ? undefined
    : new ScratchOrgs(scratchStarter(credentials, create), now);
  const channels = new Channels();
  const bayeux = new Bayeux(channels, channelExists(org));
  const logs = new Logs();
  const traceFlags = new TraceFlags(now);
  const testRuns = new TestRuns(org);
  const stops = [keepLogs(org, logs, traceFlags), feedChannels(channels, org, logs, testRuns)];
  const context: ApiContext = {
    org,
    credentials,
    sessions: new Sessions(org, options.sessionIdleMs),
    codes: new Codes(now),
    cursors: new Cursors(),
    deploys: new Deploys(org, sourceMembers),
    ingestJobs: new Jobs(FIRST.ingest),
    queryJobs: new Jobs(FIRST.query),
    xmlJobs: new Jobs(FIRST.xml),
    sourceMembers,
    isScratch,
    scratchOrgs,
    channels,
    bayeux,
    testRuns,
    containers: new Containers(),
    logs,
    traceFlags,
    snapshots: new Map(),
    renew,
    info: options.info ?? {},
    counters: { requests: 0 },
    url,
  };
  const release = async (): Promise<void> => {
    bayeux.close();
    for (const stop of stops) stop();
    await scratchOrgs?.close();
  };
  return { context, release };
}

/** What the API itself is: versions, resources, limits, record counts. */
import type { ApiContext, Call, Reply, Route } from '../types';

/** Two digits only: tools compare versions as text. */
const VERSIONS: readonly { readonly label: string; readonly version: string }[] = [
  { label: "Summer '23", version: '58.0' },
  { label: "Winter '24", version: '59.0' },
  { label: "Spring '24", version: '60.0' },
  { label: "Summer '24", version: '61.0' },
  { label: "Winter '25", version: '62.0' },
  { label: "Spring '25", version: '63.0' },
  { label: "Summer '25", version: '64.0' },
  { label: "Winter '26", version: '65.0' },
];

export function versions(): Reply {
  return {
    status: 200,
    json: VERSIONS.map(({ label, version }) => ({
      label,
      url: `/services/data/v${version}`,
      version,
    })),
  };
}

const RESOURCES = 'sobjects query queryAll tooling composite limits metadata actions'.split(' ');

function resources({ context, session, version }: Call): Reply {
  const base = `/services/data/v${version}`;
  return {
    status: 200,
    json: {
      ...Object.fromEntries(RESOURCES.map((name) => [name, `${base}/${name}`])),
      identity: `${context.url()}/id/${context.org.orgId}/${session.user.id}`,
    },
  };
}

/** Header with the requests used today; tools show it, and some log it. */
export function limitInfo({ org }: ApiContext): Readonly<Record<string, string>> {
  const daily = org.limits()['DailyApiRequests'];
  if (daily === undefined) return {};
  return { 'Sforce-Limit-Info': `api-usage=${daily.Max - daily.Remaining}/${daily.Max}` };
}

async function recordCount({ query, records }: Call): Promise<Reply> {
  const wanted = query['sObjects']?.split(',').map((name) => name.trim());
  const names = wanted ?? [...records.org.objects()].map(({ name }) => name);
  const counts: { name: string; count: number }[] = [];
  for (const name of names) {
    const schema = records.org.describe(name);
    if (schema === undefined || schema.kind === 'event') continue;
    const { totalSize } = await records.query(`SELECT COUNT() FROM ${schema.name}`);
    counts.push({ name: schema.name, count: totalSize });
  }
  return { status: 200, json: { sObjects: counts } };
}

export const rootRoutes: readonly Route[] = [
  { method: 'GET', path: '', handle: resources },
  {
    method: 'GET',
    path: '/limits',
    handle: ({ context }) => ({ status: 200, json: context.org.limits() }),
  },
  { method: 'GET', path: '/limits/recordCount', handle: recordCount },
];

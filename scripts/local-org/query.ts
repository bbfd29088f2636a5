/** `local-org query`: one query as a table or as JSON. */
import { createServer } from '../../local-org/api';
import { createLocalOrg } from '../../local-org/org';
import { deployFolders } from './deployment';
import type { OrgFlags, RemoteFlags } from './options';
import { SOURCE, orgOptions } from './options';
import { Remote, remoteOf } from './remote';
import { table } from './table';

export interface QueryFlags extends OrgFlags, RemoteFlags {
  readonly deploy?: readonly string[];
  readonly json?: boolean;
}

type Row = Readonly<Record<string, unknown>>;

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parents become columns such as `Lane__r.Name`; children their number. */
function flat(row: Row, prefix = ''): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const [name, value] of Object.entries(row)) {
    if (name === 'attributes') continue;
    if (isRow(value) && Array.isArray(value['records']))
      cells[prefix + name] = `${value['records'].length} rows`;
    else if (isRow(value)) Object.assign(cells, flat(value, `${prefix}${name}.`));
    else cells[prefix + name] = typeof value === 'string' ? value : JSON.stringify(value ?? '');
  }
  return cells;
}

function print(records: readonly Row[], json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(records, null, 2)}\n`);
    return;
  }
  const rows = records.map((record) => flat(record));
  const head = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (head.length > 0)
    process.stdout.write(
      `${table(
        head,
        rows.map((row) => head.map((name) => row[name] ?? '')),
      )}\n`,
    );
  process.stdout.write(`${records.length} ${records.length === 1 ? 'row' : 'rows'}\n`);
}

export async function query(soql: string, flags: QueryFlags): Promise<void> {
  const remote = remoteOf(flags);
  if (remote !== undefined) {
    print(await remote.query(soql), flags.json === true);
    return;
  }
  const org = await createLocalOrg(orgOptions(flags));
  await deployFolders(org, flags.deploy ?? SOURCE);
  // By way of the API, so that values look as they do there.
  const server = await createServer(org);
  try {
    const records = await new Remote(server.url, server.credentials.token).query(soql);
    print(records, flags.json === true);
  } finally {
    await server.close();
    await org.close();
  }
}

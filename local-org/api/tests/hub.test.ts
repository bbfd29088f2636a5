import type { Served } from './fixture';
import { call, serve } from './fixture';

const DATA = '/services/data/v65.0';
let served: Served;

beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const query = (path: string, soql: string) =>
  call(served, 'GET', `${DATA}${path}?q=${encodeURIComponent(soql)}`);

async function scratchOrg(): Promise<Record<string, unknown>> {
  const made = await call(served, 'POST', `${DATA}/sobjects/ScratchOrgInfo`, { OrgName: 'Play' });
  const { id } = made.body as { id: string };
  for (;;) {
    const info = await call(served, 'GET', `${DATA}/sobjects/ScratchOrgInfo/${id}`);
    const row = info.body as Record<string, unknown>;
    if (row['Status'] !== 'Creating') return row;
  }
}

describe('a Dev Hub', () => {
  it('makes orgs that know nothing of it, and ends them', async () => {
    const row = await scratchOrg();
    const url = String(row['LoginUrl']);
    expect(row).toMatchObject({ Status: 'Active', OrgName: 'Play' });
    const exchange = () =>
      fetch(`${url}/services/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: String(row['AuthCode']),
        }),
      });
    const tokens = (await (await exchange()).json()) as { access_token: string };
    const again = await exchange();
    expect(again.status).toBe(400);
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    const soql = encodeURIComponent('SELECT Id FROM ApexClass');
    const inside = await fetch(`${url}${DATA}/query?q=${soql}`, { headers });
    expect(await inside.json()).toMatchObject({ totalSize: 0 });
    const hub = await call(served, 'GET', `${DATA}/limits`, undefined, headers);
    expect(hub.status).toBe(401);

    const active = await query('/query', 'SELECT Id FROM ActiveScratchOrg');
    const [{ Id: id }] = (active.body as { records: [{ Id: string }] }).records;
    const gone = await call(served, 'DELETE', `${DATA}/sobjects/ActiveScratchOrg/${id}`);
    expect(gone.status).toBe(204);
    await expect(fetch(`${url}${DATA}`, { headers })).rejects.toThrow('fetch failed');
  });

  it('tracks no sources itself', async () => {
    const members = await query('/tooling/query', 'SELECT Id FROM SourceMember');
    expect(members.status).toBe(400);
    const path = `${DATA}/tooling/sobjects/SourceMember/describe`;
    expect((await call(served, 'GET', path)).status).toBe(404);
  });
});

describe('trace flags', () => {
  const tooling = `${DATA}/tooling/sobjects`;

  it('make the requests of a user keep their logs, and only while they last', async () => {
    const count = async (): Promise<unknown> =>
      (await query('/tooling/query', 'SELECT Id FROM ApexLog')).body;
    const write = () => call(served, 'POST', `${DATA}/sobjects/Account`, { Name: 'a' }).then(count);
    expect(await write()).toMatchObject({ totalSize: 0 });
    const level = await call(served, 'POST', `${tooling}/DebugLevel`, { developerName: 'Mine' });
    const flag = await call(served, 'POST', `${tooling}/TraceFlag`, {
      tracedentityid: served.org.adminUser.id,
      debuglevelid: (level.body as { id: string }).id,
      logtype: 'DEVELOPER_LOG',
      StartDate: served.org.clock.now(),
    });
    expect(flag.status).toBe(201);
    expect(await write()).toMatchObject({ totalSize: 1 });
    await served.org.advance(2 * 3_600_000);
    expect(await write()).toMatchObject({ totalSize: 1 });
  });
});

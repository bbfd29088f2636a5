import type { Bench } from '../harness/org';
import { ALIAS, openBench } from '../harness/org';

describe('logging in', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench.close());

  it('by JWT, and the org is connected', async () => {
    const shown = await bench.sf.json<Record<string, unknown>>(['org', 'display', '-o', ALIAS]);
    expect(shown).toMatchObject({
      id: bench.org.orgId,
      username: bench.server.credentials.username,
      instanceUrl: bench.server.url,
      connectedStatus: 'Connected',
    });
  });
});

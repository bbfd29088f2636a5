import { createLocalOrg } from '..';

describe('which org it is', () => {
  it('follows the number and the name that it is given', async () => {
    const first = await createLocalOrg({ clock: 'virtual' });
    const other = await createLocalOrg({
      clock: 'virtual',
      orgNumber: 62,
      adminUsername: 'ann@example.com',
      trialEnds: Date.UTC(2026, 0, 2),
    });
    expect(first.orgId).toBe('00D000000000001EAA');
    expect(other.orgId).toBe('00D000000000010EAA');
    expect(other.adminUser.username).toBe('ann@example.com');
    const facts = 'SELECT Id, IsSandbox, TrialExpirationDate FROM Organization';
    const rows = async (org: typeof first) => (await org.query(facts)).rows.map((r) => r.values);
    expect(await rows(first)).toEqual([
      { Id: first.orgId, IsSandbox: false, TrialExpirationDate: null },
    ]);
    expect(await rows(other)).toEqual([
      { Id: other.orgId, IsSandbox: true, TrialExpirationDate: Date.UTC(2026, 0, 2) },
    ]);
  });
});

/** Deploying with RunLocalTests has to work in every org: names of standard profiles are translated. */
import { packageOrg, rows, type PackageOrg } from './kit/package-org';

let world: PackageOrg;
beforeAll(async () => (world = await packageOrg({ reaper: 0 })));
afterAll(() => world.org.close());

test('the tests that need an ordinary user find one where its profile has another name', async () => {
  await world.begin(1);
  for (const { Id: id, Name: name } of await rows(world.org, 'SELECT Id, Name FROM Profile'))
    expect(
      await world.org.update('Profile', [{ Id: String(id), Name: `Profil ${String(name)}` }]),
    ).toMatchObject([{ success: true }]);
  const { tests } = await world.org.runTests({ classes: ['MutexMonitorTest'] });
  expect(tests.length).toBeGreaterThan(5);
  expect(tests.filter(({ outcome }) => outcome !== 'Pass')).toEqual([]);
});

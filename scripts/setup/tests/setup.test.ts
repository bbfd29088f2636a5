/** The command against real local orgs, over HTTP, with the real Salesforce libraries. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packageOf } from '../../../local-org/org/tests/support/kit';
import { toolsHome } from '../../../local-org/api/tests/tools-home';
import { createServer, type Server } from '../../../local-org/api';
import { createLocalOrg, type EmbeddedOrg } from '../../../local-org/org';
import { deployFolders } from '../../local-org/deployment';
import { Instance } from '../../local-org/instance';
import type * as Main from '../main';

let home: string;
let state: string;
let command: typeof Main;
let closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  home = toolsHome();
  state = mkdtempSync(join(tmpdir(), 'apex-mutex-setup-'));
  // Loaded late: the libraries look at the environment when they load.
  command = jest.requireActual<typeof Main>('../main');
});
afterAll(async () => {
  for (const close of closing) await close();
  closing = [];
  for (const folder of [home, state]) rmSync(folder, { recursive: true, force: true });
});

interface Served {
  readonly org: EmbeddedOrg;
  readonly server: Server;
  /** Exit code, and all that was printed. */
  run(...args: string[]): Promise<{ code: number; out: string; err: string }>;
  count(soql: string): Promise<number>;
}

/** Source files to deploy besides the package, by path. */
async function deploySource(org: EmbeddedOrg, files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(state, 'source-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  await deployFolders(org, [folder]);
}

const CLASS_META =
  '<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>65.0</apiVersion></ApexClass>';

/** A record of Lane_Setting__mdt. */
function setting(values: Readonly<Record<string, string | boolean>>): string {
  const all = Object.entries(values).map(([field, value]) => {
    const type = typeof value === 'boolean' ? 'boolean' : 'string';
    return `<values><field>${field}</field><value xsi:type="xsd:${type}">${value}</value></values>`;
  });
  return `<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><label>x</label><protected>false</protected>${all.join('')}</CustomMetadata>`;
}

/** An org that is served as `npm run local-org -- start --state …` does it. */
async function serve(name: string, edition: 'Enterprise' | 'Developer'): Promise<Served> {
  const org = await createLocalOrg({ seed: 1, clock: 'virtual', edition });
  const server = await createServer(org);
  closing.push(async () => {
    await server.close();
    await org.close();
  });
  const { username, clientId, token } = server.credentials;
  const folder = join(state, name);
  const facts = { pid: process.pid, url: server.url, orgId: org.orgId, username, clientId, token };
  new Instance({ name, state: folder }).save(facts);
  return {
    org,
    server,
    async run(...args) {
      let out = '';
      let err = '';
      const streams = {
        out: (text: string) => (out += text),
        err: (text: string) => (err += text),
      };
      const argv = ['--name', name, '--state', folder, ...args];
      const code = await command.main(argv, streams);
      return { code, out, err };
    },
    async count(soql) {
      const answer = await fetch(
        `${server.url}/services/data/v65.0/query?q=${encodeURIComponent(soql)}`,
        { headers: { authorization: `Bearer ${token}` } },
      );
      return ((await answer.json()) as { totalSize: number }).totalSize;
    },
  };
}

const JOBS = "SELECT Id FROM CronTrigger WHERE CronJobDetail.Name LIKE 'apex-mutex reaper :%'";
const GRANTS =
  "SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Mutex_Admin' OR PermissionSet.Name = 'Mutex_User'";

const NONE_LEFT = { DailyAsyncApexExecutions: { Max: 250_000, Remaining: 12_000 } };

describe('without the package', () => {
  let bare: Served;
  beforeAll(async () => (bare = await serve('bare', 'Enterprise')));

  test('set-up is refused and says how to deploy', async () => {
    const { code, err } = await bare.run();
    expect(err).toContain('The package is not on this org. Deploy the package: sf project deploy');
    expect(code).toBe(3);
  });

  test('a check tells the same as something to do', async () => {
    const { code, out } = await bare.run('--check');
    expect(out).toMatch(/✗ The package is not on this org\.\n {4}→ Deploy/);
    expect(code).toBe(1);
  });
});

describe('with the package', () => {
  let served: Served;
  let admin: string;
  beforeAll(async () => {
    served = await serve('whole', 'Enterprise');
    await deployFolders(served.org, ['force-app']);
    served.org.mark();
    admin = served.server.credentials.username;
  });
  beforeEach(() => served.org.reset());

  const exec = async (apex: string): Promise<void> => {
    expect(await served.org.executeAnonymous(apex)).toMatchObject({
      success: true,
      exceptionMessage: null,
    });
  };

  test('a check says what is missing and changes nothing; set-up does it; then all is well', async () => {
    const wish = ['--user', admin, '--permission-set', 'Mutex_Admin'];
    const before = await served.run('--check', ...wish);
    expect(before.out).toContain(`✗ ${admin} does not have Mutex_Admin.`);
    expect(before.out).toContain('✗ The reaper is not scheduled');
    expect(before.code).toBe(1);
    expect(await served.count(JOBS)).toBe(0);
    expect(await served.count(GRANTS)).toBe(0);

    const done = await served.run(...wish);
    expect(done.out).toContain(`✓ ${admin} has Mutex_Admin (given just now).`);
    expect(done.out).toContain(
      '✓ The reaper runs 4 times an hour: a lane whose runner was lost runs again within 16 minutes, one whose job is stuck within 41,',
    );
    expect(done).toMatchObject({ code: 0, err: '' });

    const after = await served.run('--check', ...wish);
    expect(after.out).toContain(`✓ ${admin} has Mutex_Admin.`);
    expect(after.out).toMatch(/Nothing to do\.\n$/);
    expect(after.code).toBe(0);
  });

  test('twice is as good as once', async () => {
    await served.run('--user', admin);
    const again = await served.run('--user', admin);
    expect(again.out).toContain(`✓ ${admin} has Mutex_User.\n`);
    expect(again.out).not.toContain('just now');
    expect(again.code).toBe(0);
    expect(await served.count(JOBS)).toBe(4);
    expect(await served.count(GRANTS)).toBe(1);
  });

  test('how often the reaper runs is left as somebody has chosen it, unless the flag says otherwise', async () => {
    await served.run('--times-per-hour', '6');
    expect((await served.run()).out).toContain('✓ The reaper runs 6 times an hour');
    const other = await served.run('--check', '--times-per-hour', '2');
    expect(other.out).toContain('✗ The reaper runs 6 times an hour, not 2');
    expect(other.code).toBe(1);
    await served.run('--times-per-hour', '2');
    expect(await served.count(JOBS)).toBe(2);
  });

  test('a reaper job that was lost is noticed, with the bound as it is, and made again', async () => {
    await served.run();
    await exec(
      "for (CronTrigger job : [SELECT Id FROM CronTrigger WHERE CronJobDetail.Name = 'apex-mutex reaper :30']) { System.abortJob(job.Id); }",
    );
    const { out } = await served.run('--check');
    expect(out).toContain('✗ The reaper runs at uneven times, 3 times an hour');
    expect(out).toContain('runs again within 31 minutes, one whose job is stuck within 71,');
    await served.run();
    expect(await served.count(JOBS)).toBe(4);
  });

  test('a used-up day is told, as lanes start no runs then', async () => {
    const left = jest.spyOn(served.org, 'limits').mockReturnValue(NONE_LEFT);
    try {
      const { code, out } = await served.run();
      expect(out).toContain('✗ 12,000 of 250,000 asynchronous executions are left for today');
      expect(code).toBe(1);
    } finally {
      left.mockRestore();
    }
  });

  test('a user who does not exist is refused before anything is changed', async () => {
    const { code, err } = await served.run('--user', admin, "no'body@nowhere.org");
    expect(err).toContain(
      "No user of this org is called no'body@nowhere.org; nothing was changed.",
    );
    expect(code).toBe(3);
    expect(await served.count(JOBS)).toBe(0);
    expect(await served.count(GRANTS)).toBe(0);
  });

  test('lanes are counted by state, and a blocked one is something to do', async () => {
    await served.run('--user', admin, '--permission-set', 'Mutex_Admin');
    await deploySource(served.org, {
      'classes/Bad.cls':
        "public class Bad extends QueueHandler { public override void execute(QueueContext c) { throw new QueryException('spoilt'); } }",
      'classes/Bad.cls-meta.xml': CLASS_META,
    });
    await exec(
      "new Mutex('m').lock(1000); FIFOQueue.enqueue('bad', new List<Queue_Item__c>{ new Queue_Item__c(Handler__c = 'Bad', Payload__c = '1') });",
    );
    await served.org.advance(3_600_000);
    const { code, out } = await served.run('--check');
    expect(out).toMatch(
      /2 lanes and mutexes: \d held, 0 waiting for a runner, 1 blocked, 0 paused/,
    );
    expect(out).toMatch(/✗ 1 lane blocked: bad \(.*spoilt/);
    expect(code).toBe(1);
  });

  test('a kill switch, a class that is missing, and two records for one lane are told', async () => {
    await deploySource(served.org, {
      'customMetadata/Lane_Setting.Odd.md-meta.xml': setting({
        Lane__c: 'sync/*',
        Stopped__c: true,
        Hooks__c: 'NoHooks.Inner',
        Logger__c: 'NebulaLogAdapter',
      }),
      'customMetadata/Lane_Setting.Twin.md-meta.xml': setting({ Lane__c: 'sync/*' }),
    });
    const { code, out } = await served.run();
    expect(out).toContain('✗ The kill switch is on: sync/* does not start (record Odd).');
    expect(out).toContain(
      '✗ Hooks__c of the record Odd names a class that does not exist: NoHooks.Inner.',
    );
    expect(out).not.toContain('NebulaLogAdapter');
    expect(out).toContain('✗ Several records are for sync/*: Odd, Twin.');
    expect(code).toBe(1);
  });

  test('values that no flag may have are refused by name', async () => {
    expect(await served.run('--times-per-hour', '5')).toMatchObject({
      code: 3,
      err: expect.stringContaining('Allowed choices are 1, 2, 3, 4, 6, 12'),
    });
    expect(await served.run('--user', admin, '--permission-set', 'Admin')).toMatchObject({
      code: 3,
      err: expect.stringContaining('Mutex_Read_Only, Mutex_User, Mutex_Admin'),
    });
    expect(await served.run('--permission-set', 'Mutex_Admin')).toMatchObject({
      code: 3,
      err: expect.stringContaining('--permission-set needs --user'),
    });
    expect(await served.run('--no-such-flag')).toMatchObject({ code: 3 });
    expect(await served.run('--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('--times-per-hour'),
    });
    expect(await served.count(JOBS)).toBe(0);
  });
});

test('where the scheduled jobs are used up, the platform says so and nothing pretends', async () => {
  const small = await serve('small', 'Developer');
  await deployFolders(small.org, ['force-app']);
  const { code, out } = await small.run('--times-per-hour', '6');
  expect(out).toMatch(/✗ The reaper could not be scheduled: .*cannot be scheduled/);
  expect(code).toBe(1);
  expect(await small.run('--times-per-hour', '4')).toMatchObject({ code: 0 });
});

test('fields that one may not see look as if they were not there, and the report says whom to ask', async () => {
  const blind = await serve('blind', 'Enterprise');
  const names = ['FIFOQueue', 'LaneAdmin', 'Mutex', 'MutexReaper', 'MutexReaperSchedule'];
  const object = (label: string): string =>
    `<label>${label}</label><pluralLabel>${label}s</pluralLabel>`;
  const record = `${object('x')}<nameField><label>Name</label><type>Text</type></nameField><deploymentStatus>Deployed</deploymentStatus><sharingModel>ReadWrite</sharingModel>`;
  const outcome = await blind.org.deploy({
    files: packageOf({
      classes: Object.fromEntries(names.map((name) => [name, `public class ${name} {}`])),
      objects: {
        Mutex__c: record,
        Queue_Item__c: record,
        Lane_Setting__mdt: `${object('y')}<visibility>Public</visibility>`,
      },
    }),
  });
  expect(outcome.components.filter(({ success }) => !success)).toEqual([]);
  const { code, out } = await blind.run('--check');
  expect(out).toContain('✗ Permission sets are missing: Mutex_Read_Only, Mutex_User, Mutex_Admin.');
  expect(out).toMatch(/✗ The lanes cannot be looked at: [^→]*→ Let yourself see them/);
  expect(code).toBe(1);
});

test('where no local org runs, one is asked for', async () => {
  let err = '';
  const streams = { out: () => undefined, err: (text: string) => void (err += text) };
  const code = await command.main(['--name', 'none', '--state', join(state, 'none')], streams);
  expect(err).toContain('No local org runs as none: start one with "npm run local-org -- start"');
  expect(code).toBe(3);
});

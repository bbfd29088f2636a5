import type { Bench } from '../harness/org';
import { ALIAS, openBench } from '../harness/org';
import type { Project } from '../harness/project';
import { thisProject, writeClass } from '../harness/project';

const ECHO = `/**
 * Settles its item and leaves its payload in the account of that name.
 */
public without sharing class EchoHandler extends QueueHandler {
    public override void execute(QueueContext context) {
        insert as system new Account(Name = context.payload);
    }
}
`;

interface Records<T> {
  readonly totalSize: number;
  readonly records: readonly T[];
}

/** What a user does on the first day, with nothing but the command line. */
describe('the whole story', () => {
  let bench: Bench;
  let project: Project;
  const sf = async <T>(...args: string[]): Promise<T> =>
    bench.sf.json<T>(args, { cwd: project.folder });

  const post = async (path: string, body: object): Promise<unknown> => {
    const request = [`/services/data/v65.0/${path}`, '--method', 'POST'];
    const sent = await bench.sf.ok(
      ['api', 'request', 'rest', ...request, '--body', JSON.stringify(body)],
      { cwd: project.folder },
    );
    return JSON.parse(sent.stdout) as unknown;
  };

  beforeAll(async () => {
    bench = await openBench();
    project = thisProject(bench.home);
    writeClass(project, 'EchoHandler', ECHO);
  });
  afterAll(() => bench.close());

  it('creates a scratch org from the definition file', async () => {
    const file = 'config/project-scratch-def.json';
    const created = await sf<{ username: string; orgId: string }>(
      ...['org', 'create', 'scratch', '-f', file, '-v', ALIAS, '-a', 'scratch', '--set-default'],
    );
    expect(created.orgId).not.toBe(bench.org.orgId);
    const listed = await sf<{ scratchOrgs: readonly Record<string, unknown>[] }>('org', 'list');
    expect(listed.scratchOrgs).toMatchObject([
      {
        username: created.username,
        status: 'Active',
        devHubUsername: bench.org.adminUser.username,
      },
    ]);
  });

  it('deploys the project', async () => {
    const deployed = await sf<Record<string, unknown>>('project', 'deploy', 'start');
    expect(deployed).toMatchObject({ status: 'Succeeded', numberComponentErrors: 0 });
    const again = await bench.sf.ok(['project', 'deploy', 'start'], { cwd: project.folder });
    expect(again.text).toContain('No changes to deploy');
  });

  it('assigns the permission set', async () => {
    const assigned = await sf<object>('org', 'assign', 'permset', '-n', 'Mutex_Admin');
    expect(assigned).toMatchObject({ successes: [{ value: 'Mutex_Admin' }], failures: [] });
    const again = await bench.sf.answer(['org', 'assign', 'permset', '-n', 'Mutex_Admin'], {
      cwd: project.folder,
    });
    const message = expect.stringMatching(
      /^Duplicate PermissionSetAssignment\. Assignee: 005\w{12}; Permission Set: 0PS\w{12}$/,
    );
    expect(again).toMatchObject({ status: 1, result: { successes: [], failures: [{ message }] } });
  });

  it('creates a user, who has what he is given and may log in', async () => {
    const given = ['lastName=Watch', 'username=watch@local.org', 'permsets=Mutex_Admin'];
    const made = await sf<{ fields: { id: string } }>(
      ...['org', 'create', 'user', ...given, 'generatePassword=true', '-a', 'watch'],
    );
    const who = await sf<{ username: string; id: string }>('org', 'display', 'user', '-o', 'watch');
    expect(who).toMatchObject({ id: made.fields.id, username: 'watch@local.org' });
    const sets =
      "SELECT PermissionSet.Name FROM PermissionSetAssignment WHERE Assignee.Username = 'watch@local.org'";
    expect(await sf('data', 'query', '-q', sets)).toMatchObject({
      records: expect.arrayContaining([
        expect.objectContaining({
          PermissionSet: expect.objectContaining({ Name: 'Mutex_Admin' }),
        }),
      ]),
    });
    const taken = await bench.sf.answer(['org', 'create', 'user', ...given], {
      cwd: project.folder,
    });
    expect(taken).toMatchObject({ status: 1, name: 'duplicateUsername' });
  });

  it('schedules the reaper', async () => {
    project.write('reaper.apex', 'MutexReaperSchedule.schedule(4);\n');
    const ran = await sf<object>('apex', 'run', '-f', 'reaper.apex');
    expect(ran).toMatchObject({ compiled: true, success: true });
    const jobs = await sf<Records<object>>('data', 'query', '-q', 'SELECT Id FROM CronTrigger');
    expect(jobs.totalSize).toBe(4);
  });

  it('enqueues by creating records, and by REST', async () => {
    const values = "Lane__c='sync' Handler__c='EchoHandler' Payload__c=";
    for (const name of ['one', 'two'])
      await sf('data', 'create', 'record', '-s', 'Queue_Item__c', '-v', `${values}'${name}'`);
    const body = { Lane__c: 'sync', Handler__c: 'EchoHandler', Payload__c: 'three' };
    const sent = await post('sobjects/Queue_Item__c', body);
    expect(sent).toMatchObject({ success: true });
    // What flows call, without a flow.
    const inputs = [{ lane: 'sync', handler: 'EchoHandler', payload: 'four' }];
    const called = await post('actions/custom/apex/LaneEnqueueAction', { inputs });
    expect(called).toMatchObject([{ isSuccess: true, outputValues: { isStored: true } }]);
  });

  it('watches the queue drain', async () => {
    const waiting = "SELECT COUNT() FROM Queue_Item__c WHERE Status__c != 'Done'";
    // Runs as often as the queue needs: how long that takes decides nothing.
    while ((await sf<Records<object>>('data', 'query', '-q', waiting)).totalSize > 0);
    const effects = await sf<Records<{ Name: string }>>(
      ...['data', 'query', '-q', 'SELECT Name FROM Account ORDER BY Id'],
    );
    expect(effects.records.map(({ Name }) => Name)).toEqual(['one', 'two', 'three', 'four']);
  });

  it('runs the Apex tests', async () => {
    const run = await sf<{ summary: Record<string, unknown> }>(
      ...['apex', 'run', 'test', '--test-level', 'RunLocalTests', '--wait', '30'],
    );
    expect(run.summary).toMatchObject({ outcome: 'Passed', failing: 0 });
    expect(run.summary['testsRan']).toBeGreaterThan(50);
  });

  it('deletes the org', async () => {
    await sf('org', 'delete', 'scratch', '-o', 'scratch', '--no-prompt');
    const listed = await sf<{ scratchOrgs: readonly object[] }>('org', 'list');
    expect(listed.scratchOrgs).toEqual([]);
    const gone = "SELECT Status FROM ScratchOrgInfo WHERE Status = 'Deleted'";
    expect(await sf('data', 'query', '-q', gone, '-o', ALIAS)).toMatchObject({ totalSize: 1 });
  });
});

/** Whose rights a flow works with: those of the client that starts it, or of the system. */
import type { EmbeddedOrg } from '../../org';
import { column } from '../../org/tests/support/kit';
import { install, newOrg, start } from './kit';
import { assign, create, flow, ref, text, variable } from './xml';

const DOOR = `public without sharing class Door {
  @InvocableMethod public static List<String> run(List<String> names) {
    Flow.Interview.createInterview(names[0], new Map<String, Object>()).start();
    return names;
  }
}`;

let org: EmbeddedOrg;
let guest: EmbeddedOrg['adminUser'];
beforeAll(async () => {
  org = await newOrg({ Door: DOOR });
  guest = org.users().find(({ username }) => username === 'user@local.org')!;
  const creating = (more = ''): string =>
    flow(
      'C',
      [
        variable('out', 'String', ['output']),
        create('C', 'Thing__c', [['Key__c', text('made')]], { fault: 'F' }),
        assign('F', [['out', 'Assign', ref('$Flow.FaultMessage')]]),
      ],
      { more },
    );
  await install(org, {
    Plain: creating(),
    Mighty: creating('<runInMode>SystemModeWithoutSharing</runInMode>'),
  });
  org.mark();
});
beforeEach(() => org.reset());
afterAll(() => org.close());

const keys = (): Promise<unknown[]> => column(org, 'SELECT Key__c FROM Thing__c', 'Key__c');

test('a client without rights on the object is refused', async () => {
  const [answer] = await org.runFlow('Plain', [{}], { user: guest });
  expect(answer!['out']).toContain('INSUFFICIENT_ACCESS');
  expect(await keys()).toEqual([]);
});

test('unless the flow says that it works as the system', async () => {
  const [answer] = await org.runFlow('Mighty', [{}], { user: guest });
  expect(answer!['out']).toBeNull();
  expect(await keys()).toEqual(['made']);
});

test('a flow that Apex starts works as the system', async () => {
  await org.invokeAction('Door', [{ names: 'Plain' }], { user: guest });
  expect(await keys()).toEqual(['made']);
});

test('an administrator may', async () => {
  expect(await start(org, 'Plain')).toEqual(['null']);
});

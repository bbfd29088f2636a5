import type { TransactionLog } from '../embedded';
import { orgWith } from './support/kit';

const CLASSES = {
  Work: `public class Work implements Queueable, Finalizer, Schedulable {
    public Boolean fails = false;
    public void execute(QueueableContext c) {
      System.attachFinalizer(new Work());
      insert new Thing__c(Log__c = 'from a job');
      if (fails) { Integer i = 1 / 0; }
    }
    public void execute(FinalizerContext c) { System.debug('finalizer ' + c.getResult()); }
    public void execute(SchedulableContext c) { System.debug('scheduled'); }
    @future public static void later(String text, List<Id> ids) { System.debug('later ' + text); }
  }`,
};
const TRIGGERS = {
  OnThing: `trigger OnThing on Thing__c (before insert) {
    System.debug(LoggingLevel.FINE, 'seen');
    if (Trigger.new[0].Log__c == 'endless') { while (true) { List<Account> a = [SELECT Id FROM Account]; } }
  }`,
  OnPing: `trigger OnPing on Ping__e (after insert) { System.debug('heard ' + Trigger.size); }`,
};
const PING = `<label>Ping</label><pluralLabel>Pings</pluralLabel><deploymentStatus>Deployed</deploymentStatus>
  <eventType>HighVolume</eventType><publishBehavior>PublishAfterCommit</publishBehavior>
  <fields><fullName>Text__c</fullName><label>Text</label><type>Text</type><length>40</length></fields>`;

/** Time stamps, Ids and numbers of nanoseconds differ; what is said does not. */
function events(text: string): string[] {
  return text
    .split(/\n(?=\d\d:\d\d:)/)
    .slice(1)
    .map((line) => line.replace(/^[\d:.]+ \(\d+\)\|/, '').trimEnd());
}

const LIMITS = [
  'CUMULATIVE_LIMIT_USAGE',
  expect.stringMatching(/^LIMIT_USAGE_FOR_NS\|\(default\)\|\n {2}Number of SOQL queries: /),
  'CUMULATIVE_LIMIT_USAGE_END',
];

async function org() {
  const made = await orgWith({ classes: CLASSES, triggers: TRIGGERS, objects: { Ping__e: PING } });
  const logs: TransactionLog[] = [];
  made.onLog((log) => logs.push(log));
  return { org: made, logs };
}

test('anonymous Apex: its source, who ran it, queries, rows and limits with their numbers', async () => {
  const { org: local } = await org();
  const { log } = await local.executeAnonymous(
    `System.debug('hi');\nList<User> u = [SELECT Id FROM User];\n\ninsert new Thing__c();`,
  );
  const [header, first, second] = log.split('\n');
  expect(header).toMatch(/^\d\d\.0 APEX_CODE,DEBUG;APEX_PROFILING,INFO;CALLOUT,INFO;DB,INFO;/);
  expect([first, second]).toEqual([
    "Execute Anonymous: System.debug('hi');",
    'Execute Anonymous: List<User> u = [SELECT Id FROM User];',
  ]);
  expect(events(log)).toEqual([
    `USER_INFO|[EXTERNAL]|${local.adminUser.id}|admin@local.org|(GMT+00:00) Greenwich Mean Time (GMT)|GMT+00:00`,
    'EXECUTION_STARTED',
    'CODE_UNIT_STARTED|[EXTERNAL]|execute_anonymous_apex',
    'USER_DEBUG|[1]|DEBUG|hi',
    'SOQL_EXECUTE_BEGIN|[2]|Aggregations:0|SELECT Id FROM User',
    'SOQL_EXECUTE_END|[2]|Rows:3',
    'DML_BEGIN|[4]|Op:Insert|Type:Thing__c|Rows:1',
    'CODE_UNIT_STARTED|[EXTERNAL]|OnThing on Thing__c trigger event BeforeInsert|__sfdc_trigger/OnThing',
    'CODE_UNIT_FINISHED|OnThing on Thing__c trigger event BeforeInsert|__sfdc_trigger/OnThing',
    'DML_END|[4]',
    ...LIMITS,
    'CODE_UNIT_FINISHED|execute_anonymous_apex',
    'EXECUTION_FINISHED',
  ]);
  for (const line of [
    'Number of SOQL queries: 1 out of 100',
    'Number of query rows: 3 out of 50000',
    'Number of DML statements: 1 out of 150',
    'Number of DML rows: 1 out of 10000',
    'Number of future calls: 0 out of 50',
  ])
    expect(log).toContain(`\n  ${line}\n`);
});

test('an exception with its line, and after one that nobody can catch all units are finished', async () => {
  const { org: local } = await org();
  const thrown = events((await local.executeAnonymous('\nInteger i = 1 / 0;')).log);
  expect(thrown.slice(3, 5)).toEqual([
    'EXCEPTION_THROWN|[2]|System.MathException: Divide by 0',
    'FATAL_ERROR|System.MathException: Divide by 0\n\nAnonymousBlock: line 2, column 1',
  ]);
  const { log } = await local.executeAnonymous("insert new Thing__c(Log__c = 'endless');");
  const words = events(log).map((event) => event.split('|')[0]);
  expect(words.filter((word) => word === 'CODE_UNIT_STARTED')).toHaveLength(2);
  expect(words.filter((word) => word === 'CODE_UNIT_FINISHED')).toHaveLength(2);
  expect(words.at(-1)).toBe('EXECUTION_FINISHED');
  expect(log).toContain('Number of SOQL queries: 101 out of 100');
});

test.each([
  ['nothing but errors', { APEX_CODE: 'ERROR' }, ['USER_DEBUG', 'SOQL_EXECUTE_BEGIN'], []],
  ['the debug levels', { APEX_CODE: 'FINE' }, ['SOQL_EXECUTE_BEGIN'], ['seen', 'hi']],
  ['the database', { DB: 'INFO' }, ['USER_DEBUG', 'EXECUTION_STARTED'], ['SOQL_EXECUTE_BEGIN']],
] as const)('levels are heeded: %s', async (_, logLevels, absent, present) => {
  const { org: local } = await org();
  const { log } = await local.executeAnonymous(
    "System.debug('hi'); List<User> u = [SELECT Id FROM User]; insert new Thing__c();",
    { logLevels },
  );
  const body = events(log).join('\n');
  for (const word of absent) expect(body).not.toContain(word);
  for (const word of present) expect(body).toContain(word);
});

test('queued jobs, finalizers, schedules, events and future calls keep theirs when their user is traced', async () => {
  const { org: local, logs } = await org();
  const traced = new Set<string>();
  local.keepLogsOf((user) => traced.has(user));
  const apex = `Work w = new Work(); w.fails = true; System.enqueueJob(w); Work.later('x', null);
    System.schedule('s', '0 0 * * * ?', new Work()); EventBus.publish(new Ping__e(Text__c = 'a'));`;
  await local.executeAnonymous(apex);
  await local.advance(3_600_000);
  expect(logs.filter(({ context }) => context !== 'anonymous')).toEqual([]);
  for (const user of local.users()) traced.add(user.id);
  await local.executeAnonymous(apex.replace("'s'", "'t'"));
  await local.advance(3_600_000);
  const own = logs.filter(({ context }) => context !== 'anonymous');
  const of = (context: string): string[] =>
    events(own.find((log) => log.context === context)?.text ?? '').map((event) =>
      event.replace(/01[pq]\w{15}/, 'ID'),
    );
  expect(of('queueable')).toEqual(
    expect.arrayContaining([
      'CODE_UNIT_STARTED|[EXTERNAL]|ID|Work',
      'EXCEPTION_THROWN|[6]|System.MathException: Divide by 0',
      'CODE_UNIT_FINISHED|Work',
    ]),
  );
  expect(own.find(({ context }) => context === 'queueable')?.success).toBe(false);
  expect(of('finalizer')).toContain('USER_DEBUG|[8]|DEBUG|finalizer UNHANDLED_EXCEPTION');
  expect(of('schedulable')).toContain('USER_DEBUG|[9]|DEBUG|scheduled');
  expect(of('future')).toEqual(
    expect.arrayContaining([
      'CODE_UNIT_STARTED|[EXTERNAL]|ID|Work.later(String, List<Id>)',
      'USER_DEBUG|[10]|DEBUG|later x',
    ]),
  );
  expect(of('event')).toEqual(
    expect.arrayContaining([
      'CODE_UNIT_STARTED|[EXTERNAL]|ID|OnPing on Ping__e trigger event AfterInsert|__sfdc_trigger/OnPing',
      'USER_DEBUG|[1]|DEBUG|heard 1',
    ]),
  );
});

/** A wrong argument for every parameter of every public method, and what its caller is told. */

/** A piece of Apex, and how it ends; `well` for what is accepted on purpose. */
export type BadCall = readonly [call: string, ending: RegExp];

const WELL = /^well$/;

/** What cannot be the name of a mutex or lane. */
const NAMES: readonly (readonly [name: string, problem: string])[] = [
  ['null', 'must not be blank'],
  [`''`, 'must not be blank'],
  [`'  '`, 'must not be blank'],
  [`'x'.repeat(256)`, 'has 256 characters; at most 242 are allowed'],
  [`' a'`, 'must not begin or end with white space'],
  [`'a\\nb'`, 'must not contain control characters'],
];

/** One call per wrong name; the message speaks of `subject`. */
const wrongNames = (
  call: (name: string) => string,
  subject = 'MutexException: The mutex name',
): BadCall[] => NAMES.map(([name, problem]) => [call(name), new RegExp(`^${subject} ${problem}`)]);

const LEASE = `new Lease('m', 1)`;
const WORK = `new PlayHandler()`;
const ITEM =
  "new Queue_Item__c(Id = (Id) (Queue_Item__c.SObjectType.getDescribe().getKeyPrefix() + '000000000001'))";
const FIELD = 'Queue_Item__c.Ticket__c';
const list = (type: string, ...entries: string[]): string =>
  `new List<${type}>{ ${entries.join(', ')} }`;
const noLane = (lane: string): RegExp => new RegExp(`^MutexException: There is no lane "${lane}"`);
/** Text that would do harm if it were put into a query. */
const SOQL = `'x\\' OR Name != \\''`;

const onLane = (method: string, reason = ''): BadCall[] => [
  ...wrongNames((name) => `LaneAdmin.${method}(${name}${reason});`),
  [`LaneAdmin.${method}(${SOQL}${reason});`, noLane(`x' OR Name != '`)],
];
const onNewLane = (method: string, reason = ''): BadCall[] =>
  wrongNames((name) => `LaneAdmin.${method}(${name}${reason});`);
const onItem = (method: string, reason = ''): BadCall[] =>
  ['null', 'UserInfo.getUserId()'].map((id) => [
    `LaneAdmin.${method}(${id}${reason});`,
    /^QueueException: itemId names no (dead )?queue item/,
  ]);

/** Requests of an action: no list, and a missing entry. */
const requests = (call: string): BadCall[] => {
  const [action] = call.split('.');
  return [
    [`${call}(null);`, /^QueueException: requests must not be null/],
    [
      `${call}(${list(`${action!}.Request`, 'null')});`,
      /^QueueException: requests must not contain null/,
    ],
  ];
};

const waits = (call: (timeout: string) => string): BadCall[] =>
  ['null', '-1'].map((timeout) => [call(timeout), /^MutexException: timeoutMs must be 0 or more/]);
const noJob = (subject: string): BadCall[] => [
  [`${subject}.forJob(UserInfo.getUserId());`, /^MutexException: asyncJobId is no id of an async/],
  [`${subject}.forJob(null);`, WELL],
];
const noLeaseTime = (subject: string): BadCall[] =>
  ['null', '0', '-1'].map((ms) => [
    `${subject}.withLease(${ms});`,
    /^MutexException: The lease must be longer than 0 milliseconds/,
  ]);

/** Methods that cannot be called wrongly here, and why. */
export const NOT_CALLED: Readonly<Record<string, string>> = {
  'FlowHandler.run(String, String, Map<String, Object>, List<String>)':
    'starts a flow, which the local org cannot; call has looked at its arguments',
  'QueueHandler.execute(QueueContext)': 'abstract: what it does is the handler’s own',
};

/** Each method by class, name and types. */
export const BAD_ARGUMENTS: Readonly<Record<string, readonly BadCall[]>> = {
  'Fence.save(Lease, SObject, SObjectField)': [
    [`Fence.save(null, ${ITEM}, ${FIELD});`, /^MutexException: lease must not be null/],
    [`Fence.save(${LEASE}, (SObject) null, ${FIELD});`, /^MutexException: records must have an Id/],
    [`Fence.save(${LEASE}, ${ITEM}, null);`, /^MutexException: field must not be null/],
  ],
  'Fence.save(Lease, List<SObject>, SObjectField)': [
    [`Fence.save(null, ${list('SObject')}, ${FIELD});`, /^MutexException: lease must not be null/],
    [
      `Fence.save(${LEASE}, (List<SObject>) null, ${FIELD});`,
      /^MutexException: records must not be null/,
    ],
    [
      `Fence.save(${LEASE}, ${list('SObject', 'null')}, ${FIELD});`,
      /^MutexException: records must have an Id/,
    ],
    [`Fence.save(${LEASE}, ${list('SObject')}, null);`, /^MutexException: field must not be null/],
  ],
  'Fence.save(Lease, List<SObject>, SObjectField, AccessLevel)': [
    [
      `Fence.save(${LEASE}, ${list('SObject')}, ${FIELD}, null);`,
      /^MutexException: accessLevel must not be null/,
    ],
    [
      `Fence.save(${LEASE}, ${list('SObject', ITEM, ITEM)}, ${FIELD}, AccessLevel.USER_MODE);`,
      /^MutexException: records names \w+ twice/,
    ],
    [
      `Fence.save(${LEASE}, ${list('SObject', ITEM)}, Mutex__c.Token__c, AccessLevel.USER_MODE);`,
      /^MutexException: field Token__c is none of Queue_Item__c/,
    ],
    [
      `Fence.save(${LEASE}, ${list('SObject', ITEM)}, Queue_Item__c.Lane__c, AccessLevel.USER_MODE);`,
      /^MutexException: field Lane__c is no Number field/,
    ],
  ],
  'FIFOQueue.of(String)': wrongNames(
    (name) => `FIFOQueue.of(${name});`,
    'QueueException: queueName',
  ),
  'FIFOQueue.of(String, Map<String, Object>)': [
    [
      `FIFOQueue.of(null, new Map<String, Object>());`,
      /^QueueException: queueName must not be null/,
    ],
    [`FIFOQueue.of('a', null);`, /^QueueException: values must not be null/],
    [
      `FIFOQueue.of('a{b', new Map<String, Object>());`,
      /^QueueException: queueName has a "\{" without/,
    ],
    [
      `FIFOQueue.of('{b}', new Map<String, Object>());`,
      /^QueueException: values has nothing for the placeholder \{b\}/,
    ],
    [
      `FIFOQueue.of('{b}', new Map<String, Object>{ 'b' => ' ' });`,
      /^QueueException: queueName must not be blank/,
    ],
  ],
  'FIFOQueue.enqueue(Callable)': [
    [`FIFOQueue.of('a').enqueue(null);`, /^QueueException: task must not be null/],
    [
      `FIFOQueue.of('a').enqueue(new NumberTask());`,
      /^QueueException: task must answer "serialize" with a String or null/,
    ],
  ],
  'FIFOQueue.enqueue(String, List<Queue_Item__c>)': [
    ...wrongNames(
      (name) => `FIFOQueue.enqueue(${name}, ${list('Queue_Item__c')});`,
      'QueueException: queueName',
    ),
    [`FIFOQueue.enqueue('a', null);`, /^QueueException: items must not be null/],
    [
      `FIFOQueue.enqueue('a', ${list('Queue_Item__c', 'null')});`,
      /^QueueException: items must not contain null/,
    ],
    [
      `FIFOQueue.enqueue('a', ${list('Queue_Item__c', ITEM)});`,
      /^QueueException: items must be new records/,
    ],
    [
      `FIFOQueue.enqueue('a', ${list('Queue_Item__c', `new Queue_Item__c()`)});`,
      /^QueueException: Handler__c must name a handler class/,
    ],
    [
      `FIFOQueue.enqueue('a', ${list('Queue_Item__c', `new Queue_Item__c(Handler__c = 'nowhere.PlayHandler')`)});`,
      /^QueueException: Handler__c names no class that can be found: nowhere.PlayHandler/,
    ],
    [
      `FIFOQueue.enqueue('a', ${list('Queue_Item__c', `new Queue_Item__c(Handler__c = ${SOQL})`)});`,
      /^QueueException: Handler__c names no class that can be found/,
    ],
    [
      `FIFOQueue.enqueue('a', ${list('Queue_Item__c', `new Queue_Item__c(Handler__c = 'PlayHandler', Request_Key__c = 'x'.repeat(256))`)});`,
      /^QueueException: Request_Key__c is longer than 255 characters/,
    ],
  ],
  'FIFOQueue.enqueue(Map<String, List<Queue_Item__c>>)': [
    [
      `FIFOQueue.enqueue((Map<String, List<Queue_Item__c>>) null);`,
      /^QueueException: byQueue must not be null/,
    ],
    [
      `FIFOQueue.enqueue(new Map<String, List<Queue_Item__c>>{ null => ${list('Queue_Item__c')} });`,
      /^QueueException: queueName must not be blank/,
    ],
    [
      `FIFOQueue.enqueue(new Map<String, List<Queue_Item__c>>{ 'a' => null });`,
      /^QueueException: items must not be null/,
    ],
  ],
  'FlowHandler.call(String, Map<String, Object>)': [
    [
      `new FlowHandler().call('execute', null);`,
      /^QueueException: Payload__c must be a JSON object/,
    ],
    [
      `new FlowHandler().call('execute', new Map<String, Object>{ 'payload' => '{}' });`,
      /^QueueException: Payload__c must name a flow/,
    ],
    [`new FlowHandler().call(null, null);`, WELL],
  ],
  'LaneAdmin.redrive(String, String)': onLane('redrive', `, 'why'`),
  'LaneAdmin.skip(Id, String)': onItem('skip', `, 'why'`),
  'LaneAdmin.cancel(Id, String)': onItem('cancel', `, 'why'`),
  'LaneAdmin.cancelAll(String, String)': onLane('cancelAll', `, 'why'`),
  'LaneAdmin.redriveDead(Id, String)': onItem('redriveDead', `, 'why'`),
  'LaneAdmin.forceRelease(String, String)': [
    ...wrongNames((name) => `LaneAdmin.forceRelease(${name}, 'why');`),
    [`LaneAdmin.forceRelease('a', null);`, /^MutexException: reason must not be blank/],
    [`LaneAdmin.forceRelease(${SOQL}, 'why');`, /^MutexException: There is no mutex or lane "x'/],
  ],
  'LaneAdmin.pause(String, String)': onNewLane('pause', `, 'why'`),
  'LaneAdmin.resume(String, String)': onLane('resume', `, 'why'`),
  'LaneAdmin.drain(String, String)': onNewLane('drain', `, 'why'`),
  'LaneAdmin.reopen(String, String)': onLane('reopen', `, 'why'`),
  'LaneAdmin.wake(String)': onLane('wake'),
  'LaneAdmin.redrive(String)': onLane('redrive'),
  'LaneAdmin.skip(Id)': onItem('skip'),
  'LaneAdmin.cancel(Id)': onItem('cancel'),
  'LaneAdmin.pause(String)': onNewLane('pause'),
  'LaneAdmin.resume(String)': onLane('resume'),
  'LaneEnqueueAction.enqueue(List<Request>)': requests('LaneEnqueueAction.enqueue'),
  'LaneOperateAction.operate(List<Request>)': requests('LaneOperateAction.operate'),
  'Lease.Lease(String, Long)': [
    ...wrongNames((name) => `new Lease(${name}, 1);`),
    [`new Lease('m', null);`, /^MutexException: The lease token must not be null/],
  ],
  'LockAttempt.LockAttempt(Mutex, Long)': [[`new LockAttempt(null, (Long) null);`, WELL]],
  'LockAttempt.LockAttempt(Mutex, MutexTimeoutException)': [
    [
      `new LockAttempt(null, (MutexTimeoutException) null);`,
      /^MutexException: refusal must not be null/,
    ],
  ],
  'Mutex.Mutex(String)': wrongNames((name) => `new Mutex(${name});`),
  'Mutex.resume(String, Long)': [
    ...wrongNames((name) => `Mutex.resume(${name}, 1);`),
    [`Mutex.resume('m', null);`, /^MutexException: The lease token must not be null/],
  ],
  'Mutex.resume(Lease)': [[`Mutex.resume(null);`, /^MutexException: lease must not be null/]],
  'Mutex.forJob(Id)': noJob(`new Mutex('m')`),
  'Mutex.withLease(Long)': noLeaseTime(`new Mutex('m')`),
  'Mutex.lock(Long)': waits((timeout) => `new Mutex('m').lock(${timeout});`),
  'Mutex.tryLock(Long)': waits((timeout) => `new Mutex('m').tryLock(${timeout});`),
  'Mutex.run(Callable, Map<String, Object>, Long)': [
    [`new Mutex('m').run(null, null, 0);`, /^MutexException: work must not be null/],
    ...waits((timeout) => `new Mutex('m').run(${WORK}, null, ${timeout});`),
  ],
  'MutexExtendAction.extend(List<Request>)': requests('MutexExtendAction.extend'),
  'MutexLockAction.lock(List<Request>)': requests('MutexLockAction.lock'),
  'MutexUnlockAction.unlock(List<Request>)': requests('MutexUnlockAction.unlock'),
  ...Object.fromEntries(
    ['held', 'blocked', 'lanes', 'runners'].map((method) => [
      `MutexMonitor.${method}(Integer)`,
      ['null', '0', '-1', '2001'].map((most): BadCall => [
        `MutexMonitor.${method}(${most});`,
        /^MutexException: most must be from 1 to 2000/,
      ]),
    ]),
  ),
  'MutexReaper.call(String, Map<String, Object>)': [[`new MutexReaper().call(null, null);`, WELL]],
  'MutexReaperSchedule.schedule(Integer)': ['null', '0', '5', '60'].map((times) => [
    `MutexReaperSchedule.schedule(${times});`,
    /^MutexException: timesPerHour must be one of 1, 2, 3, 4, 6 and 12/,
  ]),
  'MutexReaperSchedule.execute(SchedulableContext)': [
    [`new MutexReaperSchedule().execute(null);`, WELL],
  ],
  'MutexSandboxReset.runApexClass(SandboxContext)': [
    [`new MutexSandboxReset().runApexClass(null);`, WELL],
  ],
  'MutexSandboxReset.execute(QueueableContext)': [[`new MutexSandboxReset().execute(null);`, WELL]],
  'Mutexes.lock(String)': wrongNames((name) => `Mutexes.lock(${name});`),
  'Mutexes.run(String, Callable)': [
    ...wrongNames((name) => `Mutexes.run(${name}, ${WORK});`),
    [`Mutexes.run('m', null);`, /^MutexException: work must not be null/],
  ],
  'Mutexes.run(String, Callable, Map<String, Object>)': [
    ...wrongNames((name) => `Mutexes.run(${name}, ${WORK}, null);`),
    [`Mutexes.run('m', null, null);`, /^MutexException: work must not be null/],
  ],
  'Mutexes.run(String, Callable, Map<String, Object>, Long)': [
    ...wrongNames((name) => `Mutexes.run(${name}, ${WORK}, null, 0);`),
    [`Mutexes.run('m', null, null, 0);`, /^MutexException: work must not be null/],
    ...waits((timeout) => `Mutexes.run('m', ${WORK}, null, ${timeout});`),
  ],
  'Mutexes.tryLock(String)': wrongNames((name) => `Mutexes.tryLock(${name});`),
  'Mutexes.tryLock(String, Long)': [
    ...wrongNames((name) => `Mutexes.tryLock(${name}, 1000);`),
    [`Mutexes.tryLock('m', null);`, /^MutexException: The lease must be longer than 0/],
  ],
  'Mutexes.tryLock(String, Long, Long)': [
    ...wrongNames((name) => `Mutexes.tryLock(${name}, 1000, 0);`),
    [`Mutexes.tryLock('m', 0, 0);`, /^MutexException: The lease must be longer than 0/],
    ...waits((timeout) => `Mutexes.tryLock('m', 1000, ${timeout});`),
  ],
  'Mutexes.unlock(String)': [
    ...wrongNames((name) => `Mutexes.unlock(${name});`),
    [`Mutexes.unlock(${SOQL});`, /^MutexNotHeldException: Mutex "x' OR Name != '" is not held/],
  ],
  'Mutexes.maintain(String)': [
    ...wrongNames((name) => `Mutexes.maintain(${name});`),
    [`Mutexes.maintain(${SOQL});`, /^MutexNotHeldException: Mutex "x' OR Name != '" is not held/],
  ],
  'Mutexes.assertHeld(String, Long)': [
    ...wrongNames((name) => `Mutexes.assertHeld(${name}, 1);`),
    [`Mutexes.assertHeld('m', null);`, /^MutexNotHeldException: Mutex "m" is not held under token/],
  ],
  'Mutexes.forceRelease(String, String)': [
    ...wrongNames((name) => `Mutexes.forceRelease(${name}, 'why');`),
    [`Mutexes.forceRelease('m', ' ');`, /^MutexException: reason must not be blank/],
  ],
  'Permit.Permit(Lease)': [[`new Permit(null);`, /^MutexException: lease must not be null/]],
  'Permit.resume(Lease)': [[`Permit.resume(null);`, /^MutexException: lease must not be null/]],
  'Permit.forJob(Id)': noJob(`new Permit(${LEASE})`),
  'Permit.withLease(Long)': noLeaseTime(`new Permit(${LEASE})`),
  'Queue.enqueue(Callable)': [
    [`Queue q = FIFOQueue.of('a'); q.enqueue(null);`, /^QueueException: task must not be null/],
  ],
  'QueueContext.QueueContext(Map<String, Object>)': [
    [`new QueueContext(null);`, /^QueueException: args must not be null/],
    [`new QueueContext(new Map<String, Object>());`, WELL],
  ],
  'QueueContext.setResult(Object)': [
    [`new QueueContext(new Map<String, Object>()).setResult(null);`, WELL],
  ],
  'QueueHandler.callout(QueueContext)': [[`new PlayHandler().callout(null);`, WELL]],
  'QueueHandler.call(String, Map<String, Object>)': [
    [`new PlayHandler().call('execute', null);`, /^QueueException: args must not be null/],
    [`new PlayHandler().call(null, null);`, WELL],
  ],
  'Semaphore.Semaphore(String, Integer)': [
    ...wrongNames((name) => `new Semaphore(${name}, 2);`),
    [
      `new Semaphore('x'.repeat(239), 2);`,
      /^MutexException: The semaphore name has 239 characters/,
    ],
    ...['null', '0', '101'].map((permits): BadCall => [
      `new Semaphore('s', ${permits});`,
      /^MutexException: permits must be 1 to 100/,
    ]),
  ],
  'Semaphore.withLease(Long)': noLeaseTime(`new Semaphore('s', 2)`),
  'Semaphore.forJob(Id)': noJob(`new Semaphore('s', 2)`),
  'Semaphore.keyOf(String, Integer)': [
    [`Assert.areEqual('null#null', Semaphore.keyOf(null, null));`, WELL],
  ],
};

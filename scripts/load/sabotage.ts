/**
 * Sabotage: the package with one guard taken out, so that a run can prove that its detectors detect.
 * Each one names the text that it takes out; when the package has changed and the text is not there
 * any more, the run refuses to start instead of testing nothing.
 */
import type { ViolationKind } from '../../checkers/violation';
import type { SourceEdit } from '../../explorer/mutants/edit';
import type { LoadOptions } from './options';

export interface Sabotage {
  readonly summary: string;
  /** Any of these shows that the missing guard was noticed. */
  readonly expect: readonly ViolationKind[];
  /** Paths are below force-app. */
  readonly edits: readonly SourceEdit[];
  /** Load under which the missing guard shows; flags on the command line win. */
  readonly profile?: Partial<
    Pick<LoadOptions, 'connections' | 'items' | 'lanes' | 'window' | 'backlog' | 'releases'>
  >;
}

const MUTEX = 'main/mutex/classes';
const QUEUE = 'main/queue/classes';

export const SABOTAGES = {
  'no-row-lock': {
    summary:
      'R1, R3: a lane is read without FOR UPDATE, so tickets and starts are decided on stale values',
    expect: [
      'overlap',
      'ticket-gap',
      'enqueue-order',
      'token-regress',
      'stranded',
      'lost',
      'non-monotonic',
      'not-linearizable',
    ],
    edits: [
      {
        file: `${MUTEX}/MutexRows.cls`,
        find: 'WITH SYSTEM_MODE\n                    FOR UPDATE\n',
        replace: 'WITH SYSTEM_MODE\n',
      },
    ],
  },
  'release-without-recheck': {
    summary:
      'R11: the run itself looks whether anything is left, and its finalizer believes it later',
    expect: ['lost-wake-up', 'stranded'],
    // Lanes that run empty again and again, as only a release can lose a wake-up, and that nobody
    // uses after a while, so that no later caller mends it.
    profile: { connections: 10, lanes: 300, window: 4, items: 3000, backlog: 10 },
    edits: [
      {
        file: `${QUEUE}/QueueFinalizer.cls`,
        find: '    private Integer batch;\n',
        replace: '    private Integer batch;\n    public Queue_Item__c seen;\n',
      },
      {
        file: `${QUEUE}/QueueFinalizer.cls`,
        find: '        Queue_Item__c head = LaneItems.peek(lane);\n        if (head == null || row.Blocked__c',
        replace: '        Queue_Item__c head = seen;\n        if (head == null || row.Blocked__c',
      },
      {
        file: `${QUEUE}/QueueRunner.cls`,
        find: '        new QueueRun(seat, batch, finalizer).execute();',
        replace:
          '        new QueueRun(seat, batch, finalizer).execute();\n        finalizer.seen = LaneItems.peek(lane);',
      },
    ],
  },
  'no-token-comparison': {
    summary: 'R8, R12: a run settles and chains without asking whether the lane is still its own',
    expect: ['stale-token', 'token-regress', 'overlap', 'duplicated-effect'],
    // A backlog in few lanes, so that a forced release finds its runner at work.
    profile: { lanes: 2, items: 3000, releases: 100 },
    edits: [
      {
        file: `${QUEUE}/LaneSeat.cls`,
        find: 'row.Holder__c == LaneRow.RUNNER &&\n            row.Token__c == token &&\n            row.Job_Id__c == jobId;',
        replace: 'token != null &&\n            jobId != null;',
      },
    ],
  },
  'ticket-from-auto-number': {
    summary: 'R3: tickets come from an auto-number, drawn before the lane is locked',
    expect: ['non-monotonic', 'enqueue-order', 'not-linearizable'],
    edits: [
      {
        file: `${MUTEX}/LaneSession.cls`,
        find: '        return remember(MutexRows.lockOrCreate(key, tries));\n',
        replace: [
          '        Mutex__c counter = new Mutex__c(Key__c = "number/" + key + "/" + Crypto.getRandomLong());',
          '        insert as system counter;',
          '        String drawn = [SELECT Name FROM Mutex__c WHERE Id = :counter.Id WITH SYSTEM_MODE].Name;',
          '        Mutex__c row = remember(MutexRows.lockOrCreate(key, tries));',
          '        row.Next_Ticket__c = Decimal.valueOf(drawn.removeStart("MTX-")) * 1000;',
          '        return row;\n',
        ]
          .join('\n')
          .replace(/"/g, "'"),
      },
    ],
  },
  'flag-sticks': {
    summary:
      'I5: the flag of a crashed runner is believed for ever; nobody asks whether its job lives',
    expect: ['stranded'],
    edits: [
      {
        file: `${MUTEX}/LaneJudge.cls`,
        find: '        return needsJob(row) ? judgeJob(row, jobs.get(row.Job_Id__c), reaper) : judgeLease(row);',
        replace: '        return row.Holder__c == null ? Verdict.FREE : Verdict.LIVE;',
      },
    ],
    // No operator comes by who would free the lane, and enough runs for the kills to meet.
    profile: { releases: 0, lanes: 20 },
  },
  'no-request-key': {
    summary: 'R4: a request key is not looked up, so a caller who repeats a call is served twice',
    expect: ['duplicated-effect'],
    edits: [
      {
        file: `${QUEUE}/QueueIntake.cls`,
        find: '        return String.isBlank(item.Request_Key__c)\n            ? null\n',
        replace: '        return item.Request_Key__c != null\n            ? null\n',
      },
    ],
  },
} as const satisfies Record<string, Sabotage>;

export type SabotageName = keyof typeof SABOTAGES;

/** All names, in the order in which they are listed. */
export function sabotageNames(): SabotageName[] {
  return Object.keys(SABOTAGES) as SabotageName[];
}

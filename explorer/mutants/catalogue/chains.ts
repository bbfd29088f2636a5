/** Bugs in what happens at the end of a chain of jobs, and where the platform gives no job at all. */
import { inClass, type SourceEdit } from '../edit';
import type { Mutant } from '../mutant';

const starter = (find: string, replace = ''): SourceEdit => inClass('LaneStarter', find, replace);
const subscriber = (find: string, replace = ''): SourceEdit =>
  inClass('LaneWakeTriggerHandler', find, replace);

const EVENT = 'new Lane_Wake__e(Key__c = lane, Dead_Token__c = token)';
const REFUSED = '                    refused = true;\n';

export const CHAINS: readonly Mutant[] = [
  {
    id: 'end-of-chain-unannounced',
    bug: 'A run at the end of its chain leaves its lane marked and sends no event.',
    rules: ['R23'],
    edits: [starter('if (hops) {', 'if (hops && enqueues) {')],
  },
  {
    id: 'end-of-chain-keeps-lane',
    bug: 'A run at the end of its chain still holds the lane when the event comes.',
    rules: ['R17', 'R23'],
    edits: [
      starter(
        '        LaneRow.clearHolder(row);\n        row.Run_Queueable__c = true;\n',
        '        if (enqueues) {\n            LaneRow.clearHolder(row);\n        }\n        row.Run_Queueable__c = true;\n',
      ),
    ],
  },
  {
    id: 'end-of-chain-waker-gives-up',
    bug: 'A waker that cannot lock the row, at the end of its chain, sends no event.',
    rules: ['R18', 'R23'],
    edits: [
      inClass(
        'QueueWaker',
        '        JobLauncher.current.publish(new List<Lane_Wake__e>{ asEvent() });\n',
      ),
    ],
  },
  {
    id: 'event-knows-no-dead-run',
    bug: 'The event of a finalizer that could not lock does not say which run is over.',
    rules: ['R18'],
    edits: [inClass('QueueFinalizer', EVENT, 'new Lane_Wake__e(Key__c = lane)')],
  },
  {
    id: 'subscriber-forgets-dead-run',
    bug: 'The event says which run is over, and its subscriber does not use that.',
    rules: ['R18'],
    edits: [subscriber('.knowingDead(deadToken)')],
  },
  {
    id: 'subscriber-does-not-judge',
    bug: 'The subscriber of the event starts a run whoever holds the lane by then.',
    rules: ['R5', 'R20'],
    edits: [
      starter(
        'LaneJudge.Verdict verdict = judge(row);',
        'LaneJudge.Verdict verdict = hops ? judge(row) : LaneJudge.Verdict.FREE;',
      ),
    ],
  },
  {
    id: 'subscriber-does-not-lock',
    bug: 'The subscriber of the event looks at its lane without locking it.',
    rules: ['R1', 'R20'],
    edits: [
      inClass(
        'QueueWaker',
        '        Mutex__c row = session.openExisting(lane);\n',
        '        if (!System.isQueueable()) {\n            Mutex__c read = MutexRows.read(lane);\n            if (read != null) {\n                starter.wake(read, null);\n                MutexRows.save(new List<Mutex__c>{ read });\n                starter.publish();\n                return;\n            }\n        }\n        Mutex__c row = session.openExisting(lane);\n',
      ),
    ],
  },
  {
    id: 'subscriber-takes-one-lane',
    bug: 'Of several lanes whose events come together, the subscriber looks at the first.',
    rules: ['I4', 'I10'],
    edits: [subscriber('if (lanes.size() == 1) {', 'if (!lanes.isEmpty()) {')],
  },
  {
    id: 'refused-subscriber-hops',
    bug: 'A subscriber that is refused a job sends the next event, and that one the next.',
    rules: ['R23'],
    edits: [starter('        hops = false;\n')],
  },
  {
    id: 'refused-subscriber-hops-for-many',
    bug: 'A subscriber that is refused jobs for several lanes sends their events again.',
    rules: ['R23'],
    edits: [
      subscriber(REFUSED, `${REFUSED}                    later.add(waker.asEvent());\n`),
      subscriber('} else if (!refused) {', '} else {'),
    ],
  },
  {
    id: 'event-before-commit',
    bug: 'Events leave before their transaction commits, and whatever becomes of it.',
    rules: ['R23', 'I4'],
    edits: [
      {
        file: 'objects/Lane_Wake__e.object',
        find: '<publishBehavior>PublishAfterCommit<',
        replace: '<publishBehavior>PublishImmediately<',
      },
    ],
  },
];

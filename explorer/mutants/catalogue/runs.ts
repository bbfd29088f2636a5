/** Bugs in a run and its settlement. */
import { inClass, type SourceEdit } from '../edit';
import type { Mutant } from '../mutant';

const run = (find: string, replace = ''): SourceEdit => inClass('QueueRun', find, replace);
const settle = (find: string, replace = ''): SourceEdit =>
  inClass('QueueSettlement', find, replace);

const COMPARE = 'if (!seat.holds(row)) {';

export const RUNS: readonly Mutant[] = [
  {
    id: 'pause-ignored-by-run',
    bug: 'A run that was queued before a pause begins after it.',
    rules: ['R7'],
    edits: [run('if (!seat.holds(seen) || seen.Paused__c) {', 'if (!seat.holds(seen)) {')],
  },
  {
    id: 'settles-without-comparing',
    bug: 'A run settles without asking whether the lane is still its own.',
    rules: ['R8'],
    edits: [settle(COMPARE, 'if (row == null) {')],
  },
  {
    id: 'settles-on-early-comparison',
    bug: 'A run compares its token, then locks the row, then settles.',
    rules: ['R8'],
    after: 'etcd: the lease is not looked at again after waiting',
    edits: [
      settle(
        '        try {\n            session.openAll(others, seat.lane);',
        '        Boolean mine = seat.holds(MutexRows.read(seat.lane));\n        try {\n            session.openAll(others, seat.lane);',
      ),
      settle(COMPARE, 'if (!mine) {'),
    ],
  },
  {
    id: 'items-not-read-again',
    bug: 'A run settles its items as it read them at the start.',
    rules: ['R9'],
    edits: [
      settle(
        'Map<Id, Queue_Item__c> pending = LaneItems.stillPending(ids);',
        'Map<Id, Queue_Item__c> pending = new Map<Id, Queue_Item__c>(done);\n        if (failed != null) {\n            pending.put(failed.Id, failed);\n        }',
      ),
    ],
  },
  {
    id: 'settled-by-the-finalizer',
    bug: 'Effects commit with the run, settlement with its finalizer.',
    rules: ['R10'],
    edits: [
      run(
        'if (!done.isEmpty() || failed != null) {\n                settlement()',
        'finalizer.later = done;\n            if (failed != null) {\n                settlement()',
      ),
      inClass(
        'QueueFinalizer',
        '    private Integer batch;\n',
        '    private Integer batch;\n    public List<Queue_Item__c> later;\n',
      ),
      inClass(
        'QueueFinalizer',
        '        follow(row, starter, blaming);\n',
        '        if (later != null) {\n            for (Queue_Item__c item : later) {\n                QueuePolicy.settle(row, item, LaneItems.DONE);\n            }\n            LaneItems.save(later);\n        }\n        follow(row, starter, blaming);\n',
      ),
    ],
  },
  {
    id: 'failed-handler-not-undone',
    bug: 'What a handler wrote before it failed is kept.',
    rules: ['I9'],
    edits: [run('Database.rollback(start); // NOPMD OperationWithLimitsInLoop: ends the loop')],
  },
  {
    id: 'dethroned-run-not-undone',
    bug: 'A dethroned run settles nothing and keeps what its handlers wrote.',
    rules: ['R8', 'R10'],
    edits: [settle('undo(); // taken over meanwhile; whoever did that goes on (I1)')],
  },
  {
    id: 'repeated-run-not-undone',
    bug: 'A run that will be repeated keeps what its handlers wrote.',
    rules: ['R10'],
    edits: [
      settle(
        '        undo();\n        finalizer.retryAfter = minutes;',
        '        finalizer.retryAfter = minutes;',
      ),
    ],
  },
  {
    id: 'run-goes-on-after-failure',
    bug: 'After a failed item the run goes on with the next one.',
    rules: ['R15'],
    after: 'graphile-worker: successors overtake a job that waits for its retry',
    edits: [
      run(
        'HandlerScope.forget(item.Id);\n                fails(item, e);\n                return;',
        'HandlerScope.forget(item.Id);\n                fails(item, e);',
      ),
    ],
  },
  {
    id: 'back-off-overtaken',
    bug: 'An item that waits for its next attempt is passed over.',
    rules: ['I2'],
    edits: [
      inClass(
        'LaneItems',
        'WHERE Pending_Lane__c = :digest AND Status__c = :PENDING\n            WITH SYSTEM_MODE\n            ORDER BY Ticket__c ASC\n            LIMIT :most\n        ];\n    }\n\n    /**\n     * @param lane  name of a lane\n     * @return its first',
        'WHERE Pending_Lane__c = :digest AND Status__c = :PENDING AND Attempts__c = 0\n            WITH SYSTEM_MODE\n            ORDER BY Ticket__c ASC\n            LIMIT :most\n        ];\n    }\n\n    /**\n     * @param lane  name of a lane\n     * @return its first',
      ),
    ],
  },
  {
    id: 'retry-goes-to-the-end',
    bug: 'An item that failed gets a new ticket.',
    rules: ['I2'],
    edits: [
      inClass(
        'QueuePolicy',
        '            item.Not_Before__c = MutexClock.now()',
        '            item.Ticket__c = row.Next_Ticket__c;\n            item.Order_Key__c = LaneItems.orderKey(row.Key__c, row.Next_Ticket__c.longValue());\n            row.Next_Ticket__c += 1;\n            item.Not_Before__c = MutexClock.now()',
      ),
    ],
  },
  {
    id: 'items-in-any-order',
    bug: 'The items of a run are not selected in the order of their tickets.',
    rules: ['I2'],
    edits: [
      inClass(
        'LaneItems',
        'ORDER BY Ticket__c ASC\n            LIMIT :most\n        ];\n    }\n\n    /**\n     * @param lane  name of a lane\n     * @return its first',
        'ORDER BY Ticket__c DESC\n            LIMIT :most\n        ];\n    }\n\n    /**\n     * @param lane  name of a lane\n     * @return its first',
      ),
    ],
  },
  {
    id: 'one-attempt-too-many',
    bug: 'An item gets one attempt more than its lane allows.',
    rules: ['I3'],
    edits: [
      inClass(
        'QueuePolicy',
        'failures < LaneRow.maxAttempts(row)',
        'failures <= LaneRow.maxAttempts(row)',
      ),
    ],
  },
  {
    id: 'rest-not-condemned',
    bug: 'The policy CancelRest gives up the failed item and cancels nothing.',
    rules: ['I3'],
    edits: [inClass('QueuePolicy', '                row.Cancel_Below__c = row.Next_Ticket__c;\n')],
  },
];

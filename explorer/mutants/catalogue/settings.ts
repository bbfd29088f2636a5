/** Bugs in what the settings of a lane promise: kill switch, deadline, hooks, user of the run. */
import { inClass } from '../edit';
import type { Mutant } from '../mutant';

export const SETTINGS: readonly Mutant[] = [
  {
    id: 'kill-switch-ignored-by-start',
    bug: 'Runs are started in a lane that the settings have stopped, and find out at once.',
    rules: ['I3'],
    edits: [inClass('LaneStarter', 'if (config.stopped) {', 'if (config == null) {')],
  },
  {
    id: 'kill-switch-ignored-by-run',
    bug: 'A run that was queued before the kill switch was set begins after it.',
    rules: ['R7'],
    edits: [inClass('QueueRun', 'if (config.stopped) {', 'if (config == null) {')],
  },
  {
    id: 'kill-switch-remembered-by-reaper',
    bug: 'The reaper takes a free lane with work for one that the settings have stopped.',
    rules: ['R5'],
    edits: [inClass('MutexReaper', 'return !config.stopped && ', 'return config == null && ')],
  },
  {
    id: 'deadline-before-execute',
    bug: 'Whether an attempt has taken too long is asked before its second phase.',
    rules: ['I9'],
    edits: [
      inClass(
        'QueueAttempt',
        '        Object result = perform(args);\n',
        '        ends(startedAt);\n        Object result = perform(args);\n',
      ),
      inClass(
        'QueueAttempt',
        '        item.Result__c = textOf(result);\n        ends(startedAt);\n',
        '        item.Result__c = textOf(result);\n',
      ),
    ],
  },
  {
    id: 'hook-outside-savepoint',
    bug: 'The hook before an item is called before the savepoint of the item.',
    rules: ['I9'],
    edits: [
      inClass(
        'QueueAttempt',
        '        if (hooks != null) {\n            QueueHandlers.call(hooks, BEFORE, args.clone());\n        }\n',
      ),
      inClass(
        'QueueAttempt',
        '    private Long startsAt() {',
        '    public void before() {\n        if (hooks != null) {\n            QueueHandlers.call(hooks, BEFORE, arguments(null));\n        }\n    }\n\n    private Long startsAt() {',
      ),
      inClass(
        'QueueRun',
        '            Savepoint start = Database.setSavepoint(); // NOPMD OperationWithLimitsInLoop: budgeted',
        '            attempts[i].before();\n            Savepoint start = Database.setSavepoint(); // NOPMD OperationWithLimitsInLoop: budgeted',
      ),
    ],
  },
  {
    id: 'stranger-charged',
    bug: 'A run that may not do the work of another user charges the item for it.',
    rules: ['I3'],
    edits: [
      inClass(
        'QueueSettlement',
        '        LaneRow.block(row, reason);\n',
        '        LaneRow.block(row, reason);\n        Queue_Item__c fresh = LaneItems.stillPending(new Set<Id>{ item.Id }).get(item.Id);\n        QueuePolicy.charge(row, fresh, new QueueFailure(reason));\n        LaneItems.save(new List<Queue_Item__c>{ fresh });\n',
      ),
    ],
  },
  {
    id: 'allowance-not-asked',
    bug: 'Runs are started to the last job of the day.',
    rules: ['R17'],
    edits: [
      inClass(
        'LaneStarter',
        'row.Waiting_Reason__c = JobLauncher.current.shortage(config.dailySparePercent);',
        'row.Waiting_Reason__c = null;',
      ),
    ],
  },
  {
    id: 'allowance-not-said',
    bug: 'A lane that waits for the next day’s jobs does not say so.',
    rules: ['R17'],
    edits: [
      inClass(
        'LaneStarter',
        'row.Waiting_Reason__c = JobLauncher.current.shortage(config.dailySparePercent);\n        if (row.Waiting_Reason__c != null) {',
        'row.Waiting_Reason__c = null;\n        if (JobLauncher.current.shortage(config.dailySparePercent) != null) {',
      ),
    ],
  },
  {
    id: 'allowance-remembered-by-reaper',
    bug: 'The reaper takes a lane that waited for the next day’s jobs for one that waits still.',
    rules: ['R17', 'R5'],
    edits: [
      inClass(
        'MutexReaper',
        'JobLauncher.current.shortage(config.dailySparePercent) == null;',
        'row.Waiting_Reason__c == null;',
      ),
      inClass(
        'MutexReaper',
        '                Org_Id__c\n            FROM',
        '                Org_Id__c,\n                Waiting_Reason__c\n            FROM',
      ),
    ],
  },
  {
    id: 'event-user-not-noted',
    bug: 'The user of the wake-up event does not know that he may start runs, and asks for himself.',
    rules: ['R23'],
    edits: [
      inClass(
        'LaneStarter',
        'hops = false;\n        return startedByEvent(true);',
        'hops = false;\n        return startedByEvent(false);',
      ),
    ],
  },
];

/** Bugs in user leases, in what operators do, and in what people write by hand. */
import { inClass, type SourceEdit } from '../edit';
import type { Mutant } from '../mutant';

const mutex = (find: string, replace = ''): SourceEdit => inClass('Mutex', find, replace);
const mutexes = (find: string, replace = ''): SourceEdit => inClass('Mutexes', find, replace);
const onLane = (find: string, replace = ''): SourceEdit => inClass('LaneAction', find, replace);
const onItem = (find: string, replace = ''): SourceEdit => inClass('ItemAction', find, replace);
const byHand = (find: string, replace = ''): SourceEdit =>
  inClass('MutexTriggerHandler', find, replace);

const UNLOCK_WAKE =
  '        session.starter.wake(row, null);\n        session.save();\n        hold.depth = 0;';
const CLEAR = '        LaneRow.clearHolder(row);\n';
const FORCED_WAKE =
  '        session.starter.wake(row, null); // or the items behind it would be stranded (R22)\n';

export const LEASES: readonly Mutant[] = [
  {
    id: 'lock-keeps-token',
    bug: 'A lease is taken under the token of the one before.',
    rules: ['R13'],
    edits: [mutex('        row.Token__c += 1; // fences a dead holder, if there was one (I7)\n')],
  },
  {
    id: 'lock-judges-before-waiting',
    bug: 'lock asks whether the mutex is free, waits for its row, and takes it without asking again.',
    rules: ['R1', 'R20'],
    after: 'etcd: the lease is not looked at again after waiting',
    edits: [
      mutex(
        '        Mutex__c row = openWithin(timeoutMs);\n',
        '        Mutex__c early = MutexRows.read(name);\n        Mutex__c row = openWithin(timeoutMs);\n',
      ),
      mutex(
        'if (LaneJudge.judge(row) == LaneJudge.Verdict.LIVE) {\n            throw',
        'if (early != null && LaneJudge.judge(early) == LaneJudge.Verdict.LIVE) {\n            throw',
      ),
    ],
  },
  {
    id: 'guard-does-not-compare',
    bug: 'A guarded write asks whether there is a mutex, not who holds it.',
    rules: ['R8'],
    after: 'the unfenced zombie write of Kleppmann’s Redlock essay',
    edits: [mutexes('if (!LaneRow.heldByUser(row, token)) {', 'if (row == null) {')],
  },
  {
    id: 'guard-does-not-lock',
    bug: 'A guarded write compares its token without the row lock.',
    rules: ['R8'],
    edits: [
      mutexes('MutexRows.lockRow(name, LaneSettings.CALLER_TRIES);', 'MutexRows.read(name);'),
    ],
  },
  {
    id: 'unlock-does-not-compare',
    bug: 'unlock frees whatever lease is there.',
    rules: ['R22'],
    after: 'River’s elector before terms: a late release deletes a newer lease',
    edits: [
      mutex(
        'if (hold == null || !hold.holds(row)) {\n            throw MutexNotHeldException.about(name, hold?.token, row);',
        'if (hold == null) {\n            throw MutexNotHeldException.about(name, hold?.token, row);',
      ),
    ],
  },
  {
    id: 'unlock-wakes-nobody',
    bug: 'unlock frees the lane, and nobody starts the items behind it.',
    rules: ['R22'],
    edits: [
      mutex(UNLOCK_WAKE, UNLOCK_WAKE.replace('        session.starter.wake(row, null);\n', '')),
    ],
  },
  {
    id: 'unlock-wakes-first',
    bug: 'unlock wakes the lane while it still holds it, and frees it afterwards.',
    rules: ['R22'],
    edits: [
      mutex(
        `        row.Token__c += 1;\n${CLEAR}${UNLOCK_WAKE}`,
        `        session.starter.wake(row, null);\n        row.Token__c += 1;\n${CLEAR}        session.save();\n        hold.depth = 0;`,
      ),
    ],
  },
  {
    id: 'forced-release-wakes-nobody',
    bug: 'A forced release frees the lane, and nobody starts the items behind it.',
    rules: ['R22'],
    edits: [inClass('ForcedRelease', FORCED_WAKE)],
  },
  {
    id: 'resume-wakes-nobody',
    bug: 'A lane is resumed and not started.',
    rules: ['I4'],
    edits: [
      onLane(
        'row.Paused__c = false;\n                session.starter.wake(row, null);',
        'row.Paused__c = false;',
      ),
    ],
  },
  {
    id: 'redrive-wakes-nobody',
    bug: 'Redrive ends a back-off and starts nothing in its place.',
    rules: ['I4'],
    edits: [onLane('        session.starter.wake(row, head != null);\n')],
  },
  {
    id: 'skip-wakes-nobody',
    bug: 'Skip gives up the first item and starts nothing for the next.',
    rules: ['I4'],
    edits: [onItem('        session.starter.wake(row, null);\n')],
  },
  {
    id: 'cancel-decides-early',
    bug: 'Cancel decides on the item as it was before the lane was locked.',
    rules: ['R9'],
    edits: [
      onItem(
        'LaneItems.stillOpen(new Set<Id>{ itemId }).get(itemId);',
        "item.Status__c == 'Pending' ? item : null;",
      ),
    ],
  },
  {
    id: 'rows-deleted-at-will',
    bug: 'The row of a lane that is at work can be deleted.',
    rules: ['R14'],
    edits: [
      {
        file: 'triggers/MutexTrigger.trigger',
        find: '            MutexTriggerHandler.beforeDelete(Trigger.oldMap);\n',
        replace: '',
      },
    ],
  },
  {
    id: 'tokens-start-anew',
    bug: 'A recreated row gives out the tokens of the deleted one again.',
    rules: ['R14'],
    edits: [inClass('MutexRows', '            tokens.put(row.Key__c, row.Token__c);\n')],
  },
  {
    id: 'tickets-start-anew',
    bug: 'A recreated row gives out the tickets of the deleted one again.',
    rules: ['R14'],
    edits: [
      inClass(
        'MutexRows',
        'if (highest == null || row.Next_Ticket__c > highest) {',
        'if (highest == null || highest >= 0) {',
      ),
    ],
  },
  {
    id: 'hand-made-row-not-seeded',
    bug: 'A row that is created by hand starts with ticket 0, whatever its lane has seen.',
    rules: ['R14'],
    edits: [byHand('                MutexRows.seed(row);\n')],
  },
  {
    id: 'lease-without-margin',
    bug: 'A lease ends for everybody when it ends by the clock of whoever looks.',
    rules: ['R20'],
    edits: [inClass('LaneJudge', ' + LaneSettings.SKEW_MS')],
  },
  {
    id: 'hand-save-believed',
    bug: 'A saved record may say what it likes about holder, token and tickets.',
    rules: ['R25'],
    edits: [byHand('        LaneRow.copyProtocol(fresh, row);\n')],
  },
  {
    id: 'hand-save-turns-back',
    bug: 'A page that was loaded during a pause and saved after it pauses the lane again.',
    rules: ['R25'],
    edits: [byHand('            keepInput(row, old.get(row.Id), fresh.get(row.Id));\n')],
  },
  {
    id: 'hand-saved-item-believed',
    bug: 'An item that is saved by hand keeps the status that its page was loaded with.',
    rules: ['R25'],
    edits: [inClass('QueueItemTriggerHandler', '            item.put(field, fresh.get(field));\n')],
  },
  {
    id: 'tick-wakes-nobody',
    bug: 'A person who ticks the flag of a lane marks it and starts nothing.',
    rules: ['R5', 'I4'],
    edits: [
      byHand(
        '            starter.wake(row, pending);\n',
        '            row.Run_Queueable__c = pending;\n',
      ),
    ],
  },
];

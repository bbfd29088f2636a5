/** Bugs in taking row locks: not taken, given back early, in the wrong order, waited for in vain. */
import { inClass, type SourceEdit } from '../edit';
import type { Mutant } from '../mutant';

const rows = (find: string, replace = ''): SourceEdit => inClass('MutexRows', find, replace);
const session = (find: string, replace = ''): SourceEdit => inClass('LaneSession', find, replace);

export const LOCKING: readonly Mutant[] = [
  {
    id: 'lane-read-without-lock',
    bug: 'A lane is read without FOR UPDATE.',
    rules: ['R1', 'R3'],
    edits: [rows('WITH SYSTEM_MODE\n                    FOR UPDATE\n', 'WITH SYSTEM_MODE\n')],
  },
  {
    id: 'lock-selects-free-lanes',
    bug: 'The locking query asks for a free lane: if it is held, no row is locked.',
    rules: ['R1'],
    edits: [
      rows(
        'WHERE Key__c = :key\n                    WITH SYSTEM_MODE\n                    FOR',
        'WHERE Key__c = :key AND Holder__c = NULL\n                    WITH SYSTEM_MODE\n                    FOR',
      ),
    ],
  },
  {
    id: 'stale-row-after-wait',
    bug: 'The row is read before its lock is waited for, and used afterwards.',
    rules: ['R1'],
    edits: [
      session(
        'return remember(MutexRows.lockOrCreate(key, tries));',
        'Mutex__c seen = MutexRows.read(key);\n            Mutex__c row = MutexRows.lockOrCreate(key, tries);\n            return remember(seen ?? row);',
      ),
    ],
  },
  {
    id: 'ticket-before-lock',
    bug: 'The ticket is drawn before the lane is locked.',
    rules: ['R3'],
    edits: [
      session(
        'return remember(MutexRows.lockOrCreate(key, tries));',
        'Mutex__c seen = MutexRows.read(key);\n            Mutex__c row = remember(MutexRows.lockOrCreate(key, tries));\n            row.Next_Ticket__c = seen?.Next_Ticket__c ?? row.Next_Ticket__c;\n            return row;',
      ),
    ],
  },
  {
    id: 'row-kept-in-static',
    bug: 'A transaction locks a lane once and keeps the row, also over a rollback.',
    rules: ['R3'],
    edits: [
      rows(
        'public static Mutex__c lockRow(String key, Integer tries) {\n',
        'private static Map<String, Mutex__c> kept = new Map<String, Mutex__c>();\n    public static Mutex__c lockRow(String key, Integer tries) {\n        if (kept.containsKey(key)) {\n            return kept.get(key);\n        }\n',
      ),
      rows(
        'return rows.isEmpty() ? null : normal(rows[0]);\n            } catch',
        'if (!rows.isEmpty()) {\n                    kept.put(key, normal(rows[0]));\n                }\n                return rows.isEmpty() ? null : rows[0];\n            } catch',
      ),
    ],
  },
  {
    id: 'lock-freed-by-rollback',
    bug: 'A rollback to an earlier savepoint frees the row lock between reading and writing.',
    rules: ['R1', 'R3'],
    edits: [
      inClass(
        'QueueIntake',
        'session.openAll(byLane.keySet(), null);\n',
        'Boolean known = MutexRows.read(new List<String>(byLane.keySet())[0]) != null;\n            session.openAll(byLane.keySet(), null);\n            if (known) {\n                Database.rollback(start);\n            }\n',
      ),
    ],
  },
  {
    id: 'busy-means-missing',
    bug: 'A row lock that cannot be had is taken for a row that does not exist.',
    rules: ['R18'],
    edits: [
      rows(
        'throw LaneBusyException.about(key, refusal, null);\n    }\n\n    /**\n     * Takes the row locks of several',
        'return null;\n    }\n\n    /**\n     * Takes the row locks of several',
      ),
    ],
  },
  {
    id: 'create-without-catch',
    bug: 'Two callers create the same row, and the second one gets DUPLICATE_VALUE.',
    rules: ['R2'],
    edits: [rows('if (!isRivalry(e)) {', 'if (e != null) {')],
  },
  {
    id: 'create-without-second-look',
    bug: 'After a rival has created the row, it is not selected again.',
    rules: ['R2'],
    edits: [rows('for (Integer i = 0; i <= tries; i++) {', 'for (Integer i = 0; i < 1; i++) {')],
  },
  {
    id: 'lane-key-not-unique',
    bug: 'The key of a lane is not unique: two callers create two rows.',
    rules: ['R2'],
    edits: [
      {
        file: 'objects/Mutex__c.object',
        find: '<length>242</length>\n        <required>true</required>\n        <type>Text</type>\n        <unique>true</unique>',
        replace:
          '<length>242</length>\n        <required>true</required>\n        <type>Text</type>\n        <unique>false</unique>',
      },
    ],
  },
  {
    id: 'lanes-locked-as-they-come',
    bug: 'Several lanes are locked in the order in which they were named.',
    rules: ['R24'],
    edits: [session('        ordered.sort();\n')],
  },
  {
    id: 'settlement-locks-backwards',
    bug: 'Runs lock lanes from the last name to the first, callers from the first to the last.',
    rules: ['R24'],
    after: 'kazoo #649: a reader waits for a writer that came later',
    edits: [
      session(
        '        ordered.sort();\n',
        '        ordered.sort();\n        if (existing != null) {\n            List<String> backwards = new List<String>();\n            for (Integer i = ordered.size() - 1; i >= 0; i--) {\n                backwards.add(ordered[i]);\n            }\n            ordered = backwards;\n        }\n',
      ),
    ],
  },
  {
    id: 'handlers-not-held-back',
    bug: 'What a handler enqueues locks the other lane at once.',
    rules: ['R24'],
    edits: [inClass('HandlerScope', 'return running && current != null;', 'return false;')],
  },
];

/** Guards without which no promise is broken: each has another one behind it. */
import { inClass } from '../edit';
import type { Equivalent } from '../mutant';

const unique = (label: string, length: number, on: boolean): string =>
  `<label>${label}</label>\n        <length>${length}</length>\n        <required>false</required>\n        <type>Text</type>\n        <unique>${on}</unique>`;

export const EQUIVALENTS: readonly Equivalent[] = [
  {
    id: 'token-not-compared',
    bug: 'A run compares its job id with the row, and not its token.',
    rules: ['R8', 'R14'],
    because: 'The job id stands behind it: no two runs have the same one.',
    edits: [inClass('LaneSeat', '            row.Token__c == token &&\n')],
  },
  {
    id: 'job-not-compared',
    bug: 'A run compares its token with the row, and not its job id.',
    rules: ['R8', 'R14'],
    because: 'The token stands behind it, as long as recreated rows go on counting.',
    edits: [inClass('LaneSeat', ' &&\n            row.Job_Id__c == jobId;', ';')],
  },
  {
    id: 'holder-not-compared',
    bug: 'A run does not ask whether a runner holds the lane.',
    rules: ['R8'],
    because: 'Whoever frees a lane clears the job id, too, and that is compared.',
    edits: [inClass('LaneSeat', '            row.Holder__c == LaneRow.RUNNER &&\n')],
  },
  {
    id: 'take-over-keeps-token',
    bug: 'Taking over from a dead holder does not raise the token.',
    rules: ['R13'],
    because: 'The next start raises it, and until then the lane has no holder and no job.',
    edits: [
      inClass(
        'LaneStarter',
        '        row.Token__c += 1; // fences whatever the old holder may still be doing (I1, I7)\n',
      ),
    ],
  },
  {
    id: 'forced-release-keeps-token',
    bug: 'A forced release does not raise the token.',
    rules: ['R13', 'R22'],
    because: 'The next start or lock raises it, and until then the lane has no holder.',
    edits: [inClass('ForcedRelease', '        row.Token__c += 1; // (I7)\n')],
  },
  {
    id: 'redrive-keeps-token',
    bug: 'Redrive, cancel and skip dethrone a queued run without raising the token.',
    rules: ['R13'],
    because: 'The next start raises it; the aborted job cannot start.',
    edits: [
      inClass(
        'OperatorAction',
        '            row.Token__c += 1;\n            LaneRow.clearHolder(row);',
        '            LaneRow.clearHolder(row);',
      ),
    ],
  },
  {
    id: 'no-start-check',
    bug: 'A run does not ask at its start whether the lane is still its own.',
    rules: ['R7'],
    because:
      'Settlement compares under the lock (R8) and undoes everything. What is lost is work, and callouts that are made twice; nothing of either is stored.',
    edits: [
      inClass(
        'QueueRun',
        'if (!seat.holds(seen) || seen.Paused__c) {',
        'if (seen == null || seen.Paused__c) {',
      ),
    ],
  },
  {
    id: 'request-hash-not-unique',
    bug: 'The field of request hashes is not unique.',
    rules: ['R4'],
    because: 'The look under the row lock finds every stored key; the index is the second line.',
    edits: [
      {
        file: 'objects/Queue_Item__c.object',
        find: unique('Request Hash', 64, true),
        replace: unique('Request Hash', 64, false),
      },
    ],
  },
  {
    id: 'order-key-not-unique',
    bug: 'The field of order keys is not unique.',
    rules: ['R3'],
    because: 'Tickets come from the locked row, so no two items get one place.',
    edits: [
      {
        file: 'objects/Queue_Item__c.object',
        find: unique('Order Key', 255, true),
        replace: unique('Order Key', 255, false),
      },
    ],
  },
  {
    id: 'items-before-row',
    bug: 'Enqueue inserts the items first and writes the row afterwards.',
    rules: ['R3'],
    because: 'One commit covers both; only a trigger of somebody else on the items would notice.',
    edits: [
      inClass(
        'QueueIntake',
        '            session.save();\n            LaneItems.insertDrawn(result.drawn);\n',
        '            LaneItems.insertDrawn(result.drawn);\n            session.save();\n',
      ),
    ],
  },
  {
    id: 'hand-save-without-lock',
    bug: 'The trigger takes the protocol fields from a row that it reads without a lock.',
    rules: ['R25', 'R1'],
    because:
      'A save locks its row before triggers run, in every reading that the local org offers; the lock is there for a platform that locks later.',
    edits: [
      inClass(
        'MutexTriggerHandler',
        'MutexRows.lockByIds(byHand.keySet())',
        'unlocked(byHand.keySet(), old)',
      ),
      inClass(
        'MutexTriggerHandler',
        '    /**\n     * Refuses to delete a row',
        `    private static Map<Id, Mutex__c> unlocked(Set<Id> ids, Map<Id, Mutex__c> old) {
        Map<Id, Mutex__c> fresh = new Map<Id, Mutex__c>();
        for (Id each : ids) {
            fresh.put(each, MutexRows.read(old.get(each).Key__c));
        }
        return fresh;
    }

    /**
     * Refuses to delete a row`,
      ),
    ],
  },
];

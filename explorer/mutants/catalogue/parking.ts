/** Bugs in how parked items get their places. */
import { inClass, type SourceEdit } from '../edit';
import type { Mutant } from '../mutant';

const parking = (find: string, replace = ''): SourceEdit => inClass('QueueParking', find, replace);

export const PARKING: readonly Mutant[] = [
  {
    id: 'parked-read-before-lock',
    bug: 'An intake looks for parked items before it has locked the lane.',
    rules: ['R1', 'R4'],
    edits: [
      inClass(
        'QueueWaker',
        '        Mutex__c row = session.openExisting(lane);',
        '        QueueParking.early = IntakeItems.parked(lane, 500);\n        Mutex__c row = session.openExisting(lane);',
      ),
      parking(
        'List<Queue_Item__c> items = IntakeItems.parked(',
        'List<Queue_Item__c> items = early ?? IntakeItems.parked(',
      ),
      parking(
        '    private static Integer index = 0;\n',
        '    private static Integer index = 0;\n    public static List<Queue_Item__c> early;\n',
      ),
    ],
  },
  {
    id: 'parked-out-of-order',
    bug: 'Parked items are taken in as they come, the last one first.',
    rules: ['I2'],
    edits: [
      inClass(
        'IntakeItems',
        'ORDER BY Parked_At__c ASC, Park_Index__c ASC, Id ASC',
        'ORDER BY Id DESC',
      ),
    ],
  },
  {
    id: 'parked-forgotten-by-reaper',
    bug: 'The reaper does not look for parked items: if their event is lost, they wait for ever.',
    rules: ['I4', 'R5'],
    edits: [
      inClass(
        'MutexReaper',
        'for (String lane : orphans(known)) {',
        'for (String lane : new Set<String>()) {',
      ),
    ],
  },
  {
    id: 'parked-announced-as-wake',
    bug: 'The event of parked items asks to wake the lane, and not to take anything in.',
    rules: ['I4'],
    edits: [parking('Key__c = lane, Intake__c = true', 'Key__c = lane')],
  },
  {
    id: 'parked-repeat-taken-in',
    bug: 'Request keys are neither looked up nor stored at intake.',
    rules: ['R4'],
    edits: [
      inClass(
        'QueueIntake',
        '                item.Request_Hash__c = requestHash(item);',
        '                item.Request_Hash__c = item.Id == null ? requestHash(item) : null;',
      ),
    ],
  },
];

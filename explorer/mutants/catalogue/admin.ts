/** Bugs in what operators do with whole lanes and with items. */
import { inClass } from '../edit';
import type { Mutant } from '../mutant';

export const ADMIN: readonly Mutant[] = [
  {
    id: 'closed-before-lock',
    bug: 'Whether a lane is closed is asked before it is locked.',
    rules: ['R1'],
    edits: [
      inClass(
        'QueueIntake',
        '            session.openAll(byLane.keySet(), null);\n            refuseClosed(session, byLane);\n',
        '            for (String lane : byLane.keySet()) {\n                if (MutexRows.read(lane)?.Closed__c == true) {\n                    throw LaneClosedException.about(lane);\n                }\n            }\n            session.openAll(byLane.keySet(), null);\n',
      ),
    ],
  },
  {
    id: 'closed-to-apex-only',
    bug: 'Plain inserts get into a closed lane.',
    rules: ['R1'],
    edits: [
      inClass(
        'QueueItemTriggerHandler',
        'if (session.open(lane).Closed__c) {',
        'if (session.open(lane) == null) {',
      ),
    ],
  },
  {
    id: 'mended-work-undone',
    bug: 'A save by hand writes back the handler and payload that its page was loaded with.',
    rules: ['R25'],
    edits: [
      inClass(
        'QueueItemTriggerHandler',
        '        Queue_Item__c.Handler__c,\n        Queue_Item__c.Payload__c,\n        Queue_Item__c.Last_Error__c\n',
        '        Queue_Item__c.Last_Error__c\n',
      ),
    ],
  },
];

/** Bugs in how items get into lanes, and in what a caller is told. */
import { inClass, type SourceEdit } from '../edit';
import type { Mutant } from '../mutant';

const intake = (find: string, replace = ''): SourceEdit => inClass('QueueIntake', find, replace);

const LOOK_UP = 'Map<String, Queue_Item__c> stored = LaneItems.byRequest(hashesOf(byLane));';

export const INTAKE: readonly Mutant[] = [
  {
    id: 'request-key-nowhere',
    bug: 'Request keys are neither looked up nor stored: who repeats a call is served twice.',
    rules: ['R4'],
    after: 'ZOOKEEPER-1262: created, but the answer was lost',
    edits: [
      intake(
        'return String.isBlank(item.Request_Key__c)\n            ? null\n',
        'return item.Request_Key__c != null\n            ? null\n',
      ),
    ],
  },
  {
    id: 'request-key-not-looked-up',
    bug: 'Request keys are stored, but nobody looks for them.',
    rules: ['R4'],
    edits: [
      intake(
        LOOK_UP,
        'hashesOf(byLane);\n        Map<String, Queue_Item__c> stored = new Map<String, Queue_Item__c>();',
      ),
    ],
  },
  {
    id: 'request-key-before-lock',
    bug: 'Request keys are looked up before the lane is locked.',
    rules: ['R4'],
    edits: [
      intake(
        'session.openAll(byLane.keySet(), null);\n',
        'early = LaneItems.byRequest(hashesOf(byLane));\n            session.openAll(byLane.keySet(), null);\n',
      ),
      intake(
        LOOK_UP,
        `Map<String, Queue_Item__c> stored = early ?? LaneItems.byRequest(hashesOf(byLane));`,
      ),
      intake(
        'public without sharing class QueueIntake {\n',
        'public without sharing class QueueIntake {\n    private static Map<String, Queue_Item__c> early;\n',
      ),
    ],
  },
  {
    id: 'enqueue-wakes-nobody',
    bug: 'Enqueue sets the flag and starts no runner.',
    rules: ['I4'],
    edits: [intake('session.starter.wake(row, true);', 'row.Run_Queueable__c = true;')],
  },
  {
    id: 'busy-swallowed',
    bug: 'A lane that cannot be locked is an error that nobody hears of.',
    rules: ['I8'],
    edits: [intake('            }\n            throw e;\n', '            }\n')],
  },
  {
    id: 'counter-not-saved',
    bug: 'The row is not written if nothing but its ticket counter has changed.',
    rules: ['R3'],
    edits: [inClass('LaneRow', '        Mutex__c.Next_Ticket__c,\n')],
  },
  {
    id: 'order-key-not-unique-nor-counted',
    bug: 'Tickets start anew with a recreated row, and two items may have one place.',
    rules: ['R14'],
    edits: [
      inClass(
        'MutexRows',
        'if (highest == null || row.Next_Ticket__c > highest) {',
        'if (highest == null || highest >= 0) {',
      ),
      {
        file: 'objects/Queue_Item__c.object',
        find: '<label>Order Key</label>\n        <length>255</length>\n        <required>false</required>\n        <type>Text</type>\n        <unique>true</unique>',
        replace:
          '<label>Order Key</label>\n        <length>255</length>\n        <required>false</required>\n        <type>Text</type>\n        <unique>false</unique>',
      },
    ],
  },
  {
    id: 'trigger-fires-once',
    bug: 'The trigger passes over records that it has seen: after a partial save they have no ticket.',
    rules: ['R3'],
    edits: [
      inClass(
        'QueueItemTriggerHandler',
        '            if (LaneItems.isOwnWrite(item)) {\n                continue;\n            }\n            ItemProblem',
        '            if (LaneItems.isOwnWrite(item) || seen.contains(item.Request_Key__c)) {\n                continue;\n            }\n            seen.add(item.Request_Key__c);\n            ItemProblem',
      ),
      inClass(
        'QueueItemTriggerHandler',
        '    /** Fields that are fixed',
        '    private static Set<String> seen = new Set<String>();\n    /** Fields that are fixed',
      ),
    ],
  },
  {
    id: 'slot-taken-from-caller',
    bug: 'A job of somebody else that enqueues loses its only slot to the runner.',
    rules: ['I8', 'R23'],
    edits: [
      inClass(
        'JobLauncher',
        'return slots > 1 && free > LaneSettings.SLOTS_FOR_CALLER;',
        'return free > 0;',
      ),
    ],
  },
  {
    id: 'limits-not-checked',
    bug: 'Nobody asks whether the caller’s limits allow to enqueue.',
    rules: ['I8'],
    edits: [
      inClass('LaneLimits', '< LaneSettings.STATEMENTS_PER_LANE) {', '< 0) {'),
      intake('            LaneSettings.STATEMENTS_PER_LANE\n', '            0\n'),
    ],
  },
  {
    id: 'no-event-without-slot',
    bug: 'Without a slot the lane is marked, and no event is sent.',
    rules: ['R23'],
    edits: [inClass('LaneStarter', 'if (hops) {', 'if (hops && events == null) {')],
  },
  {
    id: 'event-not-published',
    bug: 'Wake-ups are collected and never published.',
    rules: ['R23'],
    edits: [inClass('LaneSession', '        starter.publish();\n')],
  },
  {
    id: 'event-ignored',
    bug: 'The wake-up event has a subscriber that does nothing.',
    rules: ['R23'],
    edits: [
      inClass(
        'LaneWakeTriggerHandler',
        'if (lanes.size() == 1) {\n            lookHere',
        'if (lanes.size() == 1) {\n            return;\n        } else if (lanes.isEmpty()) {\n            lookHere',
      ),
    ],
  },
];

/** Bugs in what is done beside the work: purges, callbacks, copies of an org, dead items tried again. */
import { inClass } from '../edit';
import type { Mutant } from '../mutant';

export const UPKEEP: readonly Mutant[] = [
  {
    id: 'purge-takes-the-last',
    bug: 'A purge deletes the item with the highest ticket of a lane, too.',
    rules: ['R14'],
    edits: [inClass('PurgedItems', 'Ticket__c < :highest', 'Ticket__c <= :highest')],
  },
  {
    id: 'purge-forgets-age',
    bug: 'A purge deletes settled items whatever their age.',
    rules: ['I3'],
    edits: [inClass('PurgedItems', '                AND Settled_At__c < :moment\n')],
  },
  {
    id: 'purge-keeps-lease',
    bug: 'A purge that is through does not return its lease: for an hour nobody can purge.',
    rules: ['I5'],
    edits: [
      inClass(
        'QueuePurge',
        '|| !next(new QueuePurge(token, after))) {\n            purge.unlock();\n',
        '|| !next(new QueuePurge(token, after))) {\n            after = null;\n',
      ),
    ],
  },
  {
    id: 'told-only-when-done',
    bug: 'Whoever wants to hear of an item is not told when it dies or is cancelled.',
    rules: ['I9'],
    edits: [
      inClass('QueueCallbacks', '!LaneItems.isSettled(item)', 'item.Status__c != LaneItems.DONE'),
    ],
  },
  {
    id: 'told-too-early',
    bug: 'Whoever wants to hear of an item is told at its first failed attempt.',
    rules: ['I9'],
    edits: [inClass('QueueCallbacks', '!LaneItems.isSettled(item) || ', '')],
  },
  {
    id: 'callback-locks-its-lane',
    bug: 'A callback gets its place at once: whoever settles locks a second lane.',
    rules: ['R24'],
    edits: [inClass('QueueCallbacks', 'QueueParking.park(byLane);', 'FIFOQueue.enqueue(byLane);')],
  },
  {
    id: 'redriven-twice',
    bug: 'A dead item that two operators redrive is done twice.',
    rules: ['R4'],
    edits: [
      inClass(
        'DeadItemAction',
        "            Request_Key__c = 'redrive ' + dead.Id\n",
        "            Request_Key__c = 'redrive ' + dead.Id + Crypto.getRandomLong()\n",
      ),
    ],
  },
  {
    id: 'reopen-without-lock',
    bug: 'A closed lane is opened by a row that was read without a lock.',
    rules: ['R1'],
    edits: [
      inClass(
        'LaneAction',
        'Mutex__c row = CREATING.contains(action)',
        "Mutex__c row = action == 'reopen' ? MutexRows.read(lane) : CREATING.contains(action)",
      ),
      inClass(
        'LaneAction',
        "when 'reopen' {\n                row.Closed__c = false;\n",
        "when 'reopen' {\n                row.Closed__c = false;\n                MutexRows.save(new List<Mutex__c>{ row });\n",
      ),
    ],
  },
  {
    id: 'copy-reset-takes-all',
    bug: 'The reset of a copied org releases holders of this org, too.',
    rules: ['I6'],
    edits: [
      inClass(
        'MutexSandboxReset',
        'row.Org_Id__c != UserInfo.getOrganizationId();',
        'row.Org_Id__c != null;',
      ),
    ],
  },
  {
    id: 'copy-reset-without-lock',
    bug: 'Rows are read by their ids without a lock, by the reset of a copied org, too.',
    rules: ['R1'],
    edits: [
      inClass('MutexRows', 'WITH SYSTEM_MODE\n                FOR UPDATE\n', 'WITH SYSTEM_MODE\n'),
    ],
  },
  {
    id: 'copy-restart-says-nothing',
    bug: 'A lane of a copied org that waits for the event does not say so.',
    rules: ['I4'],
    edits: [inClass('MutexSandboxReset', '            row.Waiting_Reason__c = FOR_EVENT;\n', '')],
  },
  {
    id: 'copy-restart-wakes-nobody',
    bug: 'After the restart of a copied org nobody looks at its lanes.',
    rules: ['I4'],
    edits: [
      inClass(
        'MutexSandboxReset',
        '        JobLauncher.current.publish(events);\n        if',
        '        if',
      ),
    ],
  },
];

/** Bugs in how new items are folded into waiting ones. */
import { inClass } from '../edit';
import type { Mutant } from '../mutant';

export const FOLDING: readonly Mutant[] = [
  {
    id: 'folded-without-mark',
    bug: 'A new item is folded into one that a run has read, and the run is not told.',
    rules: ['R9'],
    edits: [inClass('QueueDedup', '        found.Folds__c = folds + 1;\n')],
  },
  {
    id: 'fold-not-compared',
    bug: 'A run does not look whether anything was folded into its items.',
    rules: ['R9'],
    edits: [inClass('QueueSettlement', ' || QueueDedup.hasFolded(run, pending)')],
  },
  {
    id: 'folded-into-settled',
    bug: 'The digest of an item stays when it is settled, and is found again.',
    rules: ['R9'],
    edits: [
      inClass('QueuePolicy', '        item.Pending_Dedup__c = null;\n'),
      inClass(
        'IntakeItems',
        'WHERE Pending_Dedup__c IN :digests AND Status__c = :pending',
        'WHERE Pending_Dedup__c IN :digests',
      ),
    ],
  },
  {
    id: 'first-item-alone-is-read',
    bug: 'Only the first item of a lane is taken for one that a run may have read.',
    rules: ['R9'],
    edits: [
      inClass('QueueDedup', 'Integer most = LaneSettings.LARGEST_BATCH;', 'Integer most = 1;'),
    ],
  },
  {
    id: 'dedup-before-lock',
    bug: 'Waiting items with the same key are looked up before the lane is locked.',
    rules: ['R4'],
    edits: [
      inClass(
        'QueueIntake',
        '            session.openAll(byLane.keySet(), null);\n',
        '            hashesOf(byLane);\n            early = QueueDedup.among(byLane, true);\n            session.openAll(byLane.keySet(), null);\n',
      ),
      inClass(
        'QueueIntake',
        'result.dedup = QueueDedup.among(byLane, folds);',
        'result.dedup = early ?? QueueDedup.among(byLane, folds);',
      ),
      inClass(
        'QueueIntake',
        'public without sharing class QueueIntake {\n',
        'public without sharing class QueueIntake {\n    private static QueueDedup early;\n',
      ),
    ],
  },
];

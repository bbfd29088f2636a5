/** Bugs in work in a scope, attempts, guarded records and permits. */
import { inClass } from '../edit';
import type { Mutant } from '../mutant';

export const SCOPES: readonly Mutant[] = [
  {
    id: 'scope-kept-on-throw',
    bug: 'Work in a scope that throws leaves its lock behind.',
    rules: ['R22'],
    after: 'a lock released at the end of a block instead of in finally',
    edits: [
      inClass(
        'Mutex',
        '            leave(hold, depth, well);\n',
        '            if (well) {\n                leave(hold, depth, well);\n            }\n',
      ),
    ],
  },
  {
    id: 'attempt-takes-refusal-for-yes',
    bug: 'An attempt to lock that was refused goes on as if it held the mutex.',
    rules: ['R1'],
    edits: [
      inClass(
        'Mutex',
        '            return new LockAttempt(this, e);\n',
        '            return new LockAttempt(this, MutexRows.read(name).Token__c.longValue());\n',
      ),
    ],
  },
  {
    id: 'fence-does-not-compare',
    bug: 'A guarded record is written by whoever has the newest stamp on it so far; the lease is not compared.',
    rules: ['R8'],
    after: 'a fence at the resource alone: the new holder has not written yet',
    edits: [inClass('Fence', '        Mutexes.assertHeld(lease.name, lease.token);\n')],
  },
  {
    id: 'permit-judged-before-locking',
    bug: 'A permit is chosen by a look without a lock, and taken without judging it again.',
    rules: ['R1', 'R20'],
    edits: [
      inClass('Semaphore', '                .forJob(jobId)\n', '                .believing()\n'),
      inClass(
        'Mutex',
        '    public Mutex patiently() {\n',
        '    public Mutex believing() {\n        believes = true;\n        return this;\n    }\n    private Boolean believes = false;\n    public Mutex patiently() {\n',
      ),
      inClass(
        'Mutex',
        'if (LaneJudge.judge(row) == LaneJudge.Verdict.LIVE) {\n            throw',
        'if (!believes && LaneJudge.judge(row) == LaneJudge.Verdict.LIVE) {\n            throw',
      ),
    ],
  },
  {
    id: 'stale-permit-released',
    bug: 'A permit that is given back is freed under whatever lease it has by then.',
    rules: ['R22'],
    after: 'semaphores that count up at every release, also of a lapsed holder',
    edits: [
      inClass(
        'Permit',
        '            Mutex.resume(lease); // carried here from an earlier transaction\n',
        '            Mutex.resume(lease.name, MutexRows.read(lease.name).Token__c.longValue());\n',
      ),
      inClass('Permit', 'return MutexHold.of(lease.name).token == lease.token;', 'return true;'),
    ],
  },
];

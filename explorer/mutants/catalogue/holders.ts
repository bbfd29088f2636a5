/** Bugs in who holds a lane: starting, judging, taking over, tokens. */
import { inClass, type SourceEdit } from '../edit';
import type { Mutant } from '../mutant';

const starter = (find: string, replace = ''): SourceEdit => inClass('LaneStarter', find, replace);
const judge = (find: string, replace = ''): SourceEdit => inClass('LaneJudge', find, replace);

const BY_JOB =
  'return needsJob(row) ? judgeJob(row, jobs.get(row.Job_Id__c), reaper) : judgeLease(row);';

export const HOLDERS: readonly Mutant[] = [
  {
    id: 'flag-decides',
    bug: 'Whether a lane is held is read from its flag.',
    rules: ['R5'],
    edits: [
      starter(
        'LaneJudge.Verdict verdict = judge(row);',
        'LaneJudge.Verdict verdict = row.Run_Queueable__c\n            ? LaneJudge.Verdict.LIVE\n            : LaneJudge.Verdict.FREE;',
      ),
    ],
  },
  {
    id: 'untick-stored',
    bug: 'A person who clears the flag is believed.',
    rules: ['R5'],
    edits: [
      inClass(
        'MutexTriggerHandler',
        'row.Holder__c == LaneRow.RUNNER || (pending && !row.Blocked__c && !row.Paused__c);',
        'false;',
      ),
    ],
  },
  {
    id: 'job-id-not-written',
    bug: 'The row of a lane does not name the job that holds it, and nobody compares job ids.',
    rules: ['R6'],
    edits: [
      starter(
        'LaneRow.giveToRunner(row, JobLauncher.current.enqueue(runner, delayMinutes));',
        'JobLauncher.current.enqueue(runner, delayMinutes);\n                LaneRow.giveToRunner(row, null);',
      ),
      inClass('LaneSeat', ' &&\n            row.Job_Id__c == jobId;', ';'),
    ],
  },
  {
    id: 'refusal-not-caught',
    bug: 'A refused job is an exception for whoever tried to start it.',
    rules: ['R17', 'I8'],
    edits: [
      starter(
        "                MutexLog.warn(row.Key__c, 'No runner: ' + e.getMessage());\n" +
          "                row.Waiting_Reason__c = ('No job was given: ' + e.getMessage()).abbreviate(255);\n",
        "                throw new MutexException('No runner', e);\n",
      ),
    ],
  },
  {
    id: 'run-keeps-token',
    bug: 'A run starts under the token of the run before it.',
    rules: ['R13'],
    edits: [starter('        row.Token__c += 1; // every run has its own token (R13, I7)\n')],
  },
  {
    id: 'blocked-lane-left-alone',
    bug: 'A blocked lane is passed over before anybody asks who holds it.',
    rules: ['R21'],
    edits: [
      starter(
        'LaneJudge.Verdict verdict = judge(row);',
        'if (row.Blocked__c) {\n            return;\n        }\n        LaneJudge.Verdict verdict = judge(row);',
      ),
    ],
  },
  {
    id: 'block-ignored-by-wake',
    bug: 'A blocked lane is started by the next caller.',
    rules: ['I2'],
    edits: [
      starter(
        'if (row.Blocked__c || row.Paused__c || !pending) {',
        'if (row.Paused__c || !pending) {',
      ),
    ],
  },
  {
    id: 'pause-ignored-by-wake',
    bug: 'A paused lane is started by the next caller.',
    rules: ['R5'],
    edits: [
      starter(
        'if (row.Blocked__c || row.Paused__c || !pending) {',
        'if (row.Blocked__c || !pending) {',
      ),
    ],
  },
  {
    id: 'wake-trusts-any-dead-token',
    bug: 'A waker that knows a dead run takes the lane from whatever run holds it by then.',
    rules: ['R12', 'R20'],
    edits: [starter(' && row.Token__c == deadToken) {', ') {')],
  },
  {
    id: 'lease-alone',
    bug: 'A runner without a lease counts as dead; its job is not asked.',
    rules: ['R19', 'I6'],
    after: 'Oban’s Lifeline before heartbeats: rescue by time alone',
    edits: [judge(BY_JOB, 'return judgeLease(row);')],
  },
  {
    id: 'held-for-three-minutes',
    bug: 'A lane is held for three minutes, whatever its job does.',
    rules: ['R19', 'I6'],
    after: 'Solid Queue: a semaphore that expires under its holder',
    edits: [
      judge(
        BY_JOB,
        `if (row.Holder__c == LaneRow.RUNNER && MutexClock.now() - row.Locked_At__c > 180000) {\n            return Verdict.DEAD;\n        }\n        ${BY_JOB}`,
      ),
    ],
  },
  {
    id: 'lease-of-job-judged-by-time',
    bug: 'A user lease that was taken for a job is judged by its time alone.',
    rules: ['R19', 'I6'],
    edits: [
      judge(
        '!leaseRuns(row) && row.Job_Id__c != null;',
        '!leaseRuns(row) && row.Job_Id__c != null && row.Holder__c == LaneRow.RUNNER;',
      ),
    ],
  },
  {
    id: 'lease-compared-backwards',
    bug: 'A user lease counts as lapsed while it runs, and as running when it has lapsed.',
    rules: ['I6'],
    edits: [
      judge('MutexClock.now() <= row.Lease_Until__c', 'MutexClock.now() >= row.Lease_Until__c'),
    ],
  },
  {
    id: 'job-never-asked',
    bug: 'Whoever holds a lane is believed to live.',
    rules: ['R19', 'I5'],
    edits: [judge(BY_JOB, 'return row.Holder__c == null ? Verdict.FREE : Verdict.LIVE;')],
  },
  {
    id: 'no-grace',
    bug: 'A finished job is dead at once, and its finalizer comes too late.',
    rules: ['R16'],
    edits: [judge('endOf(row, job) > LaneSettings.GRACE_MS', 'endOf(row, job) >= 0')],
  },
  {
    id: 'one-look-is-enough',
    bug: 'The reaper calls a Processing job dead when it sees it for the first time.',
    rules: ['R19'],
    edits: [judge('firstLook(row) > LaneSettings.PROCESSING_MS', 'firstLook(row) >= 0')],
  },
  {
    id: 'queued-is-dead',
    bug: 'The reaper calls a job dead that still waits for its start.',
    rules: ['R19', 'I6'],
    edits: [
      judge(
        '        // Holding, Queued, Preparing: for however long the platform takes.\n        return Verdict.LIVE;',
        '        return reaper && job.status != PROCESSING ? Verdict.DEAD : Verdict.LIVE;',
      ),
    ],
  },
  {
    id: 'unknown-job-lives',
    bug: 'A job that nobody knows, as in a copied org, counts as one that will come.',
    rules: ['R19', 'I5'],
    edits: [
      judge(
        'if (job == null) {\n            return Verdict.DEAD;',
        'if (job == null) {\n            return Verdict.LIVE;',
      ),
    ],
  },
  {
    id: 'look-at-another-job-counts',
    bug: 'The reaper’s first look at one job counts for the next job of the lane, too.',
    rules: ['R19'],
    edits: [
      judge('row.Seen_Job__c != row.Job_Id__c || row.Seen_At__c', 'row.Seen_At__c'),
      inClass(
        'LaneRow',
        '        row.Seen_At__c = null;\n        row.Org_Id__c',
        '        row.Org_Id__c',
      ),
    ],
  },
  {
    id: 'foreign-holder-lives',
    bug: 'A holder from another org counts as alive.',
    rules: ['I5'],
    edits: [judge('return row.Org_Id__c == UserInfo.getOrganizationId();', 'return row != null;')],
  },
  {
    id: 'seat-compares-kind-only',
    bug: 'A run asks whether some runner holds the lane, not whether it is this one.',
    rules: ['R8', 'R12'],
    after: 'the unfenced zombie write of Kleppmann’s Redlock essay',
    edits: [
      inClass(
        'LaneSeat',
        ' &&\n            row.Token__c == token &&\n            row.Job_Id__c == jobId;',
        ';',
      ),
    ],
  },
];

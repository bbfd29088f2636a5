/** Bugs in what follows a run: finalizer, wakers, reaper. */
import { inClass, type SourceEdit } from '../edit';
import type { Mutant } from '../mutant';

const finalizer = (find: string, replace = ''): SourceEdit =>
  inClass('QueueFinalizer', find, replace);
const waker = (find: string, replace = ''): SourceEdit => inClass('QueueWaker', find, replace);
const reaper = (find: string, replace = ''): SourceEdit => inClass('MutexReaper', find, replace);

const COMPARE = 'if (!new LaneSeat(lane, token, jobId).holds(row)) {';
const LOCK = '        try {\n            row = session.openExisting(lane);';
const RELEASE =
  '            LaneRow.clearHolder(row);\n            row.Run_Queueable__c = false;\n';
const STOPS = 'if (head == null || row.Blocked__c || row.Paused__c) {';
const ATTACH = '        System.attachFinalizer(finalizer);\n';
const RUN = '        new QueueRun(seat, batch, finalizer).execute();\n';

export const WAKERS: readonly Mutant[] = [
  {
    id: 'finalizer-not-attached',
    bug: 'A run has no finalizer.',
    rules: ['R11'],
    edits: [inClass('QueueRunner', ATTACH)],
  },
  {
    id: 'finalizer-attached-late',
    bug: 'A run attaches its finalizer when its work is done: if it dies, nobody learns of it.',
    rules: ['R15'],
    edits: [inClass('QueueRunner', ATTACH), inClass('QueueRunner', RUN, RUN + ATTACH)],
  },
  {
    id: 'finalizer-believes-the-run',
    bug: 'The run looks whether anything is left, and its finalizer believes it.',
    rules: ['R11'],
    edits: [
      finalizer(
        '    private Integer batch;\n',
        '    private Integer batch;\n    public Queue_Item__c seen;\n',
      ),
      finalizer(
        `Queue_Item__c head = LaneItems.peek(lane);\n        ${STOPS}`,
        `Queue_Item__c head = seen;\n        ${STOPS}`,
      ),
      inClass('QueueRunner', RUN, `${RUN}        finalizer.seen = LaneItems.peek(lane);\n`),
    ],
  },
  {
    id: 'finalizer-asks-before-lock',
    bug: 'The finalizer asks whether anything is left, then locks the row, then releases.',
    rules: ['R11'],
    edits: [
      finalizer(
        '    private Integer batch;\n',
        '    private Integer batch;\n    private Queue_Item__c seen;\n',
      ),
      finalizer(LOCK, `        seen = LaneItems.peek(lane);\n${LOCK}`),
      finalizer(
        `Queue_Item__c head = LaneItems.peek(lane);\n        ${STOPS}`,
        `Queue_Item__c head = seen;\n        ${STOPS}`,
      ),
    ],
  },
  {
    id: 'finalizer-does-not-compare',
    bug: 'The finalizer chains or releases whoever holds the lane by then.',
    rules: ['R12'],
    edits: [finalizer(COMPARE, 'if (row == null) {')],
  },
  {
    id: 'finalizer-compares-before-lock',
    bug: 'The finalizer compares its token before it waits for the row, not afterwards.',
    rules: ['R12'],
    edits: [
      finalizer(
        LOCK,
        `        Boolean mine = new LaneSeat(lane, token, jobId).holds(MutexRows.read(lane));\n${LOCK}`,
      ),
      finalizer(COMPARE, 'if (!mine) {'),
    ],
  },
  {
    id: 'finalizer-does-not-save',
    bug: 'The finalizer decides and writes nothing.',
    rules: ['I4'],
    edits: [finalizer('        session.save();\n')],
  },
  {
    id: 'finalizer-does-not-chain',
    bug: 'The finalizer releases a lane where work waits, and only leaves its flag up.',
    rules: ['R11', 'I4'],
    edits: [
      finalizer(
        'starter.start(row, next, Math.max(delay, retryAfter ?? 0));',
        'LaneRow.clearHolder(row);',
      ),
    ],
  },
  {
    id: 'finalizer-does-not-release',
    bug: 'The finalizer of the last run lowers the flag and keeps the lane.',
    rules: ['I4'],
    edits: [finalizer(RELEASE, '            row.Run_Queueable__c = false;\n')],
  },
  {
    id: 'finalizer-leaves-flag',
    bug: 'The finalizer of the last run releases the lane and leaves it marked.',
    rules: ['R5'],
    edits: [finalizer(RELEASE, '            LaneRow.clearHolder(row);\n')],
  },
  {
    id: 'finalizer-ignores-block',
    bug: 'A lane that has just been blocked goes on with its next run.',
    rules: ['I2'],
    edits: [finalizer(STOPS, 'if (head == null || row.Paused__c) {')],
  },
  {
    id: 'finalizer-ignores-pause',
    bug: 'A lane that has been paused goes on with its next run.',
    rules: ['R5'],
    edits: [finalizer(STOPS, 'if (head == null || row.Blocked__c) {')],
  },
  {
    id: 'finalizer-without-waker',
    bug: 'A finalizer that cannot lock the row gives up.',
    rules: ['R18'],
    edits: [finalizer('            handOver();\n            return;', '            return;')],
  },
  {
    id: 'waker-knows-no-dead-run',
    bug: 'The waker of a finalizer is not told which run is over, and finds it within its grace.',
    rules: ['R18'],
    edits: [
      finalizer(
        'new QueueWaker(lane, token).startedByEvent(byEvent), 0)',
        'new QueueWaker(lane, null), 0)',
      ),
    ],
  },
  {
    id: 'waker-gives-up',
    bug: 'A waker that cannot lock the row gives up.',
    rules: ['R18'],
    edits: [waker('            again();\n')],
  },
  {
    id: 'wrong-item-blamed',
    bug: 'A run that dies charges the first item of its lane, whichever it died with.',
    rules: ['R15'],
    edits: [
      finalizer('} else if (head != null && head.Id == running) {', '} else if (head != null) {'),
    ],
  },
  {
    id: 'batch-stays-large',
    bug: 'After a death the next run takes as many items again, and dies again.',
    rules: ['R15'],
    edits: [
      finalizer(
        'Integer next = died ? 1 : Math.min(batch * 2, LaneConfig.of(lane).batch);',
        'Integer next = Math.min(batch * 2, LaneConfig.of(lane).batch);',
      ),
    ],
  },
  {
    id: 'charge-not-saved',
    bug: 'An item that a run died with is charged in memory only.',
    rules: ['R15', 'R17'],
    edits: [finalizer('            LaneItems.save(new List<Queue_Item__c>{ head });\n')],
  },
  {
    id: 'reaper-visits-nobody',
    bug: 'The reaper chooses lanes and visits none.',
    rules: ['R20', 'I5'],
    edits: [reaper('        visit(visits);\n')],
  },
  {
    id: 'reaper-looks-at-flags-only',
    bug: 'The reaper asks for lanes whose flag is up.',
    rules: ['R5'],
    edits: [
      reaper(
        '                Holder__c != NULL\n                OR Run_Queueable__c',
        '                Run_Queueable__c',
      ),
    ],
  },
  {
    id: 'reaper-does-not-judge',
    bug: 'Whatever lane the reaper visits is taken from its holder.',
    rules: ['R19', 'R20'],
    edits: [
      inClass(
        'LaneStarter',
        '        return LaneJudge.judge(row, jobs ??',
        '        if (reaper && row.Holder__c != null) {\n            return LaneJudge.Verdict.DEAD;\n        }\n        return LaneJudge.judge(row, jobs ??',
      ),
    ],
  },
  {
    id: 'reaper-judges-before-lock',
    bug: 'A visit judges the holder, then locks the row, then takes it from whoever holds it by then.',
    rules: ['R20'],
    edits: [
      waker(
        '        Mutex__c row = session.openExisting(lane);\n',
        '        Mutex__c seen = MutexRows.read(lane);\n        Boolean dead =\n            seen != null &&\n            LaneJudge.judge(seen, LaneJudge.jobsOf(new List<Mutex__c>{ seen }), true) ==\n            LaneJudge.Verdict.DEAD;\n        Mutex__c row = session.openExisting(lane);\n        if (dead) {\n            LaneRow.clearHolder(row);\n        }\n',
      ),
    ],
  },
  {
    id: 'blocked-lane-starves-others',
    bug: 'The reaper ends its sweep at the first blocked lane.',
    rules: ['I10', 'R21'],
    after: 'pg-boss #849: one blocked key starves every other key',
    edits: [
      reaper(
        '            known.add(row.Key__c);\n',
        '            if (row.Blocked__c) {\n                return 0;\n            }\n            known.add(row.Key__c);\n',
      ),
    ],
  },
];

/** Scenarios about what goes wrong around the lanes: clients, servers, administrators, the org itself. */
import { aborts, COLLEAGUE, deactivates, enqueuesAs, insertsAndLooks, repeating } from '../doors';
import { anonymous, enqueue, insertItems, type Scenario } from '../scenario';

export const MISFORTUNES: readonly Scenario[] = [
  {
    name: 'lost-answer',
    summary: 'Clients lose their server or their answer, and call again.',
    actors: [
      repeating(insertItems('caller A', 'a', 'A1')),
      repeating(enqueue('caller B', 'a', 'B1')),
    ],
    faults: [
      { kind: 'lose answer' },
      { kind: 'kill', match: { context: 'rest' } },
      { kind: 'kill', match: { context: 'anonymous' } },
    ],
  },
  {
    name: 'stale-look',
    summary: 'A client looks for its item too early, does not see it, and inserts it again.',
    actors: [insertsAndLooks('caller A', 'a', 'A1'), enqueue('caller B', 'a', 'B1')],
    faults: [{ kind: 'stale read' }],
  },
  {
    name: 'impatience',
    summary: 'Everything is slow: waits for locks end in vain, and time passes in between.',
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller B', 'a', 'B1')],
    faults: [{ kind: 'time out' }, { kind: 'pass', minutes: 20 }],
    mayRefuse: /UNABLE_TO_LOCK_ROW|is locked|lock/i,
  },
  {
    name: 'abort',
    summary: 'An administrator aborts the jobs while two callers hand over work.',
    needsReaper: true,
    actors: [
      insertItems('caller A', 'a', 'A1'),
      enqueue('caller B', 'a', 'B1'),
      aborts('administrator'),
    ],
  },
  {
    name: 'leaver',
    summary: 'A user hands over work and is deactivated, while somebody else goes on.',
    needsReaper: true,
    setup: async (org) => {
      const sets = await org.query("SELECT Id FROM PermissionSet WHERE Name = 'Mutex_User'");
      const { id } = org.users().find((user) => user.username === COLLEAGUE)!;
      await org.insert('PermissionSetAssignment', [
        { AssigneeId: id, PermissionSetId: sets.rows[0]!.id! },
      ]);
    },
    actors: [
      enqueuesAs('caller A', COLLEAGUE, 'a', 'A1'),
      deactivates('administrator', COLLEAGUE),
      enqueue('caller B', 'a', 'B1'),
    ],
  },
  {
    name: 'maintenance',
    summary: 'Maintenance or a sandbox copy stops everything while the reaper is scheduled.',
    setup: (org) => anonymous(org, 'MutexReaperSchedule.schedule(4);'),
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller B', 'a', 'B1')],
    faults: [
      { kind: 'maintenance', minutes: 60 },
      { kind: 'sandbox copy' },
      { kind: 'pass', minutes: 20 },
    ],
  },
];

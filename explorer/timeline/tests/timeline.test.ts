import type { Move, Run } from '../../model';
import type { Scenario } from '../../scenario';
import { timelineOf, timelinePage } from '../page';

const NOBODY = { act: () => Promise.resolve(), keys: [], does: 'does something' };
const SCENARIO: Scenario = {
  name: 'made-up',
  summary: 'Two callers & a job.',
  actors: [
    { ...NOBODY, name: 'caller A' },
    { ...NOBODY, name: 'caller B' },
  ],
};

const PLAIN = {
  variant: '',
  enabled: [],
  parent: -1,
  blocked: false,
  end: null,
  note: '',
  kind: 'step',
  at: 0,
} as const;

type Given = Partial<Omit<Move, 'footprint'>> & { readonly cells?: Record<string, boolean> };

function moves(...given: readonly (Given & Pick<Move, 'id' | 'op'>)[]): Move[] {
  return given.map(({ cells = {}, ...move }, index) => {
    const footprint = { everything: false, cells, seen: [], images: [], created: [], ties: [] };
    const name = move.id.includes('.') ? 'queueable Runner' : 'rest';
    return { ...PLAIN, name, key: move.id, index, footprint, ...move };
  });
}

const LOCK = {
  kind: 'lock',
  object: 'Lane__c',
  detail: "SELECT Id FROM Lane__c WHERE Name = '<a>'",
} as const;
const COMMIT = { kind: 'commit', object: '' } as const;
const ROW = 'Lane__c/1';

/** A has the lock, B waits for it; A's commit starts a job and frees B, an hour later. */
const STORY = moves(
  { id: '1', op: LOCK, cells: { [ROW]: true } },
  { id: '2', op: LOCK, cells: { [ROW]: false }, blocked: true },
  { id: '1', op: COMMIT, cells: { [ROW]: true }, note: 'A1 is <Done>' },
  { id: '2', op: LOCK, cells: { [ROW]: true }, at: 3_600_000 },
  {
    id: '1.1',
    op: { kind: 'start', object: '', detail: 'queueable Runner' },
    parent: 2,
    variant: 'kill',
    end: 'killed',
  },
  { id: '2', op: COMMIT, cells: { [ROW]: true } },
);

const run = (all: readonly Move[], failures: Run['failures'] = []): Run => {
  return { moves: all, choices: [], failures, abandoned: false, fingerprint: '' };
};

describe('what is drawn', () => {
  const { lanes, rows, waits, waitsFor, holds, queued, spawns } = timelineOf(SCENARIO, run(STORY));
  const [a, b, job] = lanes;
  const at = (index: number): number =>
    rows.findIndex((row) => row.kind === 'move' && row.move.index === index);

  test('a lane for each task, callers before jobs', () =>
    expect(lanes.map(({ name }) => name)).toEqual(['caller A', 'caller B', 'job 1 (Runner)']));

  test('rows: moves, what became visible, and the hour that passed', () =>
    expect(rows.map(({ kind }) => kind)).toEqual([
      'move',
      'move',
      'move',
      'seen',
      'time',
      'move',
      'move',
      'move',
    ]));

  test('a wait from the move that met the lock to the one that got it, and whose lock it was', () => {
    expect(waits).toEqual([{ lane: b, from: at(1), to: at(3) }]);
    expect(waitsFor).toEqual([{ from: a, to: b, row: at(1) }]);
  });

  test('who holds no lock any more is waited for by nobody', () => {
    const late = [...STORY.slice(0, 1), STORY[2]!, STORY[1]!];
    const numbered = late.map((move, index) => ({ ...move, index }));
    expect(timelineOf(SCENARIO, run(numbered)).waitsFor).toEqual([]);
  });

  test('locks are held from the first one to the commit', () =>
    expect(holds).toEqual([
      { lane: a, from: at(0), to: at(2) },
      { lane: b, from: at(3), to: at(5) },
    ]));

  test('a job waits from the move that enqueued it', () => {
    expect(spawns).toEqual([{ from: a, to: job, row: at(2) }]);
    expect(queued).toEqual([{ lane: job, from: at(2), to: at(4) }]);
  });
});

const subject = {
  scenario: SCENARIO,
  mode: 'recheck',
  sabotage: null,
  again: 'npm run explore',
} as const;

describe('the page', () => {
  const failure = { invariant: 'order', message: 'B1 came first.', after: 3 };
  const page = timelinePage({ ...subject, run: run(STORY, [failure]) });

  test('needs no network, and says nothing unescaped', () => {
    expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)=|@import|url\((?!#)/);
    expect(page).toContain('A1 is &lt;Done&gt;');
    expect(page).toContain("WHERE Name = '&lt;a&gt;'");
    expect(page).not.toContain('<Done>');
  });

  test('ends with the promise that was broken, at its place', () => {
    expect(page.indexOf('✗ Broken: order. B1 came first.')).toBeGreaterThan(
      page.indexOf('aria-label="caller B locks Lane__c (FOR UPDATE)"'),
    );
    expect(page).not.toContain('is killed before it starts');
  });

  test('every move can be reached with the keyboard', () =>
    expect(page.match(/<li [^>]*tabindex="0"/g)).toHaveLength(4));

  test('faults are marked', () => {
    const whole = timelinePage({ ...subject, run: run(STORY) });
    expect(whole).toMatch(/<li class="fault" [^>]*aria-label="job 1 \(Runner\) is killed/);
    expect(whole).toContain('Every promise holds in this run.');
  });
});

test('of a run without an end, the beginning and the end are drawn', () => {
  const many = moves(...Array.from({ length: 3000 }, () => ({ id: '1', op: LOCK })));
  const { rows } = timelineOf(
    SCENARIO,
    run(many, [{ invariant: 'end', message: '', after: 3000 }]),
  );
  expect(rows).toHaveLength(262);
  expect(rows).toContainEqual({ kind: 'gap', text: '2740 moves more' });
});

/** Plans as they are shared among workers, interrupted and resumed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Campaign } from '../campaign';
import { Crew, type PartEnd } from '../crew';
import { divided } from '../divide';
import { codeOf, EXIT } from '../exit';
import { ForkedWorker } from '../forked-worker';
import { partsOf, type Row } from '../plan';
import { load, rowsOf, save } from '../saved';
import type { Section } from '../section';
import type { RowTotal } from '../totals';
import { LocalWorker } from '../worker';

const ROW: Row = {
  scenario: 'near-limit',
  sabotage: null,
  mode: 'restart',
  strategy: 'random',
  schedules: 20,
  seed: 3,
  breaks: null,
};
const PART = 5;
const SECTIONS: readonly Section[] = [
  { title: 'Two rows.', tell: true, rows: [ROW, { ...ROW, strategy: 'pct', schedules: 12 }] },
];

const PARTS = partsOf(rowsOf(SECTIONS), PART);

const said: string[] = [];
function campaign(ends?: readonly (readonly [number, PartEnd])[]): Campaign {
  const nothing = (): void => undefined;
  said.length = 0;
  const say = (line: string): void => void said.push(line);
  return new Campaign(SECTIONS, PARTS, {
    say,
    tell: nothing,
    progress: nothing,
    ends: new Map(ends),
  });
}

/** What must not depend on who did it, nor when. */
const sums = (totals: readonly RowTotal[]) =>
  totals.map(({ schedules, seen, decisions, abandoned, checked, complete, claim }) => {
    return { schedules, seen: [...seen].sort(), decisions, abandoned, checked, complete, claim };
  });

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'apex-mutex-campaign-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a plan that was interrupted and resumed by more workers comes to the same sums', async () => {
  const one = new Crew(1, () => new LocalWorker());
  const whole = await campaign().run(one);
  expect(whole.map(({ schedules }) => schedules)).toEqual([20, 12]);
  expect(codeOf(whole, false)).toBe(EXIT.holds);
  const lines = said.map((line) => line.replace(/ +\d+ +0 %/, ''));

  const first = campaign();
  const partial = await first.run(stopping(one, first, 3));
  expect(codeOf(partial, true)).toBe(EXIT.incomplete);
  expect(said.join('\n')).toContain('interrupted; holds so far');
  await one.close();
  const file = join(folder, 'state.json');
  save(file, { version: 'v1', sections: SECTIONS, parts: PARTS, ends: first.kept() });

  const saved = load(file, 'v1');
  expect(saved.sections).toEqual(SECTIONS);
  expect(saved.ends).toHaveLength(3);
  const two = new Crew(2, () => new LocalWorker());
  const rest = await campaign(saved.ends).run(two);
  await two.close();
  expect(sums(rest)).toEqual(sums(whole));
  expect(said.map((line) => line.replace(/ +\d+ +0 %/, ''))).toEqual(lines);
});

/** The crew, stopped by the user some runs after so many parts. */
function stopping(crew: Crew, { parts }: Campaign, after: number, more = 2): Crew {
  const run = crew.run.bind(crew);
  let runs = 0;
  crew.run = (all, done, hooks) =>
    run(all, done, {
      ...hooks,
      onRun: (part) => {
        hooks.onRun(part);
        if (++runs === (after && parts[0]!.schedules * after) + more) crew.stop();
      },
    });
  return crew;
}

test('a state of another version, and a damaged one, are refused', () => {
  const file = join(folder, 'old.json');
  save(file, { version: 'v1', sections: SECTIONS, parts: PARTS, ends: [] });
  expect(() => load(file, 'v2')).toThrow(/was made by version v1, and this is v2/);
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, -20));
  expect(() => load(file, 'v1')).toThrow(/cannot be resumed: /);
});

test('a worker that dies is reported with its seed, and the others go on', async () => {
  const workers: ForkedWorker[] = [];
  const crew = new Crew(1, () => {
    const worker = new ForkedWorker();
    if (workers.push(worker) === 1) dyingWithItsFirstPart(worker);
    return worker;
  });
  const totals = await campaign().run(crew);
  await crew.close();
  expect(workers).toHaveLength(2);
  expect(totals.map(({ schedules }) => schedules)).toEqual([15, 12]);
  expect(totals[0]!.crashes).toHaveLength(1);
  expect(said.join('\n')).toMatch(
    /With seed 3 the explorer failed, .*--strategy random --seed 3\):\n.*The worker process ended with SIGKILL/,
  );
  expect(codeOf(totals, false)).toBe(EXIT.unjudged);
});

/** Killed as soon as it has its part in hand: before it can have answered, however fast it is. */
function dyingWithItsFirstPart(worker: ForkedWorker): void {
  const run = worker.run.bind(worker);
  worker.run = (part, onRun) => {
    const result = run(part, onRun);
    process.kill(worker.pid!, 'SIGKILL');
    return result;
  };
}

describe('a search', () => {
  const row: Row = { ...ROW, scenario: 'repeat', strategy: 'dpor', schedules: Infinity };
  const sections: readonly Section[] = [{ title: 'A search.', tell: true, rows: [row] }];
  const hooks = { say: () => undefined, tell: () => undefined, progress: () => undefined };
  const crew = new Crew(1, () => new LocalWorker());
  afterAll(() => crew.close());

  test('that was interrupted in the middle goes on where it was', async () => {
    const parts = partsOf([row]);
    const whole = await new Campaign(sections, parts, hooks).run(crew);
    expect(whole[0]).toMatchObject({ finished: true, complete: true, found: null });

    const other = new Crew(1, () => new LocalWorker());
    const first = new Campaign(sections, parts, hooks);
    const partial = await first.run(stopping(other, first, 0, 20));
    await other.close();
    expect(partial[0]).toMatchObject({ schedules: 20, complete: false, finished: false });
    const file = join(folder, 'search.json');
    save(file, { version: 'v1', sections, parts, ends: first.kept() });
    const { ends } = load(file, 'v1');
    const resumed = new Campaign(sections, parts, { ...hooks, ends: new Map(ends) });
    const rest = await resumed.run(crew);
    expect(rest[0]).toMatchObject({ finished: true, complete: true });
    // Which runs are repeated is counted anew.
    const unchecked = (totals: readonly RowTotal[]) =>
      sums(totals).map((sum) => ({ ...sum, checked: 0 }));
    expect(unchecked(rest)).toEqual(unchecked(whole));
  });

  test('that is divided runs the same orders, a few of them twice at most', async () => {
    const parts = await divided([{ ...row, divide: true }]);
    expect(parts.length).toBeGreaterThan(4);
    const [total] = await new Campaign(sections, parts, hooks).run(crew);
    const [whole] = await new Campaign(sections, partsOf([row]), hooks).run(crew);
    expect(total).toMatchObject({ finished: true, complete: true, found: null });
    expect(total!.schedules).toBeGreaterThanOrEqual(whole!.schedules);
    expect(total!.schedules).toBeLessThan(2 * whole!.schedules);
  });
});

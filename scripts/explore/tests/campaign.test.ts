/** Plans as they are shared among workers, interrupted and resumed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StrategyName } from '../../../explorer/strategies';
import { PosPlayer } from '../../../explorer/strategies/pos';
import { WithFaults } from '../../../explorer/strategies/with-faults';
import { Campaign } from '../campaign';
import { crashed, Crew, type PartEnd } from '../crew';
import { divided } from '../divide';
import { codeOf, EXIT } from '../exit';
import { ForkedWorker } from '../forked-worker';
import { partsOf, type Part, type Row } from '../plan';
import type { PartResult } from '../run-part';
import { load, rowsOf, save, type Saved } from '../saved';
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
  // Three parts that are through, and one that was stopped.
  expect(saved.ends).toHaveLength(4);
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

test('a section is given out whole before the next one, whatever orgs there are', async () => {
  const row: Row = { ...ROW, schedules: 2 };
  const sections: readonly Section[] = [
    { title: 'Two readings.', tell: true, rows: [row, { ...row, mode: 'recheck' }] },
    { title: 'One of them again.', tell: true, rows: [{ ...row, seed: 4 }] },
  ];
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const hooks = { say, tell: () => undefined, progress: () => undefined };
  const told: number[] = [];
  const parts = (): void => void told.push(lines.length);
  const crew = new Crew(1, () => new LocalWorker());
  await new Campaign(sections, partsOf(rowsOf(sections), PART), { ...hooks, parts }).run(crew);
  await crew.close();
  // Before the first part of the second section ends, both lines of the first one are told.
  const first = lines.findIndex((line) => line.includes('One of them again.'));
  expect(first).toBeGreaterThan(2);
  expect(told).toEqual([0, expect.any(Number), first]);
});

test('a state of another version, and a damaged one, are refused', () => {
  const file = join(folder, 'old.json');
  save(file, { version: 'v1', sections: SECTIONS, parts: PARTS, ends: [] });
  expect(() => load(file, 'v2')).toThrow(/was made by version v1, and this is v2/);
  const whole = readFileSync(file, 'utf8');
  const spoilt: readonly (readonly [string, RegExp])[] = [
    [whole.slice(0, -20), /is damaged/],
    [whole.replace('"parts"', '"Parts"'), /is damaged/],
    [whole.split('\n')[0]!, /is damaged/],
    ['', /is not the state of an exploration/],
    ['null\n', /is not the state of an exploration/],
    [`{}${whole}`, /is not the state of an exploration/],
  ];
  for (const [text, message] of spoilt) {
    writeFileSync(file, text);
    expect(() => load(file, 'v1')).toThrow(message);
  }
  writeFileSync(file, whole);
  expect(load(file, 'v1').parts).toEqual(PARTS);
  expect(() => load(folder, 'v1')).toThrow(/cannot be resumed: /);
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

/** One row as one part, with what a campaign needs. */
function single(row: Row) {
  const sections: readonly Section[] = [{ title: 'A row.', tell: true, rows: [row] }];
  const hooks = { say: () => undefined, tell: () => undefined, progress: () => undefined };
  const begun = (parts: readonly Part[], ends: Saved['ends'] = []): Campaign =>
    new Campaign(sections, parts, { ...hooks, ends: new Map(ends) });
  return { sections, begun };
}

const ALL = Infinity;
/** Each with runs of the whole row, and runs after which Ctrl-C is pressed, once and again. */
const STOPS: readonly (readonly [StrategyName, string, number, number, number])[] = [
  ['random', 'crash', 70, 23, 31],
  ['pct', 'crash', 70, 1, 44],
  ['pos', 'crash', 70, 23, 31],
  ['preemptions', 'near-limit', 70, 23, 31],
  ['exhaustive', 'near-limit', 70, 23, 31],
  ['dpor', 'repeat', ALL, 20, 25],
  ['plans', 'core-renew', 200, 9, 120],
];

describe('a row that was interrupted in the middle goes on where it was', () => {
  const crew = new Crew(1, () => new LocalWorker());
  afterAll(() => crew.close());

  /** Until Ctrl-C is pressed after so many runs, and through a file into another process. */
  async function interrupted(row: Row, runs: number, ends: Saved['ends']): Promise<Saved['ends']> {
    const { sections, begun } = single(row);
    const other = new Crew(1, () => new LocalWorker());
    const campaign = begun(partsOf([row]), ends);
    const before = campaign.totals()[0]!;
    const [total] = await campaign.run(stopping(other, campaign, 0, runs));
    await other.close();
    const made = ({ schedules, abandoned }: RowTotal): number => schedules + abandoned;
    expect([made(total!) - made(before), total!.complete]).toEqual([runs, false]);
    const file = join(folder, `${row.strategy}.json`);
    save(file, { version: 'v1', sections, parts: partsOf([row]), ends: campaign.kept() });
    return load(file, 'v1').ends;
  }

  test.each(STOPS)('%s', async (strategy, scenario, schedules, first, second) => {
    const row: Row = { ...ROW, scenario, strategy, schedules };
    const { begun } = single(row);
    const whole = await begun(partsOf([row])).run(crew);
    expect(whole[0]).toMatchObject({ finished: schedules === ALL, complete: true, found: null });
    if (schedules !== ALL) expect(whole[0]!.schedules + whole[0]!.abandoned).toBe(schedules);
    const once = await interrupted(row, first, []);
    const twice = await interrupted(row, second, once);
    const rest = await begun(partsOf([row]), twice).run(crew);
    expect(sums(rest)).toEqual(sums(whole));
    // Nothing is run twice, and nothing that was run is forgotten.
    expect(rest[0]!.seen.size).toBeGreaterThan(new Set(endOf(twice).seen).size);
  });

  test('a player that begins anew comes to other sums', async () => {
    const row: Row = { ...ROW, scenario: 'crash', strategy: 'pos', schedules: 70 };
    const { begun } = single(row);
    const whole = await begun(partsOf([row])).run(crew);
    const ends = await interrupted(row, 23, []);
    const forgetful = { ...endOf(ends), left: [new Forgetful().save()] };
    const rest = await begun(partsOf([row]), [[0, forgetful]]).run(crew);
    expect(rest[0]!.schedules).toBe(whole[0]!.schedules);
    expect(sums(rest)).not.toEqual(sums(whole));
  });
});

/** What the only part of a row came to so far. */
function endOf(ends: Saved['ends']): PartResult {
  const [, end] = ends[0]!;
  if (crashed(end)) throw new Error(end.message);
  return end;
}

/** Saves itself as it was in the beginning. */
class Forgetful extends WithFaults {
  constructor() {
    super(new PosPlayer(ROW.seed), ROW.seed);
  }
}

test('a search that is divided counts each trace once', async () => {
  const row: Row = { ...ROW, scenario: 'two-callers', strategy: 'dpor', schedules: ALL };
  const { begun } = single(row);
  const crew = new Crew(1, () => new LocalWorker());
  const [whole] = await begun(partsOf([row])).run(crew);
  const parts = await divided([{ ...row, divide: true }]);
  expect(parts.length).toBeGreaterThan(4);
  const [total] = await begun(parts).run(crew);
  await crew.close();
  expect(total).toMatchObject({ finished: true, complete: true, found: null });
  const { schedules } = whole!;
  expect(total!.schedules).toBe(schedules);
  expect(whole!.claim).toBe(
    `Every order of dependent operations: ${schedules} of ${schedules} traces.`,
  );
  // At the seams some runs are begun that turn out to repeat others.
  expect(total!.abandoned).toBeGreaterThan(0);
  expect(total!.abandoned).toBeLessThan(schedules / 4);
  expect(total!.claim).toContain(
    `${schedules} of ${schedules} traces; ${total!.abandoned} runs turned`,
  );
});

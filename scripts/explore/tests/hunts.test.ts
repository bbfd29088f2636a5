/** Hunts as rows of a plan: what is said of them, and what scripts read. */
import type { Round } from '../../../explorer/mutants/hunt';
import { Campaign } from '../campaign';
import { closing } from '../closing';
import { Crew, type PartEnd } from '../crew';
import { codeOf, EXIT } from '../exit';
import { equivalentHunts, huntedOf, mutantHunts } from '../hunts';
import { ANY_PROMISE, partsOf, type Row } from '../plan';
import { rowsOf } from '../saved';
import type { Section } from '../section';
import type { RowTotal } from '../totals';
import { LocalWorker } from '../worker';

const ROUND: Round = { strategy: 'pos', mode: 'restart', schedules: 3 };
const crew = new Crew(1, () => new LocalWorker());
afterAll(() => crew.close());

const said: string[] = [];

/** The hunts of a section with fewer rounds, in one scenario. */
function shorter(section: Section, scenario: string, rounds: readonly Round[] = [ROUND]): Section {
  const rows = section.rows.map((row): Row => {
    return { ...row, quarry: { ...row.quarry!, scenario, rounds } };
  });
  return { ...section, rows };
}

async function hunted(section: Section, by: Crew = crew): Promise<readonly RowTotal[]> {
  said.length = 0;
  const nothing = (): void => undefined;
  const hooks = { say: (line: string) => void said.push(line), tell: nothing, progress: nothing };
  return new Campaign([section], partsOf(rowsOf([section])), hooks).run(by);
}

test('a mutant that is found is what was to be shown', async () => {
  const totals = await hunted(shorter(mutantHunts(1, ['lane-read-without-lock']), 'two-callers'));
  expect(codeOf(totals, false)).toBe(EXIT.holds);
  expect(said.join('\n')).toMatch(/lane-read-without-lock .* breaks: callers in two-callers, pos,/);
  expect(closing(totals)).toEqual(['Mutants that were found: 1 of 1.']);
  expect(huntedOf(totals)[0]).toMatchObject({ id: 'lane-read-without-lock', schedules: 1 });
});

test('a mutant that is not found is missed', async () => {
  const totals = await hunted(shorter(mutantHunts(1, ['lane-read-without-lock']), 'mutex'));
  expect(said.join('\n')).toMatch(/lane-read-without-lock .* SURVIVED/);
  expect(codeOf(totals, false)).toBe(EXIT.missed);
  expect(closing(totals)).toEqual(['Mutants that were found: 0 of 1.']);
});

test('a guard that others stand behind makes no difference, and one that does is told', async () => {
  const section = shorter(equivalentHunts(1, ['order-key-not-unique']), 'two-callers');
  const idle = await hunted(section);
  expect(said.join('\n')).toMatch(/order-key-not-unique .* 3 .* no difference/);
  expect(codeOf(idle, false)).toBe(EXIT.holds);
  expect(closing(idle).join()).toContain('no promise was broken in 3 runs');

  const [row] = section.rows;
  const quarry = { ...row!.quarry!, mutant: 'ticket-before-lock' };
  const harmful = await hunted({ ...section, rows: [{ ...row!, quarry }] });
  expect(said.join('\n')).toMatch(/BROKEN: callers in two-callers/);
  expect(codeOf(harmful, false)).toBe(EXIT.broken);
});

test('strategies that are compared need not find anything', async () => {
  const section = shorter(mutantHunts(1, ['lane-read-without-lock']), 'mutex');
  const [row] = section.rows;
  const quarry = { ...row!.quarry!, compared: true } as const;
  const totals = await hunted({ ...section, rows: [{ ...row!, strategy: 'pos', quarry }] });
  expect(said.join('\n')).toMatch(/lane-read-without-lock .*pos over 100/);
  expect(codeOf(totals, false)).toBe(EXIT.holds);
  expect(huntedOf(totals)).toEqual([]);
});

test('a hunt that was interrupted is not kept, and others are', async () => {
  const ids = ['lane-read-without-lock', 'order-key-not-unique'];
  const rows = ids.map((mutant): Row => {
    const [row] = mutantHunts(1, ['lane-read-without-lock']).rows;
    const quarry = { mutant, scenario: 'two-callers', rounds: [{ ...ROUND, schedules: 50 }] };
    return { ...row!, scenario: mutant, quarry, breaks: ANY_PROMISE };
  });
  const section: Section = { title: 'Two.', tell: false, rows };
  const other = new Crew(1, () => new LocalWorker());
  let runs = 0;
  const nothing = (): void => undefined;
  const campaign = new Campaign([section], partsOf(rows), {
    say: nothing,
    tell: nothing,
    progress: () => {
      if (++runs === 5) other.stop();
    },
  });
  const totals = await campaign.run(other);
  await other.close();
  expect(codeOf(totals, true)).toBe(EXIT.incomplete);
  expect(campaign.kept().map(([at]) => at)).toEqual([0]);
  const [, end] = campaign.kept()[0] as [number, Extract<PartEnd, { ms: number }>];
  expect(end.hunted!.caught!.invariant).toBe('callers');
});

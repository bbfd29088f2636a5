/** The catalogue fits the package and the document, and a sample of it is found. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sourcePackage } from '../../../scripts/local-org/package';
import type { PackageFiles } from '../../../local-org/org/contract';
import { SCENARIOS } from '../../scenarios';
import { EQUIVALENTS, MUTANTS } from '../catalogue';
import { COMPARED } from '../compared';
import { edited, Misfit } from '../edit';
import { BLIND, hunt, type HuntPlan } from '../hunt';
import { mutantResults, mutantTable, withTable } from '../report';
import { median } from '../needed';

const ROOT = resolve(__dirname, '../../..');
let packages: [PackageFiles, PackageFiles];

beforeAll(async () => {
  const folders = ['force-app', 'scripts/load/probe'].map((folder) => join(ROOT, folder));
  packages = (await Promise.all(folders.map(sourcePackage))) as typeof packages;
});

const ALL = [...MUTANTS, ...EQUIVALENTS];

test.each(ALL.map((mutant) => [mutant.id, mutant] as const))('%s fits the package', (_, mutant) => {
  const files = edited(packages[0], mutant.edits);
  expect(files.size).toBe(packages[0].size);
  for (const { file } of mutant.edits) expect(files.get(file)).not.toEqual(packages[0].get(file));
});

test('an edit that fits nowhere, or twice, is refused by name', () => {
  const edit = { file: 'classes/LaneSeat.cls', replace: '' };
  const make = (find: string) => (): unknown => edited(packages[0], [{ ...edit, find }]);
  expect(make('this text stands nowhere')).toThrow(Misfit);
  expect(make('this text stands nowhere')).toThrow(/LaneSeat\.cls exactly once/);
  expect(make('public')).toThrow(Misfit);
  expect(() => edited(packages[0], [{ ...edit, file: 'classes/None.cls', find: 'x' }])).toThrow(
    /no classes\/None\.cls/,
  );
});

test('ids are unique, and each rule of the protocol is broken by some mutant', () => {
  const ids = ALL.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(MUTANTS.length).toBeGreaterThanOrEqual(60);
  const broken = new Set(MUTANTS.flatMap(({ rules }) => rules));
  const rules = Array.from({ length: 25 }, (_, i) => `R${i + 1}`);
  expect(rules.filter((rule) => !broken.has(rule))).toEqual([]);
});

test('the document lists the catalogue, and no other mutants', () => {
  const text = readFileSync(join(ROOT, 'docs/mutants.md'), 'utf8');
  const section = (name: string): string =>
    text.slice(text.indexOf(`<!-- ${name}:`), text.indexOf(`<!-- end of ${name} -->`));
  const listed = (name: string): string[] =>
    [...section(name).matchAll(/^\| `([^`]+)`/gm)].map(([, id]) => id!);
  expect(listed('mutants')).toEqual(MUTANTS.map(({ id }) => id));
  expect(listed('equivalents')).toEqual(EQUIVALENTS.map(({ id }) => id));
});

test('what strategies are compared on is in the catalogue', () => {
  const known = new Set(MUTANTS.map(({ id }) => id));
  const names = new Set(SCENARIOS.map(({ name }) => name));
  for (const { id, scenario } of COMPARED)
    expect([id, known.has(id) && names.has(scenario)]).toEqual([id, true]);
});

test('a table replaces the one before it, and a document without a place for it is refused', () => {
  const marks = '<!-- t: written by npm run mutants -->\nold\n<!-- end of t -->\n';
  expect(withTable(`a\n${marks}b`, 't', 'new')).toMatch(
    /^a\n<!-- t: .* -->\n\nnew\n\n<!-- end of t -->\nb$/,
  );
  expect(() => withTable('nothing', 't', 'new')).toThrow(/no place for t/);
  const survivor = { id: MUTANTS[0]!.id, caught: null, schedules: 7, seconds: 1, stopped: false };
  expect(mutantTable(MUTANTS.slice(0, 1), mutantResults([survivor]))).toContain('**survived**');
  expect(median([3, 1, 2])).toBe(2);
});

/** Mutants, and schedules within which seed 1 finds them in the whole plan. */
const SAMPLE: readonly (readonly [string, string, number])[] = [
  ['lane-read-without-lock', 'callers', 1],
  ['run-keeps-token', 'tokens', 1],
  ['lease-alone', 'false kill', 1],
  ['create-without-second-look', 'callers', 3],
  ['untick-stored', 'flag', 5],
  ['request-key-nowhere', 'once', 7],
  ['flag-decides', 'reason', 10],
  ['run-goes-on-after-failure', 'order', 15],
];

const PLAN: HuntPlan = {
  rounds: BLIND,
  scenarios: SCENARIOS,
  seed: 1,
  shrinkRuns: 0,
  now: () => 0,
};

test.each(SAMPLE)('%s is found by "%s" within %d schedules', async (id, invariant, most) => {
  const mutant = MUTANTS.find((each) => each.id === id)!;
  const { caught, schedules } = await hunt(packages, mutant, PLAN);
  expect(caught?.invariant).toBe(invariant);
  expect(schedules).toBeLessThanOrEqual(most);
});

test('the sound package survives', async () => {
  const plan = { ...PLAN, rounds: [{ ...BLIND[0]!, schedules: 1 }] };
  const sound = await hunt(packages, { id: 'sound', edits: [] }, plan);
  const nothing = { caught: null, seconds: 0, stopped: false };
  expect(sound).toEqual({ id: 'sound', schedules: SCENARIOS.length, ...nothing });
});

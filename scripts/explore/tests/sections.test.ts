import { CORE_SCENARIOS } from '../../../explorer/core';
import type { ExploreFlags } from '../options';
import { forewarning, sectionsOf } from '../sections';

const FLAGS: ExploreFlags = { all: true, seed: 1, processes: 1, html: 'h', save: 's' };

test('everything: what takes longest comes last, and that is told before it begins', () => {
  const sections = sectionsOf(FLAGS, false);
  const long = sections.slice(-2).map(({ rows }) => rows.map((row) => [row.scenario, row.mode]));
  expect(long).toEqual(
    [['core-three-once', 'core-three-pairs'], ['core-lanes']].map((names) =>
      names.flatMap((name) => [
        [name, 'restart'],
        [name, 'recheck'],
      ]),
    ),
  );
  expect(sections.slice(-2).map(({ title }) => title)).toEqual([
    expect.stringMatching(/a quarter of an hour/),
    expect.stringMatching(/half an hour/),
  ]);
  const before = sections.slice(0, -2).flatMap(({ rows }) => rows.map(({ scenario }) => scenario));
  for (const [name] of long.flat()) expect(before).not.toContain(name);
  const rows = sections.flatMap((section) => section.rows);
  expect(forewarning(sections)).toContain(`${rows.length.toLocaleString('en')} explorations`);
});

test('everything: each configuration of the core is searched in both usual readings', () => {
  const searched = sectionsOf(FLAGS, false)
    .flatMap(({ rows }) => rows)
    .filter(({ strategy }) => strategy === 'plans' || strategy === 'states');
  const modes = new Map<string, Set<string>>();
  for (const { scenario, mode } of searched)
    modes.set(scenario, (modes.get(scenario) ?? new Set()).add(mode));
  const ends = CORE_SCENARIOS.map(({ name }) => name).filter((name) => modes.has(name));
  expect(ends).toEqual(expect.arrayContaining(['core-chain', 'core-stop', 'core-three']));
  for (const name of ends) expect([...modes.get(name)!].sort()).toEqual(['recheck', 'restart']);
});

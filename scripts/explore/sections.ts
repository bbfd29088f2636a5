/** From flags to a plan. */
import {
  coreConfigurations,
  floodConfigurations,
  takesLong,
  type CoreConfiguration,
} from '../../explorer/core';
import { MODES, type ModeName } from '../../explorer/modes';
import { RECIPES, type Recipe } from '../../explorer/recipes';
import { SCENARIOS } from '../../explorer/scenarios';
import type { StrategyName } from '../../explorer/strategies';
import { SABOTAGES, type SabotageName } from '../load/sabotage';
import { equivalentHunts, mutantHunts } from './hunts';
import type { ExploreFlags } from './options';
import { RANDOM, sampling, type Row } from './plan';
import type { Section } from './section';
import { count } from './table';

/** What the platform does not say, and what nearly every org will do one way or the other. */
const USUAL: readonly ModeName[] = ['restart', 'recheck'];
const SAMPLERS: readonly StrategyName[] = ['pos', 'pct'];
const ALL = SCENARIOS.map(({ name }) => name);

const SCHEDULES = 300;
/** Of each scenario in the tour. */
const TOUR = 120;
/** Enough for every recipe to break; what is not found by then is missed. */
const RECIPE_SCHEDULES = 400;

/** What a newcomer sees first: a race that needs three transactions at the right moments. */
const SHOWN = {
  sabotage: 'release-without-recheck',
  scenario: 'two-callers',
  breaks: 'wake-up',
} as const;

export function sectionsOf(flags: ExploreFlags, tour: boolean): Section[] {
  if (flags.recipe !== undefined)
    return RECIPES.filter(({ name }) => name === flags.recipe).flatMap((r) =>
      recipe(r, flags, true),
    );
  if (flags.recipes) return RECIPES.flatMap((each) => recipe(each, flags, false));
  if (flags.all) return everything(flags);
  if (tour) return [race(flags), proofs(flags), sound(flags, { schedules: TOUR })];
  return [sound(flags)];
}

function everything(flags: ExploreFlags): Section[] {
  const modes = Object.keys(MODES) as ModeName[];
  const configurations = coreConfigurations();
  return [
    race(flags),
    proofs(flags, modes),
    core(
      flags,
      CORE,
      configurations.filter((each) => !takesLong(each)),
    ),
    everyState(
      flags,
      STATES,
      floodConfigurations().filter((each) => !takesLong(each)),
    ),
    sound(flags, { modes, schedules: SCHEDULES * modes.length }),
    ...RECIPES.flatMap((each) => recipe(each, flags, false)),
    mutantHunts(flags.seed),
    equivalentHunts(flags.seed),
    everyState(flags, LAST_STATES, floodConfigurations().filter(takesLong)),
    core(flags, LAST, configurations.filter(takesLong)),
  ];
}

/** What whoever asks for everything should know before it begins. */
export function forewarning(sections: readonly Section[]): string {
  const rows = sections.reduce((sum, section) => sum + section.rows.length, 0);
  return `${count(rows)} explorations: some four hours of one core, the last two of them for three callers and for two lanes. Ctrl-C saves where it is.`;
}

const CORE = 'The core of the protocol, every order that matters with one fault at most.';
const LAST = `${CORE} What takes longest: half an hour of one core for each reading.`;
const STATES = 'The core of the protocol, every state.';
const LAST_STATES = `${STATES} What takes long: a quarter of an hour of one core for each row.`;

function race({ seed }: ExploreFlags): Section {
  const row = { ...SHOWN, mode: 'restart', strategy: 'pos', schedules: 400, seed } as const;
  return { title: without(SHOWN.sabotage), tell: true, rows: [row] };
}

const without = (name: SabotageName): string =>
  `A package without one of its guards. ${SABOTAGES[name].summary}.`;

interface Extent {
  readonly modes?: readonly ModeName[];
  readonly schedules?: number;
}

function sound(flags: ExploreFlags, { modes = USUAL, schedules }: Extent = {}): Section {
  const { scenario, mode, strategy, sabotage, seed } = flags;
  const strategies = strategy === undefined ? SAMPLERS : [strategy];
  const bounded = strategies.every((name) => RANDOM.includes(name) || name === 'preemptions');
  return {
    title: sabotage === undefined ? 'The sound package.' : without(sabotage),
    tell: true,
    rows: sampling({
      scenarios: scenario === undefined ? ALL : [scenario],
      sabotage: sabotage ?? null,
      modes: mode === undefined ? modes : [mode],
      strategies,
      schedules: flags.schedules ?? schedules ?? (bounded ? SCHEDULES : Infinity),
      seed,
      divide: flags.divide === true,
    }),
  };
}

/** Small enough that every order can be run. */
const SMALL = ['two-callers', 'new-lane', 'repeat'];

function proofs({ seed }: ExploreFlags, modes = USUAL): Section {
  const strategies = ['dpor'] as const;
  return {
    title: 'The sound package, every order of operations that matters.',
    tell: true,
    rows: sampling({
      scenarios: SMALL,
      sabotage: null,
      modes,
      strategies,
      schedules: Infinity,
      seed,
    }),
  };
}

/** What is one fault at most is planned, and not drawn. */
function core(
  { seed }: ExploreFlags,
  title: string,
  configurations: readonly CoreConfiguration[],
): Section {
  return {
    title,
    tell: true,
    rows: configurations.map(({ scenario, mode }) => {
      const row = {
        scenario: scenario.name,
        mode,
        strategy: 'plans',
        schedules: Infinity,
      } as const;
      return { ...row, sabotage: null, seed, breaks: null };
    }),
  };
}

/** What is one fault at most, or as many as the scenario says, and whatever commutes with what. */
function everyState(
  { seed }: ExploreFlags,
  title: string,
  configurations: ReturnType<typeof floodConfigurations>,
): Section {
  const row = {
    strategy: 'states',
    schedules: Infinity,
    sabotage: null,
    seed,
    breaks: null,
  } as const;
  return {
    title,
    tell: true,
    rows: configurations.map(({ scenario, mode }) => {
      return { ...row, scenario: scenario.name, mode };
    }),
  };
}

function recipe(
  { name, folder, trials, ours }: Recipe,
  flags: ExploreFlags,
  tell: boolean,
): Section[] {
  const { seed, schedules = RECIPE_SCHEDULES } = flags;
  const base = { sabotage: null, schedules, seed };
  const theirs: Row[] = trials.map(({ scenario, breaks, strategy, mode = 'restart' }) => {
    return { ...base, scenario: scenario.name, breaks, strategy, mode };
  });
  const mine: Row[] = ours.map(({ scenario, strategy, mode = 'restart' }) => {
    return { ...base, scenario: scenario.name, breaks: null, strategy, mode };
  });
  return [
    { title: `Recipe "${name}" (${folder}).`, tell, rows: theirs },
    { title: `This package in the same situations as "${name}".`, tell: true, rows: mine },
  ];
}

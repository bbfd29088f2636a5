import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { CORE_SCENARIOS } from '../../explorer/core';
import { MODES, type ModeName } from '../../explorer/modes';
import { RECIPES } from '../../explorer/recipes';
import { SCENARIOS } from '../../explorer/scenarios';
import { strategyNames, type StrategyName } from '../../explorer/strategies';
import { whole } from '../command/whole';
import { sabotageNames, type SabotageName } from '../load/sabotage';

export interface ExploreFlags {
  readonly scenario?: string;
  readonly mode?: ModeName;
  readonly strategy?: StrategyName;
  /** Infinity: until the strategy has nothing left. */
  readonly schedules?: number;
  readonly seed: number;
  readonly sabotage?: SabotageName;
  readonly recipe?: string;
  readonly recipes?: true;
  readonly all?: true;
  readonly divide?: true;
  readonly replay?: string;
  readonly resume?: string;
  readonly processes: number;
  readonly html: string;
  readonly save: string;
}

const FOLDER = 'reports';

/** Of each scenario: parts of a hundred are planned beforehand, and kept. */
const MOST_SCHEDULES = 10_000_000;
/** Each is a process with an org of its own, about 300 MB. */
export const MOST_PROCESSES = 64;

const schedules = (text: string): number =>
  text === 'all' ? Infinity : whole(1, MOST_SCHEDULES)(text);

const AFTER = `
Exit codes: 0 every promise held (and what is known to be wrong was found out), 1 one was broken,
2 interrupted, 3 refused (flags, lines and files that do not fit), 4 not judged: a check threw, a
worker ended, or a run could not be repeated, 5 missed: a guard that was taken out, a recipe or a
mutant that is known to be wrong broke nothing.

Ctrl-C once prints what was seen and saves where it was; twice leaves at once.`;

/** @param refuse called with the exit code of the parser: 0 after help */
export function parseFlags(argv: readonly string[], refuse: (code: number) => never): ExploreFlags {
  const program = new Command('npm run explore --')
    .description(
      'Runs the package under many interleavings of its transactions and tells the story of the first one that breaks a promise. Without flags: a tour of about two minutes. It shows a race in a package without one of its guards, then searches and samples the sound one.',
    )
    .addHelpText('after', AFTER);
  what(program);
  how(program);
  const flags = program
    .exitOverride(({ exitCode }) => refuse(exitCode))
    .parse(argv, { from: 'user' })
    .opts<ExploreFlags>();
  const why = misfit(flags);
  if (why !== null) program.error(`error: ${why}`);
  return flags;
}

/** Flags that would be passed over in silence. */
function misfit({ divide, strategy, schedules }: ExploreFlags): string | null {
  if (divide && (strategy !== 'dpor' || (schedules ?? Infinity) !== Infinity))
    return '--divide shares a whole search of dpor among workers: give it with --strategy dpor and without a number of schedules.';
  return null;
}

const ALONE = ['scenario', 'mode', 'strategy', 'schedules', 'sabotage', 'recipe', 'recipes', 'all'];

function what(program: Command): void {
  const named = (flag: string, text: string, names: readonly string[]): Option =>
    new Option(flag, text).choices(names);
  program
    .addOption(
      named(
        '--scenario <name>',
        'one scenario instead of all',
        [...SCENARIOS, ...CORE_SCENARIOS].map(({ name }) => name),
      ),
    )
    .addOption(
      named(
        '--mode <name>',
        'one reading of what the platform leaves open (default: restart and recheck, half of the schedules each)',
        Object.keys(MODES),
      ),
    )
    .addOption(
      named(
        '--strategy <name>',
        'who chooses what goes next (default: pos and pct, half of the schedules each)',
        strategyNames(),
      ),
    )
    .option(
      '--schedules <n>',
      'schedules of each scenario, over all modes and strategies; "all": until the strategy has nothing left (default: 300, and all for dpor and exhaustive)',
      schedules,
    )
    .addOption(
      named('--sabotage <name>', 'take one guard out of the package first', sabotageNames()),
    )
    .addOption(
      named(
        '--recipe <name>',
        'a recipe of others, and this package in the same situation',
        RECIPES.map(({ name }) => name),
      ).conflicts(['sabotage', 'scenario', 'strategy', 'mode']),
    )
    .addOption(
      new Option('--recipes', 'all recipes, without their stories').conflicts([
        'recipe',
        'sabotage',
        'scenario',
        'strategy',
        'mode',
      ]),
    )
    .addOption(
      new Option(
        '--all',
        'everything: proofs to their end, all scenarios in all modes, recipes, mutants',
      ).conflicts(['recipe', 'recipes', 'sabotage', 'scenario', 'strategy', 'mode']),
    )
    .addOption(
      new Option('--replay <line>', 'run exactly the schedule that this line stands for').conflicts(
        [...ALONE, 'resume'],
      ),
    )
    .addOption(
      new Option('--resume <file>', 'go on where an earlier call was interrupted').conflicts(ALONE),
    );
}

function how(program: Command): void {
  program
    .option(
      '--seed <n>',
      'every choice flows from it; each hundred schedules take the next one',
      whole(0),
      1,
    )
    .option(
      '--processes <n>',
      'workers; results do not depend on it',
      whole(1, MOST_PROCESSES),
      Math.min(availableParallelism(), 4),
    )
    .option(
      '--divide',
      'share each search of dpor among the workers; runs that turn out to repeat others do not count',
    )
    .option(
      '--html <file>',
      'where the picture of a failure, or of a replayed run, goes',
      `${FOLDER}/explore-story.html`,
    )
    .option(
      '--save <file>',
      'where Ctrl-C leaves what --resume needs',
      `${FOLDER}/explore-state.json`,
    );
}

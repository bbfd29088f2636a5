import { Command, InvalidArgumentError, Option } from 'commander';
import { SCENARIOS } from '../../explorer/scenarios';
import { strategyNames, type StrategyName } from '../../explorer/strategies';
import { sabotageNames, type SabotageName } from '../load/sabotage';

export interface ExploreFlags {
  readonly scenario?: string;
  readonly strategy?: StrategyName;
  readonly schedules: number;
  readonly seed: number;
  readonly sabotage?: SabotageName;
  readonly replay?: string;
}

function whole(low: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < low)
      throw new InvalidArgumentError(`It must be a whole number from ${low} on.`);
    return value;
  };
}

/** @param refuse called with the exit code of the parser: 0 after help */
export function parseFlags(argv: readonly string[], refuse: (code: number) => never): ExploreFlags {
  return new Command('npm run explore --')
    .description(
      'Runs the package under many interleavings of its transactions and tells the story of the first one that breaks a promise. Without flags: first a package with one guard taken out, then the sound one.',
    )
    .addOption(
      new Option('--scenario <name>', 'one scenario instead of all').choices(
        SCENARIOS.map(({ name }) => name),
      ),
    )
    .addOption(
      new Option(
        '--strategy <name>',
        'who chooses what goes next (default: pos and pct, half of the schedules each)',
      ).choices(strategyNames()),
    )
    .option('--schedules <n>', 'schedules of each scenario', whole(1), 300)
    .option('--seed <n>', 'every choice flows from it', whole(0), 1)
    .addOption(
      new Option('--sabotage <name>', 'take one guard out of the package first').choices(
        sabotageNames(),
      ),
    )
    .option('--replay <line>', 'run exactly the schedule that this line stands for')
    .exitOverride(({ exitCode }) => refuse(exitCode))
    .parse(argv, { from: 'user' })
    .opts<ExploreFlags>();
}

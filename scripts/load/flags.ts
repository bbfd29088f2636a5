/** The flags of `npm run load`, and what they leave to the defaults. */
import { Command, Option } from 'commander';
import { whole } from '../command/whole';
import { EXIT } from './exit';
import { LIMITS, LOCAL_DEFAULTS, ORG_DEFAULTS, type LoadOptions } from './options';
import { SABOTAGES, type Sabotage, type SabotageName } from './sabotage';
import { LoadError } from './target';
import { CONSENT } from './target-org';

interface Flags extends Partial<Omit<LoadOptions, 'sabotage'>> {
  readonly sabotage?: string;
  readonly faults: boolean;
  readonly deploy: boolean;
  readonly seed: number;
  readonly report: string;
}

/**
 * Reads the command line; `--help` and flags that do not fit end the process.
 * @returns what to do, or `list` to print the names of the sabotages
 * @throws LoadError for a sabotage that does not exist
 */
export function parse(argv: readonly string[]): LoadOptions | 'list' {
  const flags = command().parse(argv, { from: 'user' }).opts<Flags>();
  if (flags.sabotage === 'list') return 'list';
  if (flags.sabotage !== undefined && !Object.hasOwn(SABOTAGES, flags.sabotage))
    throw new LoadError(
      `There is no sabotage "${flags.sabotage}": "npm run load -- --sabotage list" prints the names.`,
    );
  const { sabotage: name, ...rest } = flags;
  const sabotage = name as SabotageName | undefined;
  const defaults = flags.targetOrg === undefined ? LOCAL_DEFAULTS : ORG_DEFAULTS;
  const chosen: Sabotage | undefined = sabotage && SABOTAGES[sabotage];
  return { ...defaults, ...chosen?.profile, ...rest, ...(sabotage ? { sabotage } : {}) };
}

function command(): Command {
  const program = new Command('npm run load --').description(
    'Enqueues from many connections at once, drains, and judges: order held, one runner, nothing lost.',
  );
  size(program);
  return program
    .option(
      '--seed <n>',
      'every choice of the plan and of the local org flows from it',
      whole(0),
      1,
    )
    .option(
      '--duration <s>',
      `seconds that enqueuing, and then draining, may take; ${usual('duration')}`,
      whole(1),
    )
    .option(
      '--releases <n>',
      `lanes to take away from their runners by force; ${usual('releases')}`,
      whole(0),
    )
    .option(
      '--target-org <alias>',
      `run against an org known to the sf CLI instead of the local org. ${CONSENT}`,
    )
    .addOption(
      new Option(
        '--sabotage <name>',
        'take one guard out of the package first: the run must FAIL ("list" prints the names)',
      ).conflicts('targetOrg'),
    )
    .option('--no-faults', 'do not kill jobs, lose answers or release lanes by force')
    .option('--no-deploy', 'the packages are on the org already')
    .option('--report <folder>', 'folder for the JSON and HTML report', 'reports')
    .addHelpText(
      'after',
      `
Exit codes: 0 pass, 1 fail, 2 incomplete (interrupted, or out of time before everything was sent),
3 refused (flags that do not fit, an org that does not answer, a report that cannot be written).

Ctrl-C once ends the run and judges what was done; twice leaves at once.`,
    )
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? EXIT.pass : EXIT.refused));
}

/** Flags that say how much is done at once. */
function size(program: Command): void {
  program
    .option(
      '--connections <n>',
      `connections at once; ${usual('connections')}`,
      whole(1, LIMITS.connections),
    )
    .option('--items <n>', `items to enqueue; ${usual('items')}`, whole(1, LIMITS.items))
    .option('--lanes <n>', `lanes to spread them over; ${usual('lanes')}`, whole(1, LIMITS.lanes))
    .option(
      '--window <n>',
      'lanes in use at a time, moving on over all (0, the default: all)',
      whole(0),
    )
    .option(
      '--rate <n>',
      'items per second over all connections (0, the default: as fast as answers come)',
      whole(0),
    )
    .option(
      '--backlog <n>',
      'items that may wait at once; above that callers hold back (0, the default: no bound)',
      whole(0),
    );
}

const usual = (name: keyof typeof ORG_DEFAULTS): string =>
  LOCAL_DEFAULTS[name] === ORG_DEFAULTS[name]
    ? `default ${LOCAL_DEFAULTS[name]}`
    : `default ${LOCAL_DEFAULTS[name]}, on another org ${ORG_DEFAULTS[name]}`;

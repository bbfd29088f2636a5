/** What `npm run setup` is asked to do. */
import { Command, Option } from 'commander';
import { Refusal } from '../connect/refusal';
import { withInstanceOptions } from '../local-org/options';

/** Permission sets of the package, the least rights first. */
export const PERMISSION_SETS = ['Mutex_Read_Only', 'Mutex_User', 'Mutex_Admin'] as const;
export type PermissionSetName = (typeof PERMISSION_SETS)[number];

/** How often an hour the reaper may run: as MutexReaperSchedule.schedule accepts it. */
export const TIMES_PER_HOUR = [1, 2, 3, 4, 6, 12] as const;

/** Where the reaper is not scheduled yet and nobody says how often. */
export const DEFAULT_TIMES_PER_HOUR = 4;

export interface SetupOptions {
  /** Alias or username of an org known to the `sf` CLI; absent: the local org of this name. */
  readonly targetOrg?: string;
  readonly name: string;
  readonly state?: string;
  /** True: look only. */
  readonly check: boolean;
  /** True: the user means a production org. */
  readonly production: boolean;
  /** Usernames that are to get the permission set. */
  readonly user: readonly string[];
  readonly permissionSet: PermissionSetName;
  /** Absent: as it is, or the default where it is not scheduled. */
  readonly timesPerHour?: number;
}

/**
 * @param argv arguments after the script's name
 * @param exit called by the parser for --help and bad arguments, with 0 or 1; must not return
 * @throws Refusal for flags that do not fit together
 */
export function parseOptions(
  argv: readonly string[],
  exit: (code: number, message: string) => never,
): SetupOptions {
  const command = new Command('npm run setup --')
    .description(
      'Makes an org ready for the package: permission set, reaper, and a report of its health.',
    )
    .option(
      '--target-org <alias>',
      'an org known to the sf CLI; without it the local org that "npm run local-org -- start" serves',
    )
    .option('--check', 'change nothing, and end with 1 if something is to do', false)
    .option('--production', 'yes, change a production org', false)
    .option('--user <username...>', 'users who get the permission set', [])
    .addOption(
      new Option('--permission-set <name>', 'what they get (default: Mutex_User)').choices(
        PERMISSION_SETS,
      ),
    )
    .addOption(
      new Option(
        '--times-per-hour <n>',
        `how often the reaper runs (default: as it is, or ${DEFAULT_TIMES_PER_HOUR})`,
      ).choices(TIMES_PER_HOUR.map(String)),
    )
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .allowExcessArguments(false)
    .exitOverride(({ exitCode, code, message }) =>
      exit(exitCode, code.startsWith('commander.help') ? command.helpInformation() : message),
    );
  withInstanceOptions(command).parse(argv, { from: 'user' });
  const { timesPerHour, permissionSet, ...flags } = command.opts<
    Omit<SetupOptions, 'timesPerHour' | 'permissionSet'> & {
      timesPerHour?: string;
      permissionSet?: PermissionSetName;
    }
  >();
  if (permissionSet !== undefined && flags.user.length === 0)
    throw new Refusal('--permission-set needs --user as well: who is to get it?');
  return {
    ...flags,
    permissionSet: permissionSet ?? 'Mutex_User',
    ...(timesPerHour === undefined ? {} : { timesPerHour: Number(timesPerHour) }),
  };
}

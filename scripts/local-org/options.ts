/** Options that several commands have. */
import type { Command } from 'commander';
import { Option } from 'commander';
import type { LocalOrgOptions } from '../../local-org/org/contract';
import { whole } from '../command/whole';

/** What is deployed unless something else is asked for. */
export const SOURCE: readonly string[] = ['force-app'];

export interface OrgFlags {
  readonly seed: number;
  readonly clock: 'real' | 'virtual';
  readonly edition: 'Enterprise' | 'Developer';
  readonly workers: number;
  readonly interleaving: 'random' | 'serial';
}

export interface RemoteFlags {
  readonly url?: string;
  readonly token?: string;
}

export function collect(value: string, list: readonly string[] = []): readonly string[] {
  return [...list, ...value.split(',').map((item) => item.trim())];
}

/** The knobs of a new org. */
export function withOrgOptions(command: Command, clock: 'real' | 'virtual'): Command {
  return command
    .option('--seed <n>', 'every random choice of the org flows from it', whole(0), 1)
    .addOption(
      new Option('--clock <mode>', 'how time passes').choices(['real', 'virtual']).default(clock),
    )
    .addOption(
      new Option('--edition <name>', 'limits of which edition')
        .choices(['Enterprise', 'Developer'])
        .default('Enterprise'),
    )
    .option('--workers <n>', 'jobs that run side by side', whole(1, 1000), 5)
    .addOption(
      new Option('--interleaving <mode>', 'how transactions take turns')
        .choices(['random', 'serial'])
        .default('random'),
    );
}

/** Which of several orgs. */
export function withInstanceOptions(command: Command): Command {
  return command
    .option('--name <word>', 'which of several orgs', 'local')
    .option('--state <dir>', 'private folder of the org; default .local-org/<name>');
}

export function withRemoteOptions(command: Command): Command {
  return command
    .addOption(new Option('--url <url>', 'a running org instead of a new one').env('LOCAL_ORG_URL'))
    .addOption(new Option('--token <token>', 'its access token').env('LOCAL_ORG_TOKEN'));
}

export function orgOptions({
  seed,
  clock,
  edition,
  workers,
  interleaving,
}: OrgFlags): LocalOrgOptions {
  return { seed, clock, edition, workers, interleaving };
}

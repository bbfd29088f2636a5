/** `npm run local-org`: start, test, exec, query, deploy, and what manages a running org. */
import { Argument, Command } from 'commander';
import type { ExecFlags } from './local-org/exec';
import type { InstanceFlags } from './local-org/instance';
import { CommandFailure, sentence } from './local-org/failure';
import {
  collect,
  withInstanceOptions,
  withOrgOptions,
  withRemoteOptions,
  type OrgFlags,
  type RemoteFlags,
} from './local-org/options';
import { whole } from './command/whole';
import type { QueryFlags } from './local-org/query';
import type { StartFlags } from './local-org/start';
import type { TestFlags } from './local-org/test';

/** Each command is loaded when it is called: a wrong option should not wait for a compiler. */
function program(): Command {
  const root = new Command('npm run local-org --').description(
    'An embedded stand-in for a Salesforce org: same Apex, same API, nothing leaves this machine.',
  );
  withInstanceOptions(
    withOrgOptions(root.command('start').description('serve a new org until Ctrl-C'), 'real'),
  )
    .option('--port <n>', '0 for any free one', whole(0, 65_535), 7400)
    .option('--deploy <dir>', 'deploy this source first; may be repeated', collect)
    .option(
      '--host <address>',
      'who may connect: others than this machine if it is no loopback',
      '127.0.0.1',
    )
    .option('--keep', 'go on with the org in the folder of --state, and keep it there')
    .option(
      '--session-timeout <minutes>',
      'how long a session lives without a request, in org time',
      whole(1, 525_600),
      120,
    )
    .option('--jwt-key <file>', 'PEM of the public key that signs JWT logins')
    .option('--alias <word>', 'under which sf knows it; default its name')
    .option('--no-register', 'leave sf alone')
    .action(async (flags: StartFlags) => (await import('./local-org/start.js')).start(flags));
  withOrgOptions(root.command('test').description('deploy, then run Apex tests'), 'virtual')
    .option('--class <name>', 'Class or Class.method; may be repeated', collect)
    .option('--deploy <dir>', 'source to deploy instead of force-app; may be repeated', collect)
    .option('--junit <file>', 'write JUnit XML')
    .option('--coverage', 'show the coverage of each class')
    .option('--min-coverage <percent>', 'fail below this', whole(0, 100))
    .action(async (flags: TestFlags) => (await import('./local-org/test.js')).test(flags));
  withRemoteOptions(withOrgOptions(root.command('exec <file>'), 'virtual'))
    .description('run anonymous Apex from a file, or - for standard input')
    .option(
      '--deploy <dir>',
      'source to deploy first instead of force-app; may be repeated',
      collect,
    )
    .option('--log', 'print the whole debug log')
    .action(async (file: string, flags: ExecFlags) =>
      (await import('./local-org/exec.js')).exec(file, flags),
    );
  withRemoteOptions(withOrgOptions(root.command('query <soql>'), 'virtual'))
    .description('run a query')
    .option(
      '--deploy <dir>',
      'source to deploy first instead of force-app; may be repeated',
      collect,
    )
    .option('--json', 'print records as JSON')
    .action(async (soql: string, flags: QueryFlags) =>
      (await import('./local-org/query.js')).query(soql, flags),
    );
  withRemoteOptions(withOrgOptions(root.command('deploy <dir...>'), 'virtual'))
    .description('deploy source folders')
    .action(async (folders: string[], flags: OrgFlags & RemoteFlags) =>
      (await import('./local-org/deploy.js')).deploy(folders, flags),
    );
  manage(root);
  root.on('command:*', ([word = '']: string[]) => {
    const names = root.commands.map((command) => command.name()).join(', ');
    root.error(`error: unknown command '${word}'. Choose from: ${names}.`);
  });
  return root;
}

/** What can be done to an org that `start` serves. */
function manage(root: Command): void {
  const command = (name: string, description: string): Command =>
    withInstanceOptions(root.command(name).description(description));
  command('stop', 'end a running org').action(async (flags: InstanceFlags) =>
    (await import('./local-org/manage.js')).stop(flags),
  );
  command('status', 'what a running org is and does')
    .option('--json', 'all of it, as JSON')
    .action(async (flags: InstanceFlags & { json?: boolean }) =>
      (await import('./local-org/manage.js')).status(flags),
    );
  command('reset', 'a new org with a new Id in the place of a running one').action(
    async (flags: InstanceFlags) => (await import('./local-org/manage.js')).reset(flags),
  );
  command('snapshot <snapshot>', 'keep data, jobs and code of a running org').action(
    async (name: string, flags: InstanceFlags) =>
      (await import('./local-org/manage.js')).snapshot(name, flags),
  );
  command('read-only', 'as during maintenance of the platform: reads only, until it is off')
    .addArgument(new Argument('<mode>').choices(['on', 'off']))
    .action(async (mode: string, flags: InstanceFlags) =>
      (await import('./local-org/read-only.js')).readOnly(mode, flags),
    );
  command('restore <snapshot>', 'go back to a snapshot').action(
    async (name: string, flags: InstanceFlags) =>
      (await import('./local-org/manage.js')).restore(name, flags),
  );
}

/** `--stop` is `stop`, for those who take it for an option. */
function argumentsOf([node = '', script = '', first = '', ...rest]: readonly string[]): string[] {
  return [node, script, ...(first === '' ? [] : [first === '--stop' ? 'stop' : first]), ...rest];
}

program()
  .parseAsync(argumentsOf(process.argv))
  .catch((error: unknown) => {
    const known = sentence(error);
    // A stack is for those who can mend the program, and only then.
    const text = known ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.stderr.write(`${text}\n`);
    process.exitCode = error instanceof CommandFailure ? error.exitCode : 1;
  });

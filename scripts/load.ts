/** `npm run load`: attacks the queue with many connections at once and says whether it held. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { Refusal } from './connect/refusal';
import { prepareFolders } from './load/folders';
import { LOCAL_DEFAULTS, ORG_DEFAULTS, type LoadOptions } from './load/options';
import { progressLine } from './load/progress';
import { writeReport } from './load/report/write';
import { headline, type LoadResult } from './load/result';
import { run } from './load/run';
import { SABOTAGES, sabotageNames, type Sabotage, type SabotageName } from './load/sabotage';
import { LoadError, type Target } from './load/target';
import { localTarget } from './load/target-local';
import { CONSENT, orgTarget } from './load/target-org';

/** Exit codes: scripts and CI read them. */
const EXIT = { pass: 0, fail: 1, incomplete: 2, refused: 3 } as const;

const VIOLATIONS_SHOWN = 10;

function whole(low: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < low)
      throw new InvalidArgumentError(`It must be a whole number from ${low} on.`);
    return value;
  };
}

function parse(argv: readonly string[]): LoadOptions | 'list' {
  const program = new Command('npm run load --')
    .description(
      'Enqueues from many connections at once, drains, and judges: order held, one runner, nothing lost.',
    )
    .option('--connections <n>', 'connections at once', whole(1))
    .option('--items <n>', 'items to enqueue', whole(1))
    .option('--lanes <n>', 'lanes to spread them over', whole(1))
    .option(
      '--rate <n>',
      'items per second over all connections (0, the default: as fast as answers come)',
      whole(0),
    )
    .option(
      '--seed <n>',
      'every choice of the plan and of the local org flows from it',
      whole(0),
      1,
    )
    .option('--duration <s>', 'seconds that enqueuing, and then draining, may take', whole(1))
    .option('--releases <n>', 'lanes to take away from their runners by force', whole(0))
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
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? EXIT.pass : EXIT.refused))
    .parse(argv, { from: 'user' });
  const flags = program.opts<
    Partial<Omit<LoadOptions, 'sabotage'>> & {
      sabotage?: string;
      faults: boolean;
      deploy: boolean;
      seed: number;
      report: string;
    }
  >();
  if (flags.sabotage === 'list') return 'list';
  if (flags.sabotage !== undefined && !(flags.sabotage in SABOTAGES))
    throw new LoadError(
      `There is no sabotage "${flags.sabotage}": "npm run load -- --sabotage list" prints the names.`,
    );
  const { sabotage: name, ...rest } = flags;
  const sabotage = name as SabotageName | undefined;
  const defaults = flags.targetOrg === undefined ? LOCAL_DEFAULTS : ORG_DEFAULTS;
  const chosen: Sabotage | undefined = sabotage && SABOTAGES[sabotage];
  return { rate: 0, ...defaults, ...chosen?.profile, ...rest, ...(sabotage ? { sabotage } : {}) };
}

/** Ctrl-C once: stop, judge what there is, report. Twice: go at once. */
function interruptible(): () => boolean {
  let asked = false;
  process.on('SIGINT', () => {
    if (asked) process.exit(130);
    asked = true;
    process.stderr.write(
      '\nStopping; the report will cover what was done. Press Ctrl-C again to leave at once.\n',
    );
  });
  return () => asked;
}

async function main(): Promise<number> {
  const options = parse(process.argv.slice(2));
  if (options === 'list') {
    process.stdout.write(sabotageNames().join('\n') + '\n');
    return EXIT.pass;
  }
  const interrupted = interruptible();
  if (options.targetOrg !== undefined) process.stderr.write(`${CONSENT}\n`);
  const folders = prepareFolders(options.sabotage);
  const progress = progressLine(options.items, process.stderr, Date.now);
  let target: (Target & { readonly bootMs?: number }) | undefined;
  try {
    progress.phase(options.targetOrg === undefined ? 'boot the local org' : 'connect');
    target =
      options.targetOrg === undefined
        ? await localTarget(options.seed)
        : await orgTarget(options.targetOrg);
    progress.phase('deploy');
    const deployBegan = performance.now();
    if (options.deploy) for (const folder of folders.paths) await target.deploy(folder);
    const deployMs = options.deploy ? Math.round(performance.now() - deployBegan) : null;
    const prepared = { bootMs: target.bootMs ?? null, deployMs };
    const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
    const result = await run(target, options, prepared, {
      progress,
      interrupted,
      now: Date.now,
      sleep,
    });
    progress.stop();
    announce(result);
    const files = await writeReport(result, options.report);
    process.stdout.write(`Seed ${options.seed}. Report: ${files.html}\n`);
    return EXIT[result.verdict];
  } finally {
    progress.stop();
    await target?.close();
    folders.remove();
  }
}

/** Verdict first, then what was wrong, the worst of it. */
function announce(result: LoadResult): void {
  process.stdout.write(headline(result).join('\n') + '\n');
  for (const { kind, lane, message } of result.violations.slice(0, VIOLATIONS_SHOWN))
    process.stdout.write(`  ${kind}  ${lane}: ${message}\n`);
  const more = result.violations.length - VIOLATIONS_SHOWN;
  if (more > 0) process.stdout.write(`  … ${more} more in the report\n`);
}

const GONE = /ECONNREFUSED|ECONNRESET|fetch failed|socket hang up|EPIPE/;

/** What to print for an error: one sentence where the user can do something, all of it otherwise. */
function explain(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (GONE.test(error.message))
    return `The org has stopped answering (${error.message}); nothing can be said about this run. Start it again.`;
  return error.stack ?? error.message;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${explain(error)}
`);
    process.exit(EXIT.refused);
  },
);

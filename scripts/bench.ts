/** `npm run bench`: figures that the documents quote, measured again. Counts are exact; times are this machine's. */
import { Command } from 'commander';
import { enqueueCost } from './bench/enqueue-cost';
import { explorerSpeed } from './bench/explorer-speed';
import { httpMemory, httpSpeed } from './bench/http';
import { itemsPerJob } from './bench/items-per-job';
import { linearizability } from './bench/linearizability';
import { loadTime } from './bench/load-time';
import { bootTime, deployTime, resetTime } from './bench/org-times';
import { packageFigures } from './bench/package';
import { peerRatios } from './bench/peers';
import { sfTime } from './bench/sf-time';
import { table } from './bench/table';
import { hearInterrupt, leaveOnInterrupt } from './command/interrupt';

interface Options {
  readonly long: boolean;
  readonly peers?: string;
}

/** What can be measured by itself, by name; without names all of it, in this order. */
const BENCHES: Readonly<Record<string, (options: Options) => Promise<void>>> = {
  org: async () => {
    const boot = await bootTime(5);
    const deploy = deployTime(5);
    const reset = await resetTime(5);
    table(
      'Local org, milliseconds',
      ['', 'min', 'median', 'max'],
      [
        ['boot to serving, new process', ...boot],
        ['first deploy of a process', ...deploy.first],
        ['deploy into its next new org', ...deploy.next],
        ['reset after 1,000 rows', ...reset],
      ],
    );
  },
  sf: () => sfTime(3),
  http: async ({ long }) => {
    const million = 1_000_000;
    await httpSpeed();
    await httpMemory(long ? million : million / 20, long ? million : million / 20);
  },
  explorer: async () => {
    linearizability(5);
    await explorerSpeed(1000);
  },
  load: () => {
    const load = loadTime();
    table('npm run load', ['', 'seconds'], [[load.verdict, load.seconds]]);
    return Promise.resolve();
  },
  package: async ({ long }) => {
    await enqueueCost();
    await itemsPerJob(1000);
    await packageFigures(long);
  },
  peers: async ({ peers, long }) => {
    if (peers === undefined)
      process.stdout.write('\nPackages of others are left out without --peers <folder>.\n');
    else {
      await peerRatios(peers, 1000);
      if (long) await peerRatios(peers, 100_000);
    }
  },
};

async function main(): Promise<void> {
  const program = new Command('npm run bench --')
    .argument('[names...]', `what to measure: ${Object.keys(BENCHES).join(', ')}; default all`)
    .option('--long', 'the sizes that the documents quote: an hour instead of minutes', false)
    .option(
      '--peers <folder>',
      'where clones of other packages are, or shall be, for the bench peers',
    )
    .parse();
  const names = program.args.length > 0 ? program.args : Object.keys(BENCHES);
  const unknown = names.find((name) => !Object.hasOwn(BENCHES, name));
  if (unknown !== undefined)
    program.error(`There is no bench ${unknown}. Choose from: ${Object.keys(BENCHES).join(', ')}.`);
  leaveOnInterrupt('Interrupted: what stands above was measured, the rest was not.');
  for (const name of names) {
    process.stderr.write(`Measuring: ${name}\n`);
    await hearInterrupt();
    await BENCHES[name]!(program.opts<Options>());
    await hearInterrupt();
  }
}

main().catch(async (error: unknown) => {
  // A Ctrl-C ends the processes that were measured, too: then their end is no failure.
  await hearInterrupt();
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});

/** `npm run bench`: figures that the documents quote, measured again. Counts are exact; times are this machine's. */
import { enqueueCost } from './bench/enqueue-cost';
import { explorerSpeed } from './bench/explorer-speed';
import { itemsPerJob } from './bench/items-per-job';
import { linearizability } from './bench/linearizability';
import { loadTime } from './bench/load-time';
import { bootTime, resetTime } from './bench/org-times';
import { recipeRatio } from './bench/recipe-ratio';
import { table } from './bench/table';

async function main(): Promise<void> {
  const boot = await bootTime(5);
  const reset = await resetTime(5);
  table(
    'Local org, milliseconds',
    ['', 'min', 'median', 'max'],
    [
      ['boot to serving, new process', ...boot],
      ['reset after 1,000 rows', ...reset],
    ],
  );
  linearizability(5);
  await explorerSpeed(1000);
  const load = loadTime();
  table('npm run load', ['', 'seconds'], [[load.verdict, load.seconds]]);
  await enqueueCost();
  await itemsPerJob(1000);
  await recipeRatio(1000);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});

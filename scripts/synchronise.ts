/** `npm run synchronise`: expands @synchronised in Apex sources into lock, try and finally. */
import { Command } from 'commander';
import { leaveOnInterrupt } from './command/interrupt';
import { Refused } from './synchronise/refusal';
import { run, type Options } from './synchronise/run';
import { CallRefused } from './synchronise/sources';

leaveOnInterrupt('Interrupted: no file was changed.');
const program = new Command('npm run synchronise --')
  .description('Expands @synchronised in Apex sources into plain, deployable Apex.')
  .argument('<source...>', 'source folders or files, outside of the package directories of sf')
  .option('--out <folder>', 'where the expanded sources go, inside a package directory')
  .option('--check', 'write nothing; exit code 1 and a list if the output is not up to date')
  .option('--stdout', 'print one expanded source')
  .option('--format', 'lay the output out with Prettier instead of keeping the lines')
  .addHelpText('after', '\nExit codes: 0 done, 1 not up to date, 3 refused.')
  .allowExcessArguments(false)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 3))
  .action(async (paths: string[], options: Options) => {
    process.exitCode = await run(paths, options, process.stdout);
  });

program.parseAsync().catch((error: unknown) => {
  const known = error instanceof Refused || error instanceof CallRefused;
  const text = error instanceof Error ? (known ? error.message : error.stack) : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = known ? 3 : 2;
});

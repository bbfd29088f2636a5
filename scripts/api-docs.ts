/** `npm run docs:api`: writes docs/api from the comments in force-app. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { apiDocs } from './api-docs/run';
import { leaveOnInterrupt } from './command/interrupt';

const program = new Command('npm run docs:api --')
  .description('Writes docs/api from the comments in force-app.')
  .option('--check', 'write nothing; exit code 1 and a list if a page is not up to date', false)
  .allowExcessArguments(false)
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 problems in the comments or not up to date, 3 refused.',
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 3))
  .parse();
const { check } = program.opts<{ check: boolean }>();
leaveOnInterrupt('Interrupted: no page was changed.');

async function main(): Promise<void> {
  const { problems, written } = await apiDocs(resolve(__dirname, '..'), check);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(`${problems.length} problems, ${written} pages written.\n`);
  if (problems.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});

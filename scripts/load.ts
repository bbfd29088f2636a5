/** `npm run load`: attacks the queue with many connections at once and says whether it held. */
import './connect/loopback';
import { reserveFolder } from './command/disk';
import { onInterrupt } from './command/interrupt';
import { Refusal } from './connect/refusal';
import { EXIT } from './load/exit';
import { parse } from './load/flags';
import { prepareFolders } from './load/folders';
import type { LoadOptions } from './load/options';
import { progressLine, type Progress } from './load/progress';
import { REPORT, writeReport } from './load/report/write';
import { headline, type LoadResult } from './load/result';
import { run } from './load/run';
import { sabotageNames } from './load/sabotage';
import type { Target } from './load/target';
import { localTarget } from './load/target-local';
import { CONSENT, orgTarget } from './load/target-org';

const VIOLATIONS_SHOWN = 10;

/** Ctrl-C once: stop, judge what there is, report. */
function interruptible(): () => boolean {
  let asked = false;
  onInterrupt(
    'Stopping; the report will cover what was done. Press Ctrl-C again to leave at once.',
    () => (asked = true),
  );
  return () => asked;
}

async function main(): Promise<number> {
  const options = parse(process.argv.slice(2));
  if (options === 'list') {
    process.stdout.write(sabotageNames().join('\n') + '\n');
    return EXIT.pass;
  }
  const interrupted = interruptible();
  reserveFolder(options.report, ...REPORT);
  if (options.targetOrg !== undefined) process.stderr.write(`${CONSENT}\n`);
  const folders = prepareFolders(options.sabotage);
  const progress = progressLine(options.items, process.stderr, Date.now);
  // Also where a second Ctrl-C leaves at once: the copy goes, and the terminal gets its cursor back.
  process.on('exit', () => {
    progress.stop();
    folders.remove();
  });
  let target: LoadTarget | undefined;
  try {
    target = await connect(options, progress);
    const deployMs = interrupted() ? null : await deploy(target, options, folders.paths, progress);
    if (interrupted()) {
      progress.stop();
      process.stderr.write('Interrupted before anything was sent: there is nothing to judge.\n');
      return EXIT.incomplete;
    }
    const result = await run(
      target,
      options,
      { bootMs: target.bootMs ?? null, deployMs },
      {
        progress,
        interrupted,
        now: Date.now,
        sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
      },
    );
    progress.stop();
    announce(result);
    return report(result, options);
  } finally {
    progress.stop();
    await target?.close();
  }
}

type LoadTarget = Target & { readonly bootMs?: number };

function connect(options: LoadOptions, progress: Progress): Promise<LoadTarget> {
  progress.phase(options.targetOrg === undefined ? 'boot the local org' : 'connect');
  return options.targetOrg === undefined ? localTarget(options.seed) : orgTarget(options.targetOrg);
}

/** @returns milliseconds, or null if there was nothing to deploy */
async function deploy(
  target: Target,
  options: LoadOptions,
  folders: readonly string[],
  progress: Progress,
): Promise<number | null> {
  if (!options.deploy) return null;
  progress.phase('deploy');
  const began = performance.now();
  for (const folder of folders) await target.deploy(folder);
  return Math.round(performance.now() - began);
}

/** A report that cannot be written takes nothing from a verdict that is no pass. */
function report(result: LoadResult, options: LoadOptions): number {
  const code = EXIT[result.verdict];
  try {
    const files = writeReport(result, options.report);
    process.stdout.write(`Seed ${options.seed}. Report: ${files.html}\n`);
    return code;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return code === EXIT.pass ? EXIT.refused : code;
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

const GONE =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|fetch failed|socket hang up|EPIPE/;

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

/** `npm run explore`: runs the package under many interleavings and tells the story of a failure. */
import { ReplayRefused } from '../explorer/replay-line';
import { Campaign } from './explore/campaign';
import { closing } from './explore/closing';
import { Crew } from './explore/crew';
import { ForkedWorker } from './explore/forked-worker';
import { codeOf, EXIT } from './explore/exit';
import { parseFlags, type ExploreFlags } from './explore/options';
import type { Row } from './explore/plan';
import { progressBar } from './explore/progress';
import { replay } from './explore/replay';
import { divided } from './explore/divide';
import { load, rowsOf, save, type Saved } from './explore/saved';
import { sectionsOf } from './explore/sections';
import { showRun } from './explore/show-run';
import { version } from './explore/version';
import { LocalWorker } from './explore/worker';
import { LoadError } from './load/target';

/** Ctrl-C once: stop after the runs in progress and say what was seen. Twice: go at once. */
function onInterrupt(stop: () => void): void {
  let asked = false;
  process.on('SIGINT', () => {
    if (asked) process.exit(130);
    asked = true;
    process.stderr.write(
      '\nStopping after the runs in progress. Press Ctrl-C again to leave at once.\n',
    );
    stop();
  });
}

/** What is announced is told besides others of its kind, so each has a picture of its own. */
function picture(file: string, { breaks, scenario }: Row): string {
  return breaks === null ? file : file.replace(/(\.html)?$/, `-${scenario}.html`);
}

async function planned(flags: ExploreFlags, now: string): Promise<Saved> {
  if (flags.resume !== undefined) return load(flags.resume, now);
  const tour = process.argv.length <= 2;
  const sections = sectionsOf(flags, tour);
  const parts = await divided(rowsOf(sections));
  return { version: now, sections, parts, ends: [] };
}

async function explore(flags: ExploreFlags, now: string): Promise<number> {
  const { sections, parts, ends } = await planned(flags, now);
  let stopped = false;
  const campaign = new Campaign(sections, parts, {
    ends: new Map(ends),
    say: (line) => bar.say(line),
    progress: (runs, row) => bar.runs(runs, row),
    tell({ row, found }) {
      const { schedule, choices, shortest } = found!;
      bar.say(
        `\nSchedule ${schedule} of "${row.scenario}" fails. Its ${choices} choices, shortened:\n`,
      );
      const html = picture(flags.html, row);
      showRun({ place: row, version: now, run: shortest, html }, (line) => bar.say(line));
    },
  });
  const settled = campaign.settled();
  const open = campaign.open().filter((_, at) => !settled.has(at));
  const total = open.reduce((sum, { schedules }) => sum + schedules, 0);
  const bar = progressBar(total, process.stdout, process.stderr);
  const processes = Math.min(flags.processes, open.length);
  const crew = new Crew(processes, () =>
    processes === 1 ? new LocalWorker() : new ForkedWorker(),
  );
  onInterrupt(() => {
    stopped = true;
    crew.stop();
  });
  try {
    const totals = await campaign.run(crew);
    const code = codeOf(totals, stopped);
    bar.say('');
    for (const line of closing(totals)) bar.say(line);
    if (code === EXIT.incomplete) {
      save(flags.save, { version: now, sections, parts, ends: campaign.kept() });
      bar.say(
        `Interrupted: this is what was seen until then. To go on:  npm run explore -- --resume ${flags.save}`,
      );
    }
    return code;
  } finally {
    bar.stop();
    await crew.close();
  }
}

async function main(): Promise<number> {
  const flags = parseFlags(process.argv.slice(2), (code) =>
    process.exit(code === 0 ? EXIT.holds : EXIT.refused),
  );
  const now = version();
  if (flags.replay === undefined) return explore(flags, now);
  const failed = await replay(flags.replay, now, flags.html, (line) => console.log(line));
  return failed;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const expected = error instanceof LoadError || error instanceof ReplayRefused;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${expected ? error.message : text}\n`);
    process.exit(expected ? EXIT.refused : EXIT.unjudged);
  },
);

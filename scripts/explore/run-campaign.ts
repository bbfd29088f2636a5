/** A plan from its beginning, or from where it was interrupted, to its end or to Ctrl-C. */
import { reserveFile } from '../command/disk';
import { onInterrupt } from '../command/interrupt';
import { Campaign } from './campaign';
import { closing } from './closing';
import { Crew } from './crew';
import { codeOf } from './exit';
import { ForkedWorker } from './forked-worker';
import type { Row } from './plan';
import { progressBar } from './progress';
import { save, STATE, type Saved } from './saved';
import { PICTURE, showRun } from './show-run';
import type { RowTotal } from './totals';
import { LocalWorker } from './worker';

export interface CampaignFlags {
  readonly processes: number;
  /** Where the picture of a failure goes. */
  readonly html: string;
  /** Where Ctrl-C leaves what `--resume` needs. */
  readonly save: string;
}

export interface Ended {
  readonly code: number;
  readonly totals: readonly RowTotal[];
}

/** @param command what goes on, without `--resume <file>` */
export async function runCampaign(
  plan: Saved,
  flags: CampaignFlags,
  command: string,
): Promise<Ended> {
  const { sections, parts, version } = plan;
  reserveFile(flags.html, ...PICTURE);
  reserveFile(flags.save, ...STATE);
  let stopped = false;
  const campaign = new Campaign(sections, parts, {
    ends: new Map(plan.ends),
    say: (line) => bar.say(line),
    progress: (runs, row) => bar.runs(runs, row),
    parts: (done) => bar.parts(done),
    tell: (total) => tell(total, version, flags.html, (line) => bar.say(line)),
  });
  const settled = campaign.settled();
  const open = campaign.open().filter((_, at) => !settled.has(at));
  const runs = open.reduce((sum, { schedules }) => sum + schedules, 0);
  const extent = { runs, parts: parts.length, done: settled.size };
  const bar = progressBar(extent, process.stdout, process.stderr);
  const processes = Math.min(flags.processes, open.length);
  const crew = new Crew(processes, () =>
    processes === 1 ? new LocalWorker() : new ForkedWorker(),
  );
  onInterrupt('Stopping after the runs in progress. Press Ctrl-C again to leave at once.', () => {
    stopped = true;
    crew.stop();
  });
  // Also where a second Ctrl-C leaves at once: the terminal gets its cursor back.
  process.on('exit', () => bar.stop());
  try {
    const totals = await campaign.run(crew);
    const code = codeOf(totals, stopped);
    bar.say('');
    for (const line of closing(totals)) bar.say(line);
    if (stopped && totals.some(({ complete }) => !complete)) {
      save(flags.save, { version, sections, parts, ends: campaign.kept() });
      const done = `${campaign.settled().size} of ${parts.length} parts are through`;
      bar.say(
        `Interrupted: this is what was seen until then; ${done}. To go on:  ${command} --resume ${flags.save}`,
      );
    }
    return { code, totals };
  } finally {
    bar.stop();
    await crew.close();
  }
}

function tell(
  { row, found, hunted }: RowTotal,
  version: string,
  file: string,
  say: (line: string) => void,
): void {
  const { schedule, choices, shortest } = found!;
  say(`\nSchedule ${schedule} of "${row.scenario}" fails. Its ${choices} choices, shortened:\n`);
  const caught = hunted?.caught;
  const place = caught ? { ...caught, sabotage: hunted.id } : row;
  showRun({ place, version, run: shortest, html: picture(file, row) }, say);
}

/** What is announced is told besides others of its kind, so each has a picture of its own. */
function picture(file: string, { breaks, scenario }: Row): string {
  return breaks === null ? file : file.replace(/(\.html)?$/, `-${scenario}.html`);
}

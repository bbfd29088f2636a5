/** A run for people: its story, the line that repeats it, and its picture. */
import type { Run } from '../../explorer/model';
import { writeReplay } from '../../explorer/replay-line';
import { tell } from '../../explorer/story';
import { timelinePage } from '../../explorer/timeline';
import { writeWhole } from '../command/disk';
import type { Place } from './orgs';
import { stageOf } from './stage';

export interface Shown {
  readonly place: Place;
  readonly version: string;
  readonly run: Run;
  /** Where the picture goes; null: nowhere. */
  readonly html: string | null;
}

export function showRun({ place, version, run, html }: Shown, say: (line: string) => void): void {
  const { scenario } = stageOf(place.scenario)!;
  const line = writeReplay({ ...place, version, choices: run.choices });
  for (const text of tell(scenario, run, place.mode)) say(text === '' ? '' : `  ${text}`);
  const again = `npm run explore -- --replay ${line}`;
  say(`\nTo see it again:  ${again}`);
  if (html !== null) {
    const page = timelinePage({ scenario, run, mode: place.mode, sabotage: place.sabotage, again });
    writeWhole(html, page, ...PICTURE);
    say(`As a picture:     ${html}`);
  }
  say('');
}

/** How the picture is called where the disk refuses it, and the flag that names another place. */
export const PICTURE = ['The picture', '--html'] as const;

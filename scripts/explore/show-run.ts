/** A run for people: its story, the line that repeats it, and its picture. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Run } from '../../explorer/model';
import { writeReplay } from '../../explorer/replay-line';
import { tell } from '../../explorer/story';
import { timelinePage } from '../../explorer/timeline';
import type { Place } from './orgs';
import { stageOf } from './stage';
import { LoadError } from '../load/target';

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
    write(html, timelinePage({ scenario, run, mode: place.mode, sabotage: place.sabotage, again }));
    say(`As a picture:     ${html}`);
  }
  say('');
}

/** @throws LoadError in one sentence when the disk refuses; the story has been told by then */
function write(file: string, content: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LoadError(
      `The picture could not be written to ${file} (${why}); choose another file with --html.`,
    );
  }
}

/** One run, given by its line. */
import { repeats } from '../../explorer/explore';
import { OrgSubject } from '../../explorer/org-subject';
import { readReplay, ReplayRefused } from '../../explorer/replay-line';
import { ReplayPlayer } from '../../explorer/strategies/replay';
import { sabotageNames } from '../load/sabotage';
import { reserveFile } from '../command/disk';
import { EXIT } from './exit';
import { Orgs } from './orgs';
import { mutantOf } from './run-hunt';
import { PICTURE, showRun } from './show-run';
import { stageOf } from './stage';

/**
 * @param text the replay line
 * @returns the exit code
 * @throws ReplayRefused when the line does not fit this version, or names what is not there
 */
export async function replay(
  text: string,
  version: string,
  html: string,
  say: (line: string) => void,
): Promise<number> {
  const line = readReplay(text, version);
  const stage = stageOf(line.scenario);
  if (!stage) throw new ReplayRefused(`There is no scenario "${line.scenario}".`);
  const { sabotage } = line;
  const known = sabotageNames().some((name) => name === sabotage) || mutantOf(sabotage ?? '');
  if (sabotage !== null && !known) throw new ReplayRefused(`There is no sabotage "${sabotage}".`);
  reserveFile(html, ...PICTURE);
  const orgs = new Orgs();
  try {
    const subject = new OrgSubject(await orgs.of(line), stage.scenario);
    const player = new ReplayPlayer(line.choices);
    const run = await subject.run(player);
    refuseOthers(line.choices, run.choices);
    showRun({ place: line, version, run: { ...run, choices: line.choices }, html }, say);
    const steady = await repeats(subject, run);
    if (!steady) say('The run went another way when it was repeated.');
    const [failure] = run.failures;
    if (!failure) say('Every promise holds in this run.');
    if (!steady || failure?.unjudged) return EXIT.unjudged;
    return failure ? EXIT.broken : EXIT.holds;
  } finally {
    await orgs.close();
  }
}

/**
 * A player takes the last option for a choice that is too large, and leaves what comes after the end:
 * that is another run than the line says.
 * @throws ReplayRefused
 */
function refuseOthers(said: readonly number[], made: readonly number[]): void {
  const at = said.findIndex((choice, place) => choice !== made[place]);
  if (at < 0) return;
  const why =
    at < made.length
      ? `there is no option ${said[at]} where it says so, at choice ${at + 1}`
      : `the run has ${made.length} choices, and the line says ${said.length}`;
  throw new ReplayRefused(`The replay line is damaged: ${why}.`);
}

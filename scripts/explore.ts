/** `npm run explore`: runs the package under many interleavings and tells the story of a failure. */
import { divided } from './explore/divide';
import { endWith } from './explore/ending';
import { EXIT } from './explore/exit';
import { parseFlags, type ExploreFlags } from './explore/options';
import { replay } from './explore/replay';
import { runCampaign } from './explore/run-campaign';
import { load, rowsOf, type Saved } from './explore/saved';
import { forewarning, sectionsOf } from './explore/sections';
import { version } from './explore/version';

async function planned(flags: ExploreFlags, now: string): Promise<Saved> {
  if (flags.resume !== undefined) return load(flags.resume, now);
  const tour = process.argv.length <= 2;
  const sections = sectionsOf(flags, tour);
  if (flags.all) console.log(`${forewarning(sections)}\n`);
  const parts = await divided(rowsOf(sections));
  return { version: now, sections, parts, ends: [] };
}

async function main(): Promise<number> {
  const flags = parseFlags(process.argv.slice(2), (code) =>
    process.exit(code === 0 ? EXIT.holds : EXIT.refused),
  );
  const now = version();
  if (flags.replay !== undefined)
    return replay(flags.replay, now, flags.html, (line) => console.log(line));
  const { code } = await runCampaign(await planned(flags, now), flags, 'npm run explore --');
  return code;
}

endWith(main());

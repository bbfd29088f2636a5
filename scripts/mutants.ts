/** `npm run mutants`: hunts all mutants and rewrites the tables of docs/mutants.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { endWith } from './explore/ending';
import { EXIT } from './explore/exit';
import { comparisons, equivalentHunts, mutantHunts } from './explore/hunts';
import { partsOf } from './explore/plan';
import { runCampaign } from './explore/run-campaign';
import { load, rowsOf, type Saved } from './explore/saved';
import type { Section } from './explore/section';
import { version } from './explore/version';
import { withResults } from './mutants/document';
import { parseMutantFlags, type MutantFlags } from './mutants/options';

const DOCUMENT = join(resolve(__dirname, '..'), 'docs/mutants.md');

function sections({ only, equivalents, comparisons: compared, seed }: MutantFlags): Section[] {
  if (equivalents) return [equivalentHunts(seed)];
  if (compared) return [comparisons()];
  const hunts = [mutantHunts(seed, only), equivalentHunts(seed, only)];
  return only ? hunts.filter(({ rows }) => rows.length > 0) : [...hunts, comparisons()];
}

function planned(flags: MutantFlags, now: string): Saved {
  if (flags.resume !== undefined) return load(flags.resume, now);
  const all = sections(flags);
  return { version: now, sections: all, parts: partsOf(rowsOf(all)), ends: [] };
}

async function main(): Promise<number> {
  const flags = parseMutantFlags(process.argv.slice(2), (code) =>
    process.exit(code === 0 ? EXIT.holds : EXIT.refused),
  );
  const plan = planned(flags, version());
  const { code, totals } = await runCampaign(plan, flags, 'npm run mutants --');
  const style = await resolveConfig(DOCUMENT);
  const before = readFileSync(DOCUMENT, 'utf8');
  const after = await format(withResults(before, totals), { ...style, parser: 'markdown' });
  if (after !== before) writeFileSync(DOCUMENT, after);
  return code;
}

endWith(main());

import { Command, InvalidArgumentError, Option } from 'commander';
import { EQUIVALENTS, MUTANTS } from '../../explorer/mutants/catalogue';
import { whole } from '../command/whole';
import { MOST_PROCESSES } from '../explore/options';
import type { CampaignFlags } from '../explore/run-campaign';

export interface MutantFlags extends CampaignFlags {
  readonly only?: readonly string[];
  readonly equivalents?: true;
  readonly comparisons?: true;
  readonly resume?: string;
  readonly seed: number;
}

const AFTER = `
Without --only, --equivalents and --comparisons: all three tables of docs/mutants.md. A table is written
anew when all of its rows are through.

Exit codes: 0 every mutant was found and nothing else, 1 a package broke a promise that should not,
2 interrupted, 3 refused, 4 not judged, 5 a mutant survived.`;

/** `a,b,c` or `from..to`, in the order of the catalogue. */
function ids(text: string): readonly string[] {
  const all = [...MUTANTS, ...EQUIVALENTS].map(({ id }) => id);
  const place = (id: string): number => {
    const at = all.indexOf(id);
    if (at < 0) throw new InvalidArgumentError(`There is no mutant "${id}".`);
    return at;
  };
  return text.split(',').flatMap((each) => {
    const [from, to = from] = each.trim().split('..');
    const found = all.slice(place(from!), place(to!) + 1);
    if (found.length === 0)
      throw new InvalidArgumentError(`"${from}" comes after "${to}" in the catalogue.`);
    return found;
  });
}

/** @param refuse called with the exit code of the parser: 0 after help */
export function parseMutantFlags(
  argv: readonly string[],
  refuse: (code: number) => never,
): MutantFlags {
  return new Command('npm run mutants --')
    .description(
      'Hunts packages that have one bug each, and rewrites the tables of docs/mutants.md.',
    )
    .addHelpText('after', AFTER)
    .option('--only <ids>', 'some of them: a,b,c or from..to in the order of the catalogue', ids)
    .addOption(
      new Option('--equivalents', 'only guards that others stand behind').conflicts(['only']),
    )
    .addOption(
      new Option('--comparisons', 'only what strategies need').conflicts(['only', 'equivalents']),
    )
    .addOption(
      new Option('--resume <file>', 'go on where an earlier call was interrupted').conflicts([
        'only',
        'equivalents',
        'comparisons',
      ]),
    )
    .option('--seed <n>', 'every choice flows from it', whole(0), 1)
    .option('--processes <n>', 'workers', whole(1, MOST_PROCESSES), 2)
    .option('--html <file>', 'where the picture of a failure goes', 'reports/mutants-story.html')
    .option(
      '--save <file>',
      'where Ctrl-C leaves what --resume needs',
      'reports/mutants-state.json',
    )
    .exitOverride(({ exitCode }) => refuse(exitCode))
    .parse(argv, { from: 'user' })
    .opts<MutantFlags>();
}

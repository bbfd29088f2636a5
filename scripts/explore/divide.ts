/** Divides searches, so that several workers have something to do. */
import { OrgSubject } from '../../explorer/org-subject';
import { rootsOf } from '../../explorer/strategies/roots';
import { Orgs } from './orgs';
import { partsOf, type Part, type Row } from './plan';
import { stageOf } from './stage';

/** Moves whose every order is a search of its own. */
const DEPTH = 10;
/** Parts of a search: more than workers, as some are much longer than others. */
const PIECES = 16;

/** The parts of a plan. The searches of rows that want it are divided, whoever will make them. */
export async function divided(rows: readonly Row[]): Promise<Part[]> {
  const parts = partsOf(rows);
  const large = ({ strategy, schedules, divide }: Row): boolean =>
    divide === true && strategy === 'dpor' && schedules === Infinity;
  if (!parts.some(large)) return parts;
  const orgs = new Orgs();
  try {
    const all: Part[] = [];
    for (const part of parts) all.push(...(large(part) ? await pieces(part, orgs) : [part]));
    return all;
  } finally {
    await orgs.close();
  }
}

async function pieces(part: Part, orgs: Orgs): Promise<Part[]> {
  const subject = new OrgSubject(await orgs.of(part), stageOf(part.scenario)!.scenario);
  const roots = await rootsOf(subject, DEPTH);
  const size = Math.ceil(roots.length / PIECES);
  const starts = Array.from({ length: Math.ceil(roots.length / size) }, (_, i) => i * size);
  return starts.map((at) => ({ ...part, searches: roots.slice(at, at + size) }));
}

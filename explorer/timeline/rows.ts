/** The rows of a picture. */
import { NO_END, type Move, type Run } from '../model';
import { ORG } from '../options';
import { idleTasks, namesOf } from '../speakers';
import type { Scenario } from '../scenario';
import { verdict } from '../story';
import { minutes, orgText, passes, sentence } from '../words';
import type { Lane, Row } from './model';

const MINUTE = 60_000;
/** Moves that are shown of a run without an end: at its beginning, and at its end. */
const [FIRST, LAST] = [200, 60];

export interface Shown {
  readonly lanes: readonly Lane[];
  readonly rows: readonly Row[];
}

/** Tasks of the recovery that changed nothing are left out, as in the story. */
export function rowsOf(scenario: Scenario, run: Run): Shown {
  const [failure] = run.failures;
  const idle = idleTasks(run.moves);
  const last = failure?.after ?? run.moves.length - 1;
  const all = run.moves.filter((move) => move.index <= last && !idle.has(move.id));
  const left = failure?.invariant === NO_END ? all.length - FIRST - LAST : 0;
  const shown = left > 0 ? [...all.slice(0, FIRST), ...all.slice(-LAST)] : all;
  const lanes = lanesOf(scenario, shown, run.moves);
  const byId = new Map(lanes.map((lane) => [lane.id, lane]));
  const rows: Row[] = [];
  let clock = run.moves[0]?.at ?? 0;
  shown.forEach((move, i) => {
    if (left > 0 && i === FIRST) rows.push({ kind: 'gap', text: `${left} moves more` });
    if (move.at - clock >= MINUTE)
      rows.push({ kind: 'time', text: `${minutes(move.at - clock)} pass`, fault: false });
    clock = Math.max(clock, move.at + passes(move.variant));
    if (move.id === ORG) rows.push({ kind: 'time', text: orgText(move.variant), fault: true });
    else
      rows.push({
        kind: 'move',
        move,
        lane: byId.get(move.id)!,
        text: sentence(move) || 'starts',
      });
    if (move.note !== '')
      rows.push({ kind: 'seen', text: move.note, lane: byId.get(move.id) ?? null });
  });
  if (failure) rows.push({ kind: 'broken', text: verdict(failure) });
  return { lanes, rows };
}

/** Callers on the left, jobs on the right; in each group, who comes first is further left. */
function lanesOf(scenario: Scenario, shown: readonly Move[], all: readonly Move[]): Lane[] {
  const names = namesOf(scenario, all);
  const ids = [...new Set(shown.map(({ id }) => id))].filter((id) => id !== ORG);
  const job = (id: string): boolean => names.get(id)!.job;
  return [...ids.filter((id) => !job(id)), ...ids.filter(job)].map((id, column) => {
    return { ...names.get(id)!, id, column };
  });
}

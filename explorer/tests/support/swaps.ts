/** Checks footprints against the real thing: two moves that commute lead to the same state in both orders. */
import type { EmbeddedOrg } from '../../../local-org/org/embedded';
import type { Values } from '../../../local-org/database/contract';
import { dependent, type Footprint } from '../../footprint';
import type { Move, Option, Run } from '../../model';
import type { OrgSubject } from '../../org-subject';
import type { Player } from '../../strategies/contract';

/** Objects whose committed rows make the state of an org. */
const STATE = ['Mutex__c', 'Queue_Item__c', 'Probe_Effect__c', 'AsyncApexJob'];

/** Drawn from counters that all share, or the moment of a write: they may differ. */
const SHARED = /^(Name|CreatedDate|LastModifiedDate|SystemModstamp|CompletedDate)$/;

/** Goes on in a given order of keys. */
export class KeyPlayer implements Player {
  readonly name = 'keys';
  readonly footprints = true;
  diverged = false;
  #at = 0;

  constructor(readonly keys: readonly string[]) {}

  begin(): boolean {
    this.#at = 0;
    return true;
  }

  choose(options: readonly Option[]): number {
    const found = options.findIndex(({ key }) => key === this.keys[this.#at]);
    if (found < 0) this.diverged = true;
    return Math.max(found, 0);
  }

  observe(): void {
    this.#at++;
  }
}

export interface Swap {
  /** Index of the earlier one of the two moves. */
  readonly at: number;
  readonly keys: readonly string[];
}

/** Neighbours of different tasks that could have gone the other way round, and are said to commute. */
export function swapsOf(run: Run, dependence: typeof dependent = dependent): Swap[] {
  const keys = run.moves.map(({ key }) => key);
  return run.moves.flatMap((first, at): Swap[] => {
    const second = run.moves[at + 1];
    if (!second || second.id.startsWith('heal') || first.id === second.id) return [];
    if (!first.enabled.includes(second.key)) return [];
    if (dependence(first.footprint, second.footprint)) return [];
    return [{ at, keys: [...keys.slice(0, at), second.key, first.key, ...keys.slice(at + 2)] }];
  });
}

/** What became of the org, and what each task did and met, without the order between tasks. */
export function stateOf(org: EmbeddedOrg, run: Run): string {
  const rows = STATE.flatMap((object) =>
    org.database.committed(object).map((row) => ({ row, name: naturalName(object, row) })),
  );
  const names = new Map(rows.map(({ row, name }) => [String(row['Id']), name]));
  const texts = rows.map(({ row, name }) => {
    const fields = Object.entries(row).filter(([field]) => field !== 'Id' && !SHARED.test(field));
    return `${name} ${JSON.stringify(fields).replace(/\b[0-9a-zA-Z]{18}\b/g, (id) => names.get(id) ?? id)}`;
  });
  const tasks = new Map<string, string[]>();
  for (const move of run.moves) {
    const list = tasks.get(move.id) ?? [];
    tasks.set(move.id, [...list, deed(move)]);
  }
  return JSON.stringify([
    texts.sort(),
    [...tasks].sort(),
    run.failures.map(({ invariant }) => invariant),
  ]);
}

/** Ids are drawn in the order of starts, by which equal calls are told apart: rows are named by what they hold. */
function naturalName(object: string, row: Values): string {
  const key = row['Key__c'] ?? row['Order_Key__c'] ?? row['Item_Key__c'] ?? row['ApexClassId'];
  return `${object} ${String(key)}`;
}

function deed({ op, kind, variant, blocked, end }: Move): string {
  return [op.kind, op.object, kind, variant, blocked, end].join(' ');
}

/** @returns what the other order led to instead, or null when it made no difference */
export async function differenceOf(
  subject: OrgSubject,
  swap: Swap,
  expected: string,
): Promise<string | null> {
  const player = new KeyPlayer(swap.keys);
  player.begin();
  const run = await subject.run(player);
  const found = stateOf(subject.org, run);
  if (!player.diverged && found === expected) return null;
  return player.diverged ? 'another task was able to go on' : found;
}

/** Footprints without the row locks and unique values: wrong on purpose. */
export function blindToLocks(a: Footprint, b: Footprint): boolean {
  return dependent({ ...a, cells: {} }, { ...b, cells: {} });
}

/** Footprints that forget that a query sees what others commit: wrong on purpose. */
export function blindToCommits(a: Footprint, b: Footprint): boolean {
  return dependent({ ...a, seen: [] }, { ...b, seen: [] });
}

/** The state of an org as text, for those who want to know whether they have been here before. */
import type { StableNames } from '../scheduler/describe';
import { digestOf } from '../transaction/memo/place';
import type { OrgText } from './embedded';
import type { Wiring } from './wiring';

/** Nobody waits for a transaction that is over, whatever it was. */
const ENDED = 'ended';

/** Texts whose digests are kept; then all are forgotten. */
const CAPACITY = 200_000;

/** A digest stands for a long text: 128 bits of SHA-1, the same in every process. */
export class TextDigests {
  readonly #digests = new Map<string, string>();

  readonly of = (text: string): string => {
    const known = this.#digests.get(text);
    if (known !== undefined) return known;
    if (this.#digests.size >= CAPACITY) this.#digests.clear();
    const digest = digestOf(text);
    this.#digests.set(text, digest);
    return digest;
  };
}

/**
 * See `EmbeddedOrg.stateText`. What is left out decides nothing: other statistics, logs, numbers of
 * transactions and commits, and what `reset` does not touch. The large parts stand there as they are:
 * whoever meets a million states wants no digest kept of each.
 */
export function stateTextOf(
  { clock, random, scheduler, database, engine, faults, statistics, memo, leafDigests }: Wiring,
  taskName: (task: number) => string,
): OrgText | null {
  // Without stable names nothing can be compared; faults that wait may draw lots.
  if (!memo?.options.remember || faults.any) return null;
  const { queueables, schedules, events } = engine;
  const digest = leafDigests.of;
  const parts = {
    time: String(clock.now()),
    random: digest(random.state.join()),
    names: digest(memo.names.describe()),
    rows: database.describe(digest),
    tasks: scheduler.describe(stableNames(database, taskName, digest)),
    jobs: queueables.describe(),
    signatures: queueables.signatures.describe(),
    daily: JSON.stringify([...queueables.daily.save()]),
    requests: String(statistics.apiRequests),
    schedules: schedules.describe(),
    events: events.describe(),
  };
  return Object.values(parts).includes(null) ? null : (parts as OrgText);
}

function stableNames(
  database: Wiring['database'],
  task: (task: number) => string,
  digest: StableNames['digest'],
): StableNames {
  const transaction = (tx: number): string | null => {
    const name = database.nameOf(tx);
    return name === undefined ? ENDED : name;
  };
  return { task, transaction, digest };
}

/** The state of an org as text, for those who want to know whether they have been here before. */
import type { StableNames } from '../scheduler/describe';
import { digestOf } from '../transaction/memo/place';
import type { OrgText, StandingText } from './embedded';
import type { Wiring } from './wiring';

/** Nobody waits for a transaction that is over, whatever it was. */
const ENDED = 'ended';

/** Texts whose numbers, or digests, are kept; then all are forgotten. */
const CAPACITY = 200_000;

/** Short stands for long: equal texts have the same number, and no two texts ever do. */
export class TextNumbers {
  readonly #numbers = new Map<string, number>();
  #last = 0;
  /** How often all was forgotten. */
  forgotten = 0;

  readonly of = (text: string): number => {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (this.#numbers.size >= CAPACITY) {
      this.#numbers.clear();
      this.forgotten++;
    }
    this.#numbers.set(text, ++this.#last);
    return this.#last;
  };
}

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
 * transactions and commits, and what `reset` does not touch.
 */
export function stateTextOf(
  { clock, random, scheduler, database, engine, faults, statistics, memo, textNumbers }: Wiring,
  taskName: (task: number) => string,
): OrgText | null {
  // Without stable names nothing can be compared; faults that wait may draw lots.
  if (!memo?.options.remember || faults.any) return null;
  const { queueables, schedules, events } = engine;
  const number = textNumbers.of;
  const rows = database.describe(number);
  const tasks = scheduler.describe(stableNames(database, taskName, number));
  const jobs = queueables.describe();
  const [planned, published] = [schedules.describe(), events.describe()];
  if (rows === null || !tasks || !jobs || !planned || !published) return null;
  return {
    time: clock.now(),
    random: number(random.state.join()),
    names: number(memo.names.describe()),
    rows: number(rows),
    tasks: number(tasks),
    jobs: number(jobs),
    signatures: number(queueables.signatures.describe()),
    daily: number(JSON.stringify([...queueables.daily.save()])),
    requests: statistics.apiRequests,
    schedules: number(planned),
    events: number(published),
    // Last, as it may count what was just forgotten.
    era: textNumbers.forgotten,
  };
}

/**
 * See `EmbeddedOrg.standingText`: what `stateTextOf` has, but for the order of what is offered. The
 * large parts stand there as they are: whoever meets a million states wants no number for each.
 */
export function standingTextOf(
  { clock, random, scheduler, database, engine, faults, statistics, memo, leafDigests }: Wiring,
  taskName: (task: number) => string,
): StandingText | null {
  if (!memo?.options.remember || faults.any) return null;
  const { queueables, schedules, events } = engine;
  const number = leafDigests.of;
  const parts = {
    time: String(clock.now()),
    random: String(number(random.state.join())),
    names: String(number(memo.names.describe())),
    rows: database.describe(number),
    tasks: scheduler.describeStandings(stableNames(database, taskName, number)),
    jobs: queueables.describe(),
    signatures: queueables.signatures.describe(),
    daily: JSON.stringify([...queueables.daily.save()]),
    requests: String(statistics.apiRequests),
    schedules: schedules.describe(),
    events: events.describe(),
  };
  return Object.values(parts).includes(null) ? null : (parts as StandingText);
}

function stableNames(
  database: Wiring['database'],
  task: (task: number) => string,
  number: StableNames['number'],
): StableNames {
  const transaction = (tx: number): string | null => {
    const name = database.nameOf(tx);
    return name === undefined ? ENDED : name;
  };
  return { task, transaction, number };
}

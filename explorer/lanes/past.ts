/**
 * What judgements at the end need of a run so far, for a search that takes two runs for one as soon as
 * they have come to the same state.
 *
 * The checkers look at one lane at a time, and of times they compare the order only: that of commits
 * to the lane, and that of the begin of a job and the commits of others. So each lane has a list of
 * what its commits brought, and each job that lives knows how much of the list it has found. Which of
 * two jobs began first, with no commit in between, is not kept: if both commit work of one lane, they
 * overlap either way.
 */
import type { Move } from '../model';
import type { Scenario } from '../scenario';
import type { Past } from '../world';
import { Conduct } from './conduct';
import { forgotten, freshEffects, holds, takeOvers } from './history';
import { digestOf, type View } from './view';

/** What came to a lane: a number for the list so far, and its length. */
interface Story {
  readonly text: string;
  readonly length: number;
}

const EMPTY: Story = { text: '', length: 0 };

export class LanesPast implements Past<View> {
  readonly #conduct: Conduct;
  #view: View;
  readonly #stories = new Map<string, Story>();
  /** By task: how long the story of each lane was when it began. Jobs that live only. */
  readonly #begun = new Map<string, ReadonlyMap<string, number>>();

  constructor(scenario: Scenario, begin: View) {
    this.#conduct = new Conduct(scenario);
    this.#view = begin;
  }

  observe(move: Move, seen: View | undefined): void {
    this.#conduct.observe(move);
    const { id, kind, op, end } = move;
    if (kind === 'start' && op.detail?.startsWith('queueable ') === true)
      this.#begun.set(id, new Map([...this.#stories].map(([lane, { length }]) => [lane, length])));
    if (seen !== undefined && seen !== this.#view) {
      for (const [lane, event] of eventsOf(this.#view, seen)) this.#add(lane, event, id);
      this.#view = seen;
    }
    if (end !== null) this.#begun.delete(id);
  }

  text(): string {
    const stories = [...this.#stories].map(([lane, { text }]) => `${lane}:${text}`);
    const begun = [...this.#begun].map(([id, lengths]) => {
      const found = [...lengths].map(([lane, length]) => `${lane} ${length}`);
      return `${id} ${found.sort().join()}`;
    });
    return [this.#conduct.text(), digestOf(this.#view), ...stories.sort(), ...begun.sort()].join(
      '\n',
    );
  }

  #add(lane: string, { text, worked, jobless }: Event, task: string): void {
    const { text: before, length } = this.#stories.get(lane) ?? EMPTY;
    let whole = text;
    if (worked) {
      const begun = this.#begun.get(task);
      if (!begun)
        throw new Error(`Work of lane ${lane} was committed by ${task}, which is no job.`);
      whole += ` since ${begun.get(lane) ?? 0}`;
    }
    if (jobless) whole += ` by ${task}`;
    this.#stories.set(lane, { text: `${before}${whole};`, length: length + 1 });
  }
}

interface Event {
  readonly text: string;
  /** A run's work came with it. */
  readonly worked: boolean;
  /** And the row does not say which job did it. */
  readonly jobless: boolean;
}

const EVENTS = new WeakMap<View, WeakMap<View, ReadonlyMap<string, Event>>>();

/** What a commit brought, by lane. Views that are equal are one object, so each pair is looked at once. */
function eventsOf(before: View, now: View): ReadonlyMap<string, Event> {
  let known = EVENTS.get(before);
  if (!known) EVENTS.set(before, (known = new WeakMap()));
  let events = known.get(now);
  if (!events) known.set(now, (events = compare(before, now)));
  return events;
}

function compare(before: View, now: View): ReadonlyMap<string, Event> {
  const old = new Set(before.items.map(({ key, ticket }) => `${ticket} ${key}`));
  const items = now.items.filter(({ key, ticket }) => !old.has(`${ticket} ${key}`));
  const effects = freshEffects(now, before);
  const all = [
    ...items.map(({ lane, key, ticket }) => ({ lane, key, ticket })),
    ...holds({ after: 0, view: now }, before).map(({ lane, who, action, token }) => {
      return { lane, who, action, token };
    }),
    ...effects.map((effect) => ({ ...effect, job: jobOf(now, effect) })),
    ...takeOvers(now, before),
    ...forgotten(now),
  ];
  const events = new Map<string, Event>();
  for (const lane of new Set(all.map((each) => each.lane))) {
    const work = effects.filter((each) => each.lane === lane && each.by === 'runner');
    events.set(lane, {
      text: JSON.stringify(all.filter((each) => each.lane === lane)),
      worked: work.length > 0,
      jobless: work.some((effect) => jobOf(now, effect) === null),
    });
  }
  return events;
}

const jobOf = ({ lanes }: View, { lane, token }: { lane: string; token: number }): string | null =>
  lanes.find((row) => row.lane === lane && row.token === token)?.job ?? null;

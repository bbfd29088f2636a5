/** The world of a recipe that is a lock or a queue. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import type { Actor, Outcome, Scenario } from '../scenario';
import type { Invariant, World } from '../world';
import { sentence } from './invariants';
import { describeChange, look, type Shape, type View } from './view';

/** What can be wrong when everything has come to rest. */
type EndPromise = 'callers' | 'recovery' | 'no loss';

export const AT_REST: readonly EndPromise[] = ['callers', 'recovery', 'no loss'];

/** Name and fields of a recipe; `of` says what to watch for. */
export interface RecipeWorlds {
  /**
   * @param always promises that are watched after each commit
   * @param end    promises that are watched at the end. A recipe that breaks several is watched for
   *               one at a time, so that each has its own story
   */
  of(always: readonly Invariant<View>[], end?: readonly EndPromise[]): World<View>;
}

export function recipeWorlds(name: string, shape: Shape): RecipeWorlds {
  return {
    of: (always, end = []) => ({
      name,
      look: (database) => look(database, shape),
      always,
      drained: ({ items, locks }) => items.every((i) => i.done) && !locks.some((lock) => lock.held),
      judgeEnd(...args) {
        for (const promise of end) {
          const message = JUDGES[promise](...args);
          if (message !== null) return { invariant: promise, message };
        }
        return null;
      },
      describeChange,
      prepare: () => Promise.resolve(),
    }),
  };
}

type Judge = (
  scenario: Scenario,
  outcomes: readonly Outcome[],
  view: View,
  bound: string,
) => string | null;

const JUDGES: Readonly<Record<EndPromise, Judge>> = {
  callers({ mayRefuse }, outcomes) {
    const odd = outcomes.find(({ error }) => error !== null && !mayRefuse?.test(error));
    return odd ? `${odd.actor.name} was refused: ${brief(odd.error ?? '')}` : null;
  },
  recovery(_scenario, _outcomes, { items, locks }, bound) {
    const waiting = items.find(({ done }) => !done);
    if (waiting) return `${waiting.key} still waits ${bound}.`;
    const held = locks.find((lock) => lock.held);
    return held ? `${sentence(held.name)} is held ${bound}.` : null;
  },
  'no loss'(_scenario, outcomes, { effects }) {
    for (const { actor, error } of outcomes)
      for (const key of actor.keys) {
        const times = effects.filter((effect) => effect.key === key).length;
        if (times !== (error === null ? 1 : 0))
          return `${key} of ${actor.name} was done ${times} times.`;
      }
    return null;
  },
};

/** An error on one line, without the place where it happened. */
function brief(error: string): string {
  return /[A-Z]+(?:_[A-Z]+)+, [^:\n]+/.exec(error)?.[0] ?? error.replace(/\s+/g, ' ');
}

/** A record that comes over REST; the recipe's triggers do the rest. */
export function inserts(
  name: string,
  object: string,
  fields: Readonly<Record<string, string>>,
  ...keys: readonly string[]
): Actor {
  const act = async (org: EmbeddedOrg): Promise<void> => {
    const records = keys.map((key) => ({ ...fields, Key__c: key }));
    const results = await org.insert(object, records, { allOrNone: true });
    const refused = results.find((result) => !result.success);
    if (refused) throw new Error(refused.errors.map((each) => each.message).join(' '));
  };
  return { name, does: `inserts ${keys.join(', ')} over REST`, keys, act };
}

/** The total of a parent, read, added to and written back: examples/roll-up. */
import type { Database } from '../../local-org/database/contract';
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import { anonymous, type Actor } from '../scenario';
import type { World } from '../world';
import { guarded } from './ours';
import type { Recipe } from './recipe';
import { numberOf, rowsOf, textOf } from './rows';

interface Sums {
  readonly total: number;
  readonly children: number;
}

/** @param child object of the children, `total` field of the parent that must equal their sum */
export function sumWorld(child: string, total: string): World<Sums> {
  const look = (database: Database): Sums => ({
    total: numberOf(rowsOf(database, 'Roll_Up_Parent__c', total)[0]?.values[total]),
    children: rowsOf(database, child, 'Amount__c').reduce(
      (sum, { values }) => sum + numberOf(values['Amount__c']),
      0,
    ),
  });
  return {
    name: 'roll-up',
    look,
    always: [
      {
        name: 'sum',
        promise: 'the total of the parent is the sum of its children',
        check: ({ total: says, children }) =>
          says === children ? null : `The children add up to ${children}; the parent says ${says}.`,
      },
    ],
    drained: () => true,
    judgeEnd(scenario, outcomes) {
      const refused = outcomes.find(
        ({ error }) => error !== null && !scenario.mayRefuse?.test(error),
      );
      return refused
        ? { invariant: 'callers', message: `${refused.actor.name} was refused: ${refused.error}` }
        : null;
    },
    describeChange: (before, now) =>
      before.children === now.children && before.total === now.total
        ? ''
        : `the children add up to ${now.children}, the total is ${now.total}`,
    prepare: (org) =>
      anonymous(
        org,
        "insert new Roll_Up_Parent__c(Name = 'P', Total__c = 0, Detail_Total__c = 0);",
      ),
  };
}

function creates(name: string, child: string, amount: number): Actor {
  const act = async (org: EmbeddedOrg): Promise<void> => {
    const parents = rowsOf(org.database, 'Roll_Up_Parent__c', 'Name');
    const [result] = await org.insert(child, [
      { Parent__c: textOf(parents[0]?.id), Amount__c: amount },
    ]);
    if (!result!.success) throw new Error(result!.errors.map((e) => e.message).join(' '));
  };
  return { name, does: `creates a child of ${amount}`, keys: [], act };
}

const actors = (child: string): Actor[] => [
  creates('user A', child, 10),
  creates('user B', child, 5),
];

export const ROLL_UP: Recipe = {
  name: 'roll-up',
  folder: 'examples/roll-up',
  trials: [
    {
      scenario: {
        name: 'roll-up-lookup',
        summary: 'Two users create children of the same parent, which they look up.',
        actors: actors('Roll_Up_Child__c'),
        world: sumWorld('Roll_Up_Child__c', 'Total__c'),
      },
      breaks: 'sum',
      strategy: 'preemptions',
    },
    {
      scenario: {
        name: 'roll-up-detail',
        summary: 'Two users create children of the same parent, which is their master.',
        actors: actors('Roll_Up_Detail__c'),
        world: sumWorld('Roll_Up_Detail__c', 'Detail_Total__c'),
      },
      breaks: null,
      strategy: 'dpor',
    },
  ],
  ours: [guarded(sumWorld('Roll_Up_Child__c', 'Total__c'))],
};

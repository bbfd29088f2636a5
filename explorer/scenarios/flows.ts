/** Scenarios in which a flow does the work of a lane: see `Explorer_Work.flow`. */
import type { FaultKind } from '../faults';
import { enqueue, type Actor, type Scenario } from '../scenario';

const RUNNER = { context: 'queueable', className: 'QueueRunner' };

const DEATHS: readonly FaultKind[] = [
  { kind: 'kill', match: RUNNER },
  { kind: 'kill', match: RUNNER, aftermath: 'requeued' },
];

/** Hands over items whose handler is the flow. */
function flows(name: string, lane: string, ...keys: readonly string[]): Actor {
  return {
    name,
    does: `inserts ${keys.join(', ')} into lane ${lane}, to be done by a flow`,
    keys,
    async act(org) {
      const records = keys.map((key) => ({
        Lane__c: lane,
        Handler__c: 'FlowHandler',
        Payload__c: JSON.stringify({ flow: 'Explorer_Work', inputs: { key }, context: true }),
        Request_Key__c: key,
      }));
      const results = await org.insert('Queue_Item__c', records, { allOrNone: true });
      const refused = results.find((result) => !result.success);
      if (refused) throw new Error(refused.errors.map((e) => e.message).join(' '));
    },
  };
}

export const FLOWS: readonly Scenario[] = [
  {
    name: 'flow',
    summary: 'Runs are killed while a flow does the work, and a caller adds an item for Apex.',
    actors: [flows('caller A', 'a', 'A1', 'A2'), enqueue('caller B', 'a', 'B1')],
    faults: DEATHS,
    budget: 1,
  },
];

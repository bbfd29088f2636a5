/** The ways into a lane, one function each: all end in a transaction that commits wholly or not at all. */
import type { Connection } from 'jsforce';
import type { PlannedCall } from './plan';

/** Name of the probe's handler, deployed with `scripts/load/probe`. */
export const PROBE_HANDLER = 'LoadProbeHandler';

interface ItemRecord {
  readonly Lane__c: string;
  readonly Handler__c: string;
  readonly Payload__c: string;
  readonly Request_Key__c: string;
}

const record = (lane: string, key: string): ItemRecord => ({
  Lane__c: lane,
  Handler__c: PROBE_HANDLER,
  Payload__c: JSON.stringify({ key }),
  Request_Key__c: key,
});

/** Sends a planned call once. Resolves when the org has acknowledged it; rejects with the org's error. */
export async function send(connection: Connection, call: PlannedCall): Promise<void> {
  switch (call.door) {
    case 'insert': {
      const result = await connection
        .sobject('Queue_Item__c')
        .create(record(call.lane, call.keys[0]!));
      if (!result.success) throw new Refused(JSON.stringify(result.errors));
      return;
    }
    case 'collection': {
      const results = await connection.sobject('Queue_Item__c').create(
        call.keys.map((key) => record(call.lane, key)),
        { allOrNone: true },
      );
      const refused = results.find((result) => !result.success);
      if (refused) throw new Refused(JSON.stringify(refused.success ? [] : refused.errors));
      return;
    }
    case 'apexrest':
      await connection.apex.post('/load-probe', { lane: call.lane, keys: [...call.keys] });
      return;
    case 'anonymous': {
      const keys = call.keys.map((key) => `'${key}'`).join(', ');
      const result = await connection.tooling.executeAnonymous(
        `LoadProbe.enqueue('${call.lane}', new List<String>{ ${keys} });`,
      );
      if (!result.success)
        throw new Refused(result.exceptionMessage ?? result.compileProblem ?? 'refused');
      return;
    }
  }
}

/** The org answered, and said no: nothing of the call may be stored. */
export class Refused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Refused';
  }
}

/** True when the error is the org's own answer, and not a lost connection. */
export function isAnswer(error: unknown): boolean {
  return error instanceof Refused || (error instanceof Error && 'errorCode' in error);
}

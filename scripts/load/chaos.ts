/**
 * Trouble on purpose: what an org does to a queue on a bad day. Dead jobs and lost finalizers can be
 * had on the local org only; forced releases work on every org, since an operator may do them.
 */
import type { Connection } from 'jsforce';
import type { TakeOver } from '../../checkers/history';
import type { Choices } from './random';
import { ask } from './soql';
import type { LocalControls } from './target';

/** Arms the local org's faults. Each strikes a few jobs, chosen by the org's own seed. */
export async function armFaults(local: LocalControls, pick: Choices): Promise<void> {
  const runner = { context: 'queueable', className: 'QueueRunner' };
  for (let i = 0; i < 4; i++)
    await local.addFault({
      kind: 'kill',
      match: { ...runner, times: 1, probability: 0.15 },
      beforeOperation: pick.int(2, 40),
    });
  await local.addFault({ kind: 'skipFinalizer', match: { ...runner, times: 2, probability: 0.1 } });
  await local.addFault({
    kind: 'refuseEnqueue',
    match: { context: 'finalizer', times: 2, probability: 0.1 },
  });
  await local.addFault({
    kind: 'loseAnswer',
    match: { context: 'rest', times: 5, probability: 0.05 },
  });
}

/**
 * An operator takes a lane away from whoever runs it, and then looks at what is still to do: nothing
 * of that may be committed by the old runner any more.
 */
export async function releaseByForce(connection: Connection, lane: string): Promise<TakeOver> {
  const token = Number(await connection.apex.patch('/load-probe', { lane }));
  const { rows } = await ask<{ Request_Key__c: string }>(
    connection,
    `SELECT Request_Key__c FROM Queue_Item__c WHERE Lane__c = '${lane}' AND Status__c = 'Pending'`,
  );
  return { lane, token, pendingAfter: rows.map((row) => row.Request_Key__c) };
}

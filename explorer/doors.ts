/** More ways into a lane: clients that try again, clients that look first, administrators. */
import type { EmbeddedOrg } from '../local-org/org/embedded';
import type { Step } from '../local-org/scheduler/suspension';
import { anonymous, insertItems, runs, type Actor } from './scenario';

/** What a client hears when its server died, or when its connection broke after the commit. */
const UNCERTAIN = /was interrupted|Transaction killed|answer was lost/;

/** The client does not know whether its call was carried out, and calls again, once. */
export function repeating(actor: Actor): Actor {
  const act = async (org: EmbeddedOrg): Promise<void> => {
    try {
      await actor.act(org);
    } catch (error) {
      if (!(error instanceof Error) || !UNCERTAIN.test(error.message)) throw error;
      await again(actor, org);
    }
  };
  return { ...actor, does: `${actor.does}, again if it hears of an error`, act };
}

/** A client that repeats its call takes "is stored already" for a yes. */
async function again(actor: Actor, org: EmbeddedOrg): Promise<void> {
  try {
    await actor.act(org);
  } catch (error) {
    if (!(error instanceof Error) || !/is stored already/.test(error.message)) throw error;
  }
}

/** Inserts, then looks whether the item is there, and inserts it again if it does not see it. */
export function insertsAndLooks(name: string, lane: string, key: string): Actor {
  const insert = insertItems(name, lane, key);
  const act = async (org: EmbeddedOrg): Promise<void> => {
    await insert.act(org);
    const seen = org.scheduler.spawn({ name: `${name} looks`, run: () => looks(org, key) });
    if (!(await seen.result())) await again(insert, org);
  };
  return { ...insert, does: `${insert.does}, and again if it does not see it`, act };
}

function* looks(org: EmbeddedOrg, key: string): Step<boolean> {
  const source = `SELECT Request_Key__c FROM Queue_Item__c`;
  const op = { kind: 'query', object: 'Queue_Item__c', detail: source } as const;
  const { kind } = yield { kind: 'step', op, by: { context: 'client', className: null } };
  if (kind === 'stale') return false;
  const db = org.database.begin();
  const select = [{ kind: 'field' as const, path: ['Request_Key__c'] }];
  const { rows } = db.query({ select, from: 'Queue_Item__c', source }, []);
  db.rollback();
  return rows.some((row) => row.values['Request_Key__c'] === key);
}

/** Aborts every job that waits or runs. */
export function aborts(name: string): Actor {
  return runs(
    name,
    'aborts all jobs',
    `for (AsyncApexJob job : [
       SELECT Id FROM AsyncApexJob WHERE Status IN ('Queued', 'Processing', 'Holding')
     ]) System.abortJob(job.Id);`,
  );
}

/** The user whom an org has besides its administrator. */
export const COLLEAGUE = 'user@local.org';

/** Another user than the administrator enqueues; its jobs run as that user. */
export function enqueuesAs(name: string, username: string, lane: string, key: string): Actor {
  const act = async (org: EmbeddedOrg): Promise<void> => {
    const user = org.users().find((each) => each.username === username);
    if (!user) throw new Error(`There is no user ${username}.`);
    await anonymous(org, `LoadProbe.enqueue('${lane}', new List<String>{ '${key}' });`, user);
  };
  return { name, does: `enqueues ${key} into lane ${lane} as ${username}`, keys: [key], act };
}

export function deactivates(name: string, username: string): Actor {
  const act = async (org: EmbeddedOrg): Promise<void> => {
    const { id } = org.users().find((each) => each.username === username)!;
    await org.update('User', [{ Id: id, IsActive: false }]);
  };
  return { name, does: `deactivates ${username}`, keys: [], act };
}

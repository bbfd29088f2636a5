/** What a scenario is made of. The doors below are the ways into a lane that people and code have. */
import type { EmbeddedOrg } from '../local-org/org/embedded';
import type { FaultKind } from './faults';
import type { World } from './world';

/** Somebody who does something to the lanes at any moment. */
export interface Actor {
  /** For the story: `caller A`. */
  readonly name: string;
  readonly does: string;
  /** Items that it hands over; each must be done once if the call succeeds, and not at all if it is refused. */
  readonly keys: readonly string[];
  /** Effects that it writes itself under a lease; each must be there if the call succeeds, and only then. */
  readonly writes?: readonly string[];
  act(org: EmbeddedOrg): Promise<void>;
}

/** How an actor's call ended. */
export interface Outcome {
  readonly actor: Actor;
  /** Null: it succeeded. */
  readonly error: string | null;
  /** A fault struck the call: it was rolled back, or nobody knows (the commit is done). */
  readonly struck?: 'rolled back' | 'unsure';
}

export interface Scenario {
  readonly name: string;
  /** What is tried, in one sentence. */
  readonly summary: string;
  /** Runs before each schedule, one step after the other. */
  readonly setup?: (org: EmbeddedOrg) => Promise<void>;
  readonly actors: readonly Actor[];
  /** What may go wrong, */
  readonly faults?: readonly FaultKind[];
  /** and how often in one run at most. Default: 2. */
  readonly budget?: number;
  /** What it is about. Default: the lanes of the package. */
  readonly world?: World;
  /** Refusals of callers that are no failure. */
  readonly mayRefuse?: RegExp;
  /** How an item may end, by key. Default: Done. `Pending` is for lanes that are stopped. */
  readonly ends?: Readonly<Record<string, readonly string[]>>;
  /** Effects that jobs of the setup write under a lease; they must be there in the end. */
  readonly written?: readonly string[];
  /** Items that a purge must have deleted in the end. */
  readonly purged?: readonly string[];
  /** Callers take locks in opposite orders, and are told so. Otherwise nobody may wait in a circle. */
  readonly mayDeadlock?: boolean;
  /** Handlers are called so often at most, if nothing is lost and nobody is dethroned. */
  readonly handlerCalls?: number;
  /** Name of the actor after whose call no further run may call a handler. */
  readonly stops?: string;
  /** Its actors stop jobs for good, so without any fault the reaper may be needed. */
  readonly needsReaper?: boolean;
  /** Faults of other kinds than losses after which the reaper may be needed. */
  readonly needsReaperAfter?: RegExp;
}

const HANDLER = 'LoadProbeHandler';

/** REST insert of plain records, as an integration does it. */
export function insertItems(name: string, lane: string, ...keys: readonly string[]): Actor {
  const act = async (org: EmbeddedOrg): Promise<void> => {
    const records = keys.map((key) => ({
      Lane__c: lane,
      Handler__c: HANDLER,
      Payload__c: JSON.stringify({ key }),
      Request_Key__c: key,
    }));
    const results = await org.insert('Queue_Item__c', records, { allOrNone: true });
    const refused = results.find((result) => !result.success);
    if (refused) throw new Error(refused.errors.map((e) => e.message).join(' '));
  };
  return { name, does: `inserts ${keys.join(', ')} into lane ${lane} over REST`, keys, act };
}

/** A call of the Apex API, from anonymous Apex. */
export function enqueue(name: string, lane: string, ...keys: readonly string[]): Actor {
  const list = keys.map((key) => `'${key}'`).join(', ');
  const apex = `LoadProbe.enqueue('${lane}', new List<String>{ ${list} });`;
  const does = `enqueues ${keys.join(', ')} into lane ${lane} from Apex`;
  return { name, does, keys, act: (org) => anonymous(org, apex) };
}

/** Any other Apex; `keys` are the items that it enqueues. */
export function runs(
  name: string,
  does: string,
  apex: string,
  keys: readonly string[] = [],
): Actor {
  return { name, does, keys, act: (org) => anonymous(org, apex) };
}

/** A person sets or clears the checkbox of a lane, on a page that was loaded a while ago. */
export function ticks(name: string, lane: string, value: boolean): Actor {
  const act = async (org: EmbeddedOrg): Promise<void> => {
    const page = await org.query(`SELECT Id FROM Mutex__c WHERE Key__c = '${lane}'`);
    const id = page.rows[0]?.id;
    if (id === undefined) throw new Error(`There is no lane ${lane}.`);
    const [result] = await org.update('Mutex__c', [{ Id: id, Run_Queueable__c: value }]);
    if (!result!.success) throw new Error(result!.errors.map((e) => e.message).join(' '));
  };
  const does = `${value ? 'ticks' : 'clears'} the checkbox of lane ${lane}`;
  return { name, does, keys: [], act };
}

/** @throws Error with the exception of the Apex that failed */
export async function anonymous(
  org: EmbeddedOrg,
  apex: string,
  user = org.adminUser,
): Promise<void> {
  const result = await org.executeAnonymous(apex, { user });
  if (!result.success)
    throw new Error(result.exceptionMessage ?? result.compileProblem?.message ?? 'failed');
}

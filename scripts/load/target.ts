/** The org under attack: the local one by default, or one that the `sf` CLI knows. */
import type { Connection } from 'jsforce';
import { Refusal } from '../connect/refusal';

/** What a run needs to know of an org, whichever kind it is. */
export interface Target {
  readonly name: string;
  readonly kind: 'local' | 'org';
  /** A connection of its own, logged in. */
  connect(): Promise<Connection>;
  /** Deploys a folder of source through the deploy API. Throws DeployError with every problem. */
  deploy(folder: string): Promise<void>;
  /** Faults and time: only where the org is ours. */
  readonly local?: LocalControls;
  close(): Promise<void>;
}

/** The control endpoints of a local org. */
export interface LocalControls {
  /** Moves the org's clock ahead, running what falls due. */
  advance(ms: number): Promise<void>;
  /** Resolves when nothing runs and no job is due. */
  idle(): Promise<void>;
  addFault(fault: Readonly<Record<string, unknown>>): Promise<void>;
  clearFaults(): Promise<void>;
  /** Counters of the org: transactions, SOQL, DML, rows and jobs by kind of context. */
  statistics(): Promise<Statistics>;
}

export interface Statistics {
  readonly byContext: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly lockWaits: number;
  readonly lockTimeouts: number;
}

/** A problem of the load test that the user can do something about. */
export class LoadError extends Refusal {
  constructor(message: string) {
    super(message);
    this.name = 'LoadError';
  }
}

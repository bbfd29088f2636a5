/** Debug logs of anonymous Apex, the last few. */
import { madeUpId } from '../data/ids';
import { formatDatetime } from '../data/output';
import type { User } from '../types';

export interface DebugLog {
  readonly id: string;
  readonly text: string;
  readonly user: User;
  readonly startMs: number;
  readonly durationMs: number;
  readonly success: boolean;
}

const KEPT = 50;

export class Logs {
  readonly #logs: DebugLog[] = [];
  #count = 0;

  add(log: Omit<DebugLog, 'id'>): DebugLog {
    this.#count += 1;
    const kept = { ...log, id: madeUpId('07L', this.#count) };
    this.#logs.push(kept);
    if (this.#logs.length > KEPT) this.#logs.shift();
    return kept;
  }

  get(id: string): DebugLog | undefined {
    return this.#logs.find((log) => log.id === id || log.id.startsWith(id));
  }

  /** As rows of ApexLog. */
  rows(): readonly Record<string, unknown>[] {
    return this.#logs.map((log) => ({
      Id: log.id,
      Application: 'Unknown',
      DurationMilliseconds: log.durationMs,
      Location: 'Monitoring',
      LogLength: log.text.length,
      LogUserId: log.user.id,
      LogUser: { attributes: { type: 'Name' }, Name: log.user.name },
      Operation: 'executeAnonymous',
      Request: 'Api',
      StartTime: formatDatetime(log.startMs),
      Status: log.success ? 'Success' : 'Failed',
    }));
  }
}

/** Debug logs of anonymous Apex and of users under a trace flag, the last few. */
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
  /** `executeAnonymous`, or what the transaction was. */
  readonly operation: string;
}

const KEPT = 50;

export class Logs {
  readonly #logs: DebugLog[] = [];
  readonly #listeners = new Set<(log: DebugLog) => void>();
  #count = 0;

  /** Hears of every log that is kept. */
  listen(listener: (log: DebugLog) => void): void {
    this.#listeners.add(listener);
  }

  add(log: Omit<DebugLog, 'id'>): DebugLog {
    this.#count += 1;
    const kept = { ...log, id: madeUpId('07L', this.#count) };
    this.#logs.push(kept);
    if (this.#logs.length > KEPT) this.#logs.shift();
    for (const listener of this.#listeners) listener(kept);
    return kept;
  }

  get(id: string): DebugLog | undefined {
    return this.#logs.find((log) => log.id === id || log.id.startsWith(id));
  }

  remove(id: string): void {
    const index = this.#logs.findIndex((log) => log.id === id);
    if (index >= 0) this.#logs.splice(index, 1);
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
      Operation: log.operation,
      Request: 'Api',
      StartTime: formatDatetime(log.startMs),
      Status: log.success ? 'Success' : 'Failed',
    }));
  }
}

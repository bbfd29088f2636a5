/** The debug log of a transaction in the platform's form. */
import { headerOf, shows, type LogLevels } from './log-levels';

/** Longest log that the platform keeps is 20 MB; ours stops earlier, and says so. */
const MAX_LINES = 50_000;

/** Text that is made when somebody reads the log. */
export type LogPart = string | number | (() => string);

/** One event as it was added: most logs are never read, so its text is made when somebody asks. */
interface Entry {
  readonly at: number;
  readonly parts: readonly LogPart[];
}

export interface LogOptions {
  /** Null: nobody wants a log. */
  readonly levels: LogLevels | null;
  now(): number;
  readonly apiVersion: string;
  /** Line of Apex that runs at the moment. */
  line(): number;
  /** Source of anonymous Apex, which such logs begin with. */
  readonly source?: string;
}

export class DebugLog {
  readonly #entries: Entry[] = [];
  readonly enabled: boolean;
  /** Org time of the first event. */
  readonly start: number;

  constructor(readonly options: LogOptions) {
    this.enabled = options.levels !== null;
    this.start = options.now();
  }

  /** One event: `add('SOQL_EXECUTE_END', '[3]', 'Rows:1')`. */
  add(event: string, ...parts: readonly LogPart[]): void {
    const { levels } = this.options;
    if (levels !== null && shows(levels, event)) this.#put([event, ...parts]);
  }

  /** One event of the line that runs. */
  addHere(event: string, ...parts: readonly LogPart[]): void {
    const { levels } = this.options;
    if (levels !== null && shows(levels, event))
      this.#put([event, `[${this.options.line()}]`, ...parts]);
  }

  /** What `System.debug` says. */
  debug(level: string, line: number, text: string): void {
    const { levels } = this.options;
    if (levels !== null && shows(levels, 'USER_DEBUG', level))
      this.#put(['USER_DEBUG', `[${line}]`, level, text]);
  }

  #put(parts: readonly LogPart[]): void {
    if (this.#entries.length <= MAX_LINES) this.#entries.push({ at: this.options.now(), parts });
  }

  get lines(): readonly string[] {
    return this.#entries.map(({ at, parts }, i) => {
      if (i === MAX_LINES) return '*** Skipped further lines ***';
      // The clock may stand still; the count keeps the nanoseconds in order.
      const nanos = (at - this.start) * 1_000_000 + i + 1;
      const text = parts.map((part) => (typeof part === 'function' ? part() : part)).join('|');
      return `${new Date(at).toISOString().slice(11, 23)} (${nanos})|${text}`;
    });
  }

  toString(): string {
    const { apiVersion, levels, source } = this.options;
    const code = source === undefined ? [] : source.split(/\r?\n/);
    return [
      `${apiVersion} ${headerOf(levels ?? {})}`,
      ...code.map((line) => `Execute Anonymous: ${line}`),
      ...this.lines,
      '',
    ].join('\n');
  }
}

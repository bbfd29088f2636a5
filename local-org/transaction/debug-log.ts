/** The debug log of a transaction in the platform's form. */

const HEADER =
  'APEX_CODE,DEBUG;APEX_PROFILING,INFO;CALLOUT,INFO;DB,INFO;NBA,INFO;SYSTEM,DEBUG;VALIDATION,INFO;VISUALFORCE,INFO;WAVE,INFO;WORKFLOW,INFO';

/** Longest log that the platform keeps is 20 MB; ours stops earlier, and says so. */
const MAX_LINES = 50_000;

export class DebugLog {
  readonly #lines: string[] = [];
  /** Org time of the first event. */
  readonly start: number;
  #ticks = 0;

  constructor(
    readonly enabled: boolean,
    readonly now: () => number,
    readonly apiVersion: string,
  ) {
    this.start = now();
  }

  /** One event: `USER_DEBUG|[3]|DEBUG|text`. */
  add(...parts: readonly (string | number)[]): void {
    if (!this.enabled) return;
    if (this.#lines.length === MAX_LINES) this.#lines.push('*** Skipped further lines ***');
    if (this.#lines.length > MAX_LINES) return;
    const now = this.now();
    // The clock may stand still; the count keeps the nanoseconds in order.
    const nanos = (now - this.start) * 1_000_000 + ++this.#ticks;
    const time = new Date(now).toISOString().slice(11, 23);
    this.#lines.push(`${time} (${nanos})|${parts.join('|')}`);
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  toString(): string {
    return [`${this.apiVersion} ${HEADER}`, ...this.#lines, ''].join('\n');
  }
}

/** The debug log of a transaction in the platform's form. */

const HEADER =
  'APEX_CODE,DEBUG;APEX_PROFILING,INFO;CALLOUT,INFO;DB,INFO;NBA,INFO;SYSTEM,DEBUG;VALIDATION,INFO;VISUALFORCE,INFO;WAVE,INFO;WORKFLOW,INFO';

/** Longest log that the platform keeps is 20 MB; ours stops earlier, and says so. */
const MAX_LINES = 50_000;

/** One event as it was added: most logs are never read, so its text is made when somebody asks. */
interface Entry {
  readonly at: number;
  readonly parts: readonly (string | number)[];
}

export class DebugLog {
  readonly #entries: Entry[] = [];
  /** Org time of the first event. */
  readonly start: number;

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
    if (this.#entries.length <= MAX_LINES) this.#entries.push({ at: this.now(), parts });
  }

  get lines(): readonly string[] {
    return this.#entries.map(({ at, parts }, i) => {
      if (i === MAX_LINES) return '*** Skipped further lines ***';
      // The clock may stand still; the count keeps the nanoseconds in order.
      const nanos = (at - this.start) * 1_000_000 + i + 1;
      return `${new Date(at).toISOString().slice(11, 23)} (${nanos})|${parts.join('|')}`;
    });
  }

  toString(): string {
    return [`${this.apiVersion} ${HEADER}`, ...this.lines, ''].join('\n');
  }
}

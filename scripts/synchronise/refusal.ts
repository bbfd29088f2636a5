/** What is wrong with a source, where, and what to do instead. */

/** Line and column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One thing that cannot be expanded. */
export interface Refusal extends Place {
  readonly file: string;
  /** The reason, and a way forward. */
  readonly message: string;
}

/** Thrown once for all that is wrong with the sources of one call. */
export class Refused extends Error {
  constructor(readonly refusals: readonly Refusal[]) {
    super(refusals.map(describe).join('\n'));
    this.name = 'Refused';
  }
}

/** `classes/A.cls:3:5: …`, as editors read it. */
function describe({ file, line, column, message }: Refusal): string {
  return `${file}:${line}:${column}: ${message}`;
}

/** Collects what is wrong with one file. */
export class Complaints {
  readonly refusals: Refusal[] = [];

  constructor(readonly file: string) {}

  add({ line, column }: Place, message: string): void {
    this.refusals.push({ file: this.file, line, column, message });
  }

  /** @throws Refused if there is anything, in the order of the text */
  settle(): void {
    if (this.refusals.length === 0) return;
    throw new Refused(this.refusals.sort((a, b) => a.line - b.line || a.column - b.column));
  }
}

/**
 * Apex stack traces. Every compiled unit is one script named `apex:…`; its line table tells which
 * Apex frame and line each line of JavaScript stands for. A trace is taken as raw V8 call sites and
 * only turned into text when somebody reads it.
 */

/** By line of JavaScript (1-based within the script): the frame and the Apex line, or undefined. */
export type LineTable = readonly (LineEntry | undefined)[];

export interface LineEntry {
  /** `Class.Foo.bar`, `Trigger.T`, `AnonymousBlock`. */
  readonly frame: string;
  readonly line: number;
}

/** Line tables by script name. */
export type LineTables = ReadonlyMap<string, LineTable>;

/** More than the deepest Apex stack needs: each call is two JavaScript frames. */
const DEEP = 5000;

interface Captured {
  stack?: unknown;
}

export class Trace {
  #frames: readonly LineEntry[] | null = null;
  constructor(
    readonly captured: Captured,
    readonly tables: LineTables,
  ) {}

  /** Innermost first. */
  get frames(): readonly LineEntry[] {
    this.#frames ??= resolve(this.captured, this.tables);
    return this.#frames;
  }

  get line(): number | null {
    return this.frames[0]?.line ?? null;
  }

  toString(): string {
    return this.frames.map((f) => `${f.frame}: line ${f.line}, column 1`).join('\n');
  }
}

/** The Apex stack at this moment. */
export function captureTrace(tables: LineTables): Trace {
  const captured: Captured = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = DEEP;
  Error.captureStackTrace(captured, captureTrace);
  Error.stackTraceLimit = limit;
  return new Trace(captured, tables);
}

function resolve(captured: Captured, tables: LineTables): LineEntry[] {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is put back as it was
  const prepare = Error.prepareStackTrace;
  let sites: unknown;
  try {
    Error.prepareStackTrace = (_error, callSites) => callSites;
    sites = captured.stack;
  } finally {
    Error.prepareStackTrace = prepare;
  }
  if (!Array.isArray(sites)) return [];
  const frames: LineEntry[] = [];
  for (const site of sites as NodeJS.CallSite[]) {
    const script = site.getScriptNameOrSourceURL();
    const entry = script ? tables.get(script)?.[site.getLineNumber() ?? 0] : undefined;
    if (entry) frames.push(entry);
  }
  return frames;
}

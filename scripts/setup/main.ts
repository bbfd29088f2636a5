/** The command without its process: arguments in, texts and an exit code out. */
import { Refusal } from '../connect/refusal';
import { connect } from './connect';
import { parseOptions } from './options';
import { lines } from './report';
import { setUp } from './run';

/** Exit codes: scripts and CI read them. */
export const EXIT = { ok: 0, todo: 1, refused: 3 } as const;

export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Help was asked for, or the arguments are wrong: the parser's own way to end. */
class Parsed extends Error {
  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * @param argv arguments after the script's name
 * @returns exit code
 */
export async function main(argv: readonly string[], { out, err }: Streams): Promise<number> {
  try {
    const options = parseOptions(argv, (code, message) => {
      throw new Parsed(code, message);
    });
    const { name, connection } = await connect(options);
    out(`${name}\n`);
    const findings = await setUp(connection, options);
    out(lines(findings));
    const open = findings.filter(({ ok }) => !ok).length;
    out(open === 0 ? 'Nothing to do.\n' : `To do: ${open}.\n`);
    return open === 0 ? EXIT.ok : EXIT.todo;
  } catch (error) {
    if (error instanceof Parsed && error.exitCode === 0) {
      out(error.message);
      return EXIT.ok;
    }
    err(`${explain(error)}\n`);
    return EXIT.refused;
  }
}

const GONE = /ECONNREFUSED|ECONNRESET|fetch failed|socket hang up|EPIPE/;

/** One sentence where the user can do something, all of it otherwise. */
function explain(error: unknown): string {
  if (error instanceof Refusal || error instanceof Parsed) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (GONE.test(error.message))
    return `The org has stopped answering (${error.message}). Run this again: what was done already is left as it is.`;
  return error.stack ?? error.message;
}

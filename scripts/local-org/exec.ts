/** `local-org exec`: anonymous Apex. */
import { readFileSync } from 'node:fs';
import { EndlessWork, createLocalOrg } from '../../local-org/org';
import type { AnonymousResult } from '../../local-org/org/contract';
import { deployFolders } from './deployment';
import { CommandFailure } from './failure';
import type { OrgFlags, RemoteFlags } from './options';
import { SOURCE, orgOptions } from './options';
import type { Executed } from './remote';
import { remoteOf } from './remote';

export interface ExecFlags extends OrgFlags, RemoteFlags {
  readonly deploy?: readonly string[];
  readonly log?: boolean;
}

/** The texts of `System.debug`, which may have several lines. */
function debugOutput(log: string): string {
  let debugging = false;
  const lines: string[] = [];
  for (const line of log.split('\n')) {
    const event = /^\d\d:\d\d:\d\d\.\d+ \(\d+\)\|([A-Z_]+)(?:\|\[\d+\]\|[A-Z]+\|(.*))?/s.exec(line);
    if (event !== null) debugging = event[1] === 'USER_DEBUG';
    if (debugging) lines.push(event === null ? line : (event[2] ?? ''));
  }
  return lines.length === 0 ? '' : `${lines.join('\n').trimEnd()}\n`;
}

function flatten(result: AnonymousResult): Executed {
  const { compileProblem, ...rest } = result;
  return {
    ...rest,
    line: compileProblem?.line ?? -1,
    column: compileProblem?.column ?? -1,
    compileProblem: compileProblem?.message ?? null,
  };
}

function endlessAsFailure(error: unknown): never {
  throw error instanceof EndlessWork ? new CommandFailure(error.message) : error;
}

async function execute(apex: string, flags: ExecFlags): Promise<Executed> {
  const remote = remoteOf(flags);
  if (remote !== undefined) return remote.execute(apex);
  const org = await createLocalOrg(orgOptions(flags));
  try {
    await deployFolders(org, flags.deploy ?? SOURCE);
    const result = await org.executeAnonymous(apex);
    // Jobs that the code enqueued belong to what it does.
    await org.idle().catch(endlessAsFailure);
    return flatten(result);
  } finally {
    await org.close();
  }
}

export async function exec(file: string, flags: ExecFlags): Promise<void> {
  const apex = readFileSync(file === '-' ? 0 : file, 'utf8');
  const result = await execute(apex, flags);
  process.stdout.write(flags.log ? result.log : debugOutput(result.log));
  const name = file === '-' ? 'stdin' : file;
  if (!result.compiled)
    throw new CommandFailure(`${name}:${result.line}:${result.column}: ${result.compileProblem}`);
  if (!result.success)
    throw new CommandFailure(
      `${result.exceptionMessage}\n${result.exceptionStackTrace ?? ''}`.trim(),
    );
}

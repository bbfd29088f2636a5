/** The source folders of a run: the package and the probe, or a sabotaged copy of the package. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Misfit, replaceOnce, type SourceEdit } from '../../explorer/mutants/edit';
import { SABOTAGES, type SabotageName } from './sabotage';
import { LoadError } from './target';

export interface Folders {
  /** In the order in which they are deployed. */
  readonly paths: readonly string[];
  /** Removes the copy, if one was made. */
  remove(): void;
}

const ROOT = resolve(__dirname, '../..');
const PACKAGE = join(ROOT, 'force-app');
const PROBE = join(__dirname, 'probe');

/** Copies carry the process that made them, so that those of a process that was killed can be told. */
const COPY = 'apex-mutex-sabotage-';

/**
 * @param sabotage guard to take out, if any
 * @throws LoadError when the package has changed so that the guard is not found where it was
 */
export function prepareFolders(sabotage?: SabotageName): Folders {
  if (sabotage === undefined) return { paths: [PACKAGE, PROBE], remove: () => undefined };
  removeOrphans();
  const copy = mkdtempSync(join(tmpdir(), `${COPY}${process.pid}-`));
  const target = join(copy, 'force-app');
  const remove = (): void => rmSync(copy, { recursive: true, force: true });
  try {
    cpSync(PACKAGE, target, { recursive: true });
    for (const edit of SABOTAGES[sabotage].edits) apply(target, edit, sabotage);
  } catch (error) {
    remove();
    throw error;
  }
  return { paths: [target, PROBE], remove };
}

/** Removes the copies of processes that are gone; what cannot be removed belongs to somebody else. */
function removeOrphans(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(COPY) ? /^(\d+)-/.exec(name.slice(COPY.length))?.[1] : undefined;
    if (pid === undefined || lives(Number(pid))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      continue;
    }
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function apply(folder: string, edit: SourceEdit, name: string): void {
  const file = join(folder, edit.file);
  try {
    writeFileSync(file, replaceOnce(readFileSync(file, 'utf8'), edit));
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new LoadError(
      `Sabotage "${name}" no longer fits ${edit.file}: the guard that it takes out must stand there exactly once. Bring scripts/load/sabotage.ts up to date.`,
    );
  }
}

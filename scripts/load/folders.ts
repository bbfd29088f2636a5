/** The source folders of a run: the package and the probe, or a sabotaged copy of the package. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/**
 * @param sabotage guard to take out, if any
 * @throws LoadError when the package has changed so that the guard is not found where it was
 */
export function prepareFolders(sabotage?: SabotageName): Folders {
  if (sabotage === undefined) return { paths: [PACKAGE, PROBE], remove: () => undefined };
  const copy = mkdtempSync(join(tmpdir(), 'apex-mutex-sabotage-'));
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

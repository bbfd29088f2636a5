import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadResult } from '../result';
import { LoadError } from '../target';
import { html } from './html';

/** Paths of the files that were written. */
export interface ReportFiles {
  readonly json: string;
  readonly html: string;
}

/**
 * Writes both report files, each wholly or not at all.
 * @throws LoadError in one sentence when the disk refuses; the verdict has been printed by then
 */
export async function writeReport(result: LoadResult, folder: string): Promise<ReportFiles> {
  const base = join(folder, `load-${result.info.run}`);
  const files = { json: `${base}.json`, html: `${base}.html` };
  try {
    await mkdir(folder, { recursive: true });
    await whole(files.json, JSON.stringify(result));
    await whole(files.html, html(result));
  } catch (error) {
    throw new LoadError(
      `The report could not be written to ${folder} (${error instanceof Error ? error.message : String(error)}); choose another folder with --report.`,
    );
  }
  return files;
}

/** Writes beside and renames, so that no reader and no full disk ever leaves half a file under the name. */
async function whole(path: string, content: string): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeFile(part, content);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

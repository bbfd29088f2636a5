import { join } from 'node:path';
import { writeWhole } from '../../command/disk';
import type { LoadResult } from '../result';
import { html } from './html';

/** Paths of the files that were written. */
export interface ReportFiles {
  readonly json: string;
  readonly html: string;
}

/** How the report is called where the disk refuses it, and the flag that names another place. */
export const REPORT = ['The report', '--report'] as const;

/**
 * Writes both report files, each wholly or not at all.
 * @throws Refusal in one sentence when the disk refuses; the verdict has been printed by then
 */
export function writeReport(result: LoadResult, folder: string): ReportFiles {
  const base = join(folder, `load-${result.info.run}`);
  const files = { json: `${base}.json`, html: `${base}.html` };
  writeWhole(files.json, JSON.stringify(result), ...REPORT);
  writeWhole(files.html, html(result), ...REPORT);
  return files;
}

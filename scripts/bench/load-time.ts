/** The main job as a user runs it, from the start of the process to its end. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** @returns seconds, and the first line of the verdict */
export function loadTime(): { seconds: number; verdict: string } {
  const folder = mkdtempSync(join(tmpdir(), 'apex-mutex-bench-'));
  try {
    const began = performance.now();
    const { stdout } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'scripts/load.ts', '--report', folder],
      { cwd: ROOT, encoding: 'utf8' },
    );
    return {
      seconds: (performance.now() - began) / 1000,
      verdict: stdout.split('\n')[0] ?? 'no verdict',
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Installs the Salesforce CLI into this folder when it is absent, from the lockfile beside this file. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const INSTALLED = path.join(__dirname, 'node_modules', '@salesforce', 'cli', 'package.json');

/**
 * Jest calls this once before the suite.
 *
 * @throws Error when npm fails, since no test could say anything then
 */
export default function install(): void {
  if (existsSync(INSTALLED)) return;
  console.log('Installing the Salesforce CLI (npm ci in cli/), about 300 MB …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: __dirname,
    stdio: 'inherit',
  });
  if (status !== 0)
    throw new Error('npm ci in cli/ failed: without the CLI nothing can be tested.');
}

/** `npx tsx scripts/races.ts`: breaks the recipes of others again and renews docs/races.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { attemptAll } from '../explorer/recipes/attempt';
import { renewed } from '../explorer/recipes/document';
import { sourcePackage } from './local-org/package';

const ROOT = resolve(__dirname, '..');
const PAGE = join(ROOT, 'docs/races.md');

async function main(): Promise<void> {
  const attempts = await attemptAll((folder) => sourcePackage(join(ROOT, folder)));
  writeFileSync(PAGE, renewed(readFileSync(PAGE, 'utf8'), attempts));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

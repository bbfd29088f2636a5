/**
 * `build.ts <entry.ts> <folder>`: one file of JavaScript out of a command and all that it imports.
 * Digests are taken of the very bytes that were bundled, so that an edit during the build is noticed.
 */
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** The launcher's half, in JavaScript. */
interface Cache {
  environment(root: string): string;
  listed(folder: string): string;
  named(bytes: Uint8Array): string;
}

const ROOT = path.resolve(__dirname, '../..');
const cache = createRequire(__filename)('./cache.cjs') as Cache;

/** Large, read files of their own, and are loaded by few commands: they stay where they are. */
const EXTERNAL = ['@salesforce/*', 'jsforce', 'esbuild', 'tsx'];
const NODE = 'node20';
/** Changes of these make other bundles, too. */
const MAKERS = ['scripts/launch.cjs', 'scripts/launch/cache.cjs', 'scripts/launch/build.ts'];

const relative = (file: string): string => path.relative(ROOT, file);

/** Gives each module the place where it lies, which the bundle takes from it. */
function placed(text: string, file: string): string {
  const where = text.replace(/\bimport\.meta\.url\b/g, JSON.stringify(pathToFileURL(file).href));
  if (!/\b__(?:dir|file)name\b/.test(where)) return where;
  const strict = /^\s*(['"])use strict\1;?/.exec(where)?.[0] ?? '';
  const place = `var __filename=${JSON.stringify(file)},__dirname=${JSON.stringify(path.dirname(file))};`;
  return `${strict};${place}${where.slice(strict.length)}`;
}

/** Reads every module, and notes the digests of our own. */
function reader(inputs: Map<string, string>): Plugin {
  return {
    name: 'reader',
    setup(hooks) {
      hooks.onLoad({ filter: /\.(?:ts|js|mjs|cjs)$/ }, ({ path: file }) => {
        const bytes = readFileSync(file);
        const own = !file.includes(`${path.sep}node_modules${path.sep}`);
        if (own) inputs.set(relative(file), cache.named(bytes));
        const loader = file.endsWith('.ts') ? 'ts' : 'js';
        return { contents: placed(bytes.toString(), file), loader };
      });
    },
  };
}

/** Names in each folder of sources: a new file may be what an import means from then on. */
function foldersBefore(): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (folder: string): void => {
    found.set(relative(folder), cache.listed(folder));
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory() && !/^(?:node_modules|\..*)$/.test(entry.name))
        visit(path.join(folder, entry.name));
  };
  for (const entry of readdirSync(ROOT, { withFileTypes: true }))
    if (entry.isDirectory() && !/^(?:node_modules|\..*)$/.test(entry.name))
      visit(path.join(ROOT, entry.name));
  return found;
}

/** Characters beyond ASCII stand in comments, texts and patterns, where an escape means the same. */
function ascii(text: string): string {
  return text.replace(
    /[\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

async function main(entry: string, folder: string): Promise<void> {
  const environment = cache.environment(ROOT);
  const before = foldersBefore();
  const inputs = new Map(
    MAKERS.map((name) => [name, cache.named(readFileSync(path.join(ROOT, name)))] as const),
  );
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: NODE,
    external: EXTERNAL,
    // What is not in the bundle is loaded by `require`, which needs no module loader of its own.
    supported: { 'dynamic-import': false },
    plugins: [reader(inputs)],
    logLevel: 'silent',
    absWorkingDir: ROOT,
  });
  const bytes = Buffer.from(ascii(outputFiles[0]!.text));
  const bundle = cache.named(bytes);
  const names = new Set([...inputs.keys()].map((name) => path.dirname(name)));
  const folders = Object.fromEntries([...before].filter(([name]) => names.has(name)));
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  write(path.join(folder, `${bundle}.cjs`), bytes);
  const manifest = { environment, inputs: Object.fromEntries(inputs), folders, bundle };
  write(path.join(folder, 'manifest.json'), Buffer.from(JSON.stringify(manifest)));
  for (const name of readdirSync(folder))
    if (name !== 'manifest.json' && !name.startsWith(bundle))
      rmSync(path.join(folder, name), { force: true });
}

/** All at once, so that a process that reads at the same time sees one or the other. */
function write(file: string, bytes: Uint8Array): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, bytes, { mode: 0o600 });
  renameSync(draft, file);
}

main(process.argv[2]!, process.argv[3]!).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

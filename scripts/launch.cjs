'use strict';
// node scripts/launch.cjs <entry.ts> [argument …]: a command of this project, started from one bundle
// instead of hundreds of TypeScript files. The bundle is used only while every file that went into it
// is what it was; otherwise it is made anew (launch/build.ts), and where that fails the sources run.
// Plain JavaScript, because loading a compiler is what this saves.
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const v8 = require('node:v8');
const { bundleOf, folderOf, keepCode, scriptOf } = require('./launch/cache.cjs');

// A function is optimised after this many bytes of its bytecode. V8's own number is a quarter of it, and
// made a first deploy spend half its processor time on optimising code that runs for a moment only.
// Later versions of V8 do not know the flag, and say so aloud.
if (process.versions.node.startsWith('20.')) v8.setFlagsFromString('--interrupt-budget=500000');

const [, , entry, ...rest] = process.argv;
const ROOT = path.resolve(__dirname, '..');

/** Makes the bundle in a process of its own: what it needs is not kept in this one. */
function build(file) {
  const builder = path.join(__dirname, 'launch', 'build.ts');
  const args = ['--import', 'tsx', builder, file, folderOf(ROOT, file)];
  spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'ignore' });
}

function runBundle(file, bundle) {
  const { Module, createRequire } = require('node:module');
  const module = new Module(file, null);
  module.filename = file;
  const script = scriptOf(bundle, rest);
  keepCode(bundle, rest, script);
  const args = [module.exports, createRequire(file), module, file, path.dirname(file)];
  script.runInThisContext().apply(module.exports, args);
}

function runSources(file) {
  require('tsx/cjs');
  require(file);
}

function main() {
  if (entry === undefined || !entry.endsWith('.ts')) {
    process.stderr.write('node scripts/launch.cjs <entry.ts> [argument …]\n');
    process.exitCode = 2;
    return;
  }
  const file = path.resolve(entry);
  process.argv = [process.argv[0], file, ...rest];
  if (process.env.APEX_MUTEX_CACHE === 'off') return runSources(file);
  let bundle = bundleOf(ROOT, file);
  if (bundle === undefined) {
    build(file);
    bundle = bundleOf(ROOT, file);
  }
  return bundle === undefined ? runSources(file) : runBundle(file, bundle);
}

main();

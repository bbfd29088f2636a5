'use strict';
// The folder of a bundle: manifest.json says what it was made of, <digest>.cjs is the bundle, and
// <digest>-<engine>-<command>.bin the machine code's precursor that V8 made of it. Nothing in it is
// believed: a file of another user, a changed one or half a one is as good as none.
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');

/** Only the user who runs the command may write what it will execute. */
const PRIVATE_FILE = 0o600;
const FOR_OTHERS = 0o022;
/** When most of what a start needs has been compiled; earlier and it is a smaller cache, no wrong one. */
const SETTLED_MS = 2000;
const DIGEST_BYTES = 32;

const digest = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const named = (bytes) => digest(bytes).toString('hex');

function folderOf(root, entry) {
  const name = path.relative(root, entry).replace(/\W+/g, '-');
  return path.join(root, 'node_modules', '.cache', 'apex-mutex', 'bundles', name);
}

/** @returns the bytes of a file that nobody else can have written; undefined: there is none */
function readOwn(file) {
  let handle;
  try {
    handle = fs.openSync(file, 'r');
    const { uid, mode } = fs.fstatSync(handle);
    if (uid !== process.getuid() || (mode & FOR_OTHERS) !== 0) return undefined;
    return fs.readFileSync(handle);
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) fs.closeSync(handle);
  }
}

/** What a bundle depends on beside the sources: installed packages and the engine. */
function environment(root) {
  const locks = ['package-lock.json', 'node_modules/.package-lock.json', 'tsconfig.json'];
  const texts = locks.map((name) => {
    try {
      return fs.readFileSync(path.join(root, name));
    } catch {
      return '';
    }
  });
  return digest(process.version, process.arch, process.platform, ...texts).toString('hex');
}

/** Digest of the names in a folder, without those that editors hide. */
const listed = (folder) =>
  named(
    fs
      .readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort()
      .join('\n'),
  );

function isFresh(root, { environment: made, inputs, folders }) {
  if (made !== environment(root)) return false;
  return (
    Object.entries(inputs).every(
      ([name, was]) => named(fs.readFileSync(path.join(root, name))) === was,
    ) && Object.entries(folders).every(([name, was]) => listed(path.join(root, name)) === was)
  );
}

/** The bundle of an entry: its text, file and digest; undefined when there is none that is true to the sources. */
function bundleOf(root, entry) {
  try {
    const folder = folderOf(root, entry);
    const manifest = JSON.parse(readOwn(path.join(folder, 'manifest.json')));
    if (!isFresh(root, manifest)) return undefined;
    const file = path.join(folder, `${manifest.bundle}.cjs`);
    const bytes = readOwn(file);
    if (bytes === undefined || named(bytes) !== manifest.bundle) return undefined;
    // The builder writes ASCII only: one byte a character is quicker to read and to scan.
    return { file, digest: manifest.bundle, text: bytes.toString('latin1') };
  } catch {
    return undefined;
  }
}

/** Each command compiles other parts of the bundle. The tag changes with the engine and its flags. */
function codeFile(bundle, [command = '']) {
  const word = /^[a-z]{1,20}$/.test(command) ? command : 'main';
  return bundle.file.replace(/cjs$/, `${v8.cachedDataVersionTag().toString(16)}-${word}.bin`);
}

/** V8 trusts the data it is given, so it is given only what was written here for this very bundle. */
function readCode(bundle, args) {
  const bytes = readOwn(codeFile(bundle, args));
  if (bytes === undefined) return undefined;
  const data = bytes.subarray(DIGEST_BYTES);
  return digest(bundle.digest, data).equals(bytes.subarray(0, DIGEST_BYTES)) ? data : undefined;
}

function scriptOf(bundle, args) {
  const cachedData = readCode(bundle, args);
  const wrapper = require('node:module').wrap(bundle.text);
  return new vm.Script(wrapper, { filename: bundle.file, ...(cachedData ? { cachedData } : {}) });
}

/** Writes down what V8 compiled, once, when the command has come to rest or ends. */
function keepCode(bundle, args, script) {
  if (script.cachedDataRejected === false) return;
  const write = () => {
    clearTimeout(timer);
    process.off('exit', write);
    const file = codeFile(bundle, args);
    const draft = `${file}.${process.pid}`;
    try {
      const data = script.createCachedData();
      fs.writeFileSync(draft, Buffer.concat([digest(bundle.digest, data), data]), {
        mode: PRIVATE_FILE,
      });
      fs.renameSync(draft, file);
    } catch {
      // The next start compiles again.
    }
  };
  const timer = setTimeout(write, SETTLED_MS).unref();
  process.on('exit', write);
}

module.exports = { bundleOf, digest, environment, folderOf, keepCode, listed, named, scriptOf };

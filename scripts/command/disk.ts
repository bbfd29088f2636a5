/** What commands write for people: asked for before the work begins, and written wholly or not at all. */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Refusal } from '../connect/refusal';

/**
 * Makes a folder, and sees that it can be written to.
 * @param what what will be written there, as the sentence begins: `The report`
 * @param flag the flag that names another place
 * @throws Refusal in one sentence
 */
export function reserveFolder(folder: string, what: string, flag: string): void {
  try {
    make(resolve(folder));
    if (!statSync(folder).isDirectory()) throw new Error('it is no folder');
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unwritable(folder, what, flag, error);
  }
}

/** The same for a file. @throws Refusal in one sentence */
export function reserveFile(file: string, what: string, flag: string): void {
  reserveFolder(dirname(resolve(file)), what, flag);
  if (existsSync(file) && statSync(file).isDirectory())
    throw unwritable(file, what, flag, new Error('it is a folder'));
}

/**
 * Writes beside and renames, so that no reader and no full disk ever meets half a file.
 * @throws Refusal in one sentence
 */
export function writeWhole(file: string, content: string, what: string, flag: string): void {
  const part = `${file}.part`;
  try {
    make(dirname(resolve(file)));
    writeFileSync(part, content);
    renameSync(part, file);
  } catch (error) {
    if (existsSync(part)) rmSync(part);
    throw unwritable(file, what, flag, error);
  }
}

/** One level after the other: told to do it all at once, Node goes round in circles where /proc refuses. */
function make(folder: string): void {
  if (existsSync(folder)) return;
  make(dirname(folder));
  mkdirSync(folder);
}

function unwritable(path: string, what: string, flag: string, error: unknown): Refusal {
  const why = error instanceof Error ? error.message : String(error);
  return new Refusal(
    `${what} cannot be written to ${path} (${why}); choose another place with ${flag}.`,
  );
}

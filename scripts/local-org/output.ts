/** Files that a command writes at its end. */
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandFailure } from './failure';

/** As `mkdir -p`; that of Node never ends where the system denies a folder by "no such file". */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    const parent = dirname(folder);
    if (code !== 'ENOENT' || parent === folder) throw error;
    makeFolder(parent);
    mkdirSync(folder);
  }
}

/**
 * Makes sure that a file can be written, and gives the function that writes it.
 * @throws CommandFailure
 */
export function prepareFile(file: string): (text: string) => void {
  try {
    makeFolder(dirname(file));
    const isNew = !existsSync(file);
    closeSync(openSync(file, 'a'));
    if (isNew) rmSync(file);
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw new CommandFailure(`${file} cannot be written (${code}); choose another file.`);
  }
  return (text) => {
    writeFileSync(file, text);
  };
}

/** The disk refuses: one sentence, before the work where it can be, and nothing half-written. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reserveFile, reserveFolder, writeWhole } from '../disk';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'apex-mutex-disk-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NAMED = ['The story', '--html'] as const;
const refused = (path: string): RegExp =>
  new RegExp(
    `^The story cannot be written to ${path} \\(.+\\); choose another place with --html\\.$`,
  );

test('folders are made, and what is there already stays', () => {
  const file = join(folder, 'a/b/story.html');
  reserveFile(file, ...NAMED);
  expect(existsSync(join(folder, 'a/b'))).toBe(true);
  expect(existsSync(file)).toBe(false);
  writeWhole(file, 'one', ...NAMED);
  reserveFile(file, ...NAMED);
  expect(readFileSync(file, 'utf8')).toBe('one');
});

test('a folder that is a file, or cannot be', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const path of [file, join(file, 'below'), '/proc/nowhere/below'])
    expect(() => reserveFolder(path, ...NAMED)).toThrow(refused(path));
});

test('a file that is a folder', () => {
  expect(() => reserveFile(folder, ...NAMED)).toThrow(refused(folder));
  expect(() => writeWhole(folder, 'x', ...NAMED)).toThrow(refused(folder));
  expect(existsSync(`${folder}.part`)).toBe(false);
});

test('a file that stands where a folder was', () => {
  const path = join(folder, 'reports');
  mkdirSync(path);
  reserveFolder(path, ...NAMED);
  rmSync(path, { recursive: true });
  writeFileSync(path, '');
  expect(() => writeWhole(join(path, 'story.html'), 'x', ...NAMED)).toThrow(/cannot be written/);
});

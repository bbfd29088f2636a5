import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptFolder } from '../../kept/folder';

let parent: string;
beforeEach(() => (parent = mkdtempSync(join(tmpdir(), 'kept-'))));
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const folder = (version = '1', last: 'written' | 'used' = 'used', most = 8): KeptFolder =>
  new KeptFolder({ name: 'things', version: () => version, most, last, parent });
const fileOf = (key: string, version = '1'): string => join(parent, `things-${version}`, key);

/** Makes a file older than all that is written now. */
function age(path: string, days: number): void {
  const then = statSync(path).mtimeMs / 1000 - days * 86_400;
  utimesSync(path, then, then);
}

describe('what is kept', () => {
  it('is there for the next process, and for no other version', () => {
    folder().write('a', 'Ärger\n');
    expect(folder().read('a')?.toString()).toBe('Ärger\n');
    expect(folder().read('b')).toBeUndefined();
    expect(folder('2').read('a')).toBeUndefined();
  });

  it('is for its user alone', () => {
    folder().write('a', 'text');
    expect(statSync(fileOf('a')).mode & 0o777).toBe(0o600);
    chmodSync(fileOf('a'), 0o620);
    expect(folder().read('a')).toBeUndefined();
  });

  it.each<[string, (file: string) => void]>([
    ['cut off', (file) => writeFileSync(file, readFileSync(file).subarray(0, -1))],
    ['empty', (file) => writeFileSync(file, '')],
    [
      'changed in one bit',
      (file) => {
        const bytes = readFileSync(file);
        bytes[bytes.length - 2]! ^= 1;
        writeFileSync(file, bytes);
      },
    ],
    ['that of another key', (file) => copyFileSync(fileOf('other'), file)],
    [
      'a folder',
      (file) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
  ])('is not believed when it is %s', (_, spoil) => {
    folder().write('other', 'other text');
    folder().write('a', 'some text');
    spoil(fileOf('a'));
    expect(folder().read('a')).toBeUndefined();
  });

  it('is made anew when it was spoiled', () => {
    folder().write('a', 'some text');
    writeFileSync(fileOf('a'), 'rubbish');
    folder().write('a', 'some text');
    expect(folder().read('a')?.toString()).toBe('some text');
  });
});

describe('a folder', () => {
  it.each(['written', 'used'] as const)('keeps what was last %s', (last) => {
    const kept = folder('1', last);
    for (const [i, key] of [...'abcdefgh'].entries()) {
      kept.write(key, key);
      age(fileOf(key), 100 - i);
    }
    expect(kept.read('a')?.toString()).toBe('a');
    kept.write('i', 'i');
    expect(readdirSync(join(parent, 'things-1')).sort().join('')).toBe(
      last === 'used' ? 'aefghi' : 'defghi',
    );
  });

  it('outlives two newer versions, and no third', () => {
    for (const [i, version] of ['1', '2', '3', '4'].entries()) {
      folder(version).write('a', 'text');
      age(join(parent, `things-${version}`), 10 - i);
    }
    mkdirSync(join(parent, 'strangers-1'));
    folder('5').write('a', 'text');
    expect(readdirSync(parent).sort()).toEqual(['strangers-1', 'things-3', 'things-4', 'things-5']);
  });

  it('that nobody can write is as good as none', () => {
    writeFileSync(join(parent, 'things-1'), 'a file where the folder should be');
    const kept = folder();
    kept.write('a', 'text');
    expect(kept.read('a')).toBeUndefined();
  });

  it('without a version is none', () => {
    const version = (): string => {
      throw new Error('There are no sources.');
    };
    const kept = new KeptFolder({ name: 'things', version, most: 8, last: 'used', parent });
    kept.write('a', 'text');
    expect(kept.read('a')).toBeUndefined();
    expect(readdirSync(parent)).toEqual([]);
  });

  it('takes nothing that was made by code which has been edited since', () => {
    let version = '1';
    const options = { name: 'things', most: 8, last: 'used', parent } as const;
    const kept = new KeptFolder({ ...options, version: () => version });
    kept.write('a', 'made by version 1');
    version = '2';
    kept.write('b', 'made by version 1, too');
    expect(kept.read('a')?.toString()).toBe('made by version 1');
    expect(kept.read('b')).toBeUndefined();
    expect(folder('2').read('b')).toBeUndefined();
  });

  it('gives all of a file or nothing while it is written', () => {
    folder().write('a', 'old text');
    writeFileSync(`${fileOf('a')}.1.0`, 'half of what another proc');
    expect(folder().read('a')?.toString()).toBe('old text');
  });
});

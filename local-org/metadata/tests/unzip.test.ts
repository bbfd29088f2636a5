import { strToU8, zipSync } from 'fflate';
import { DEFAULT_LIMITS, PackageError, rootOfPackage, unzip, zip } from '..';

function pack(files: Record<string, string | Uint8Array>): Buffer {
  const entries = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === 'string' ? strToU8(content) : content,
  ]);
  return Buffer.from(zipSync(Object.fromEntries(entries) as Record<string, Uint8Array>));
}

const directory = (zip: Buffer): number => zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));

test('packs and unpacks, without folders, always into the same bytes', () => {
  const files = new Map([
    ['package.xml', Buffer.from('<Package/>')],
    ['classes/Ä.cls', Buffer.from('class Ä {}')],
  ]);
  expect(unzip(zip(files))).toEqual(files);
  expect(zip(files)).toEqual(zip(files));
  expect([...unzip(pack({ 'classes/': '', 'classes/A.cls': 'x' })).keys()]).toEqual([
    'classes/A.cls',
  ]);
});

test.each([
  '../evil',
  'a/../../evil',
  '/etc/passwd',
  'C:/evil',
  'a\\b',
  'a//b',
  './a',
  '__proto__/a',
])('refuses the path %s', (name) => {
  expect(() => unzip(pack({ [name]: 'x' }))).toThrow(PackageError);
});

test('refuses a bomb by its ratio and by its size', () => {
  const bomb = pack({ 'a.txt': new Uint8Array(64 * 1024 * 1024) });
  expect(bomb.length).toBeLessThan(200_000);
  expect(() => unzip(bomb)).toThrow(/unpacks to more than/);
  expect(() => unzip(pack({ a: 'xxxxx' }), { ...DEFAULT_LIMITS, totalBytes: 4 })).toThrow(
    /unpacks/,
  );
  expect(() => unzip(pack({ a: 'x', b: 'y' }), { ...DEFAULT_LIMITS, files: 1 })).toThrow(
    /Too many files in zip/,
  );
});

test('a size that lies about a bomb does not unfold it', () => {
  const bomb = pack({ 'a.txt': new Uint8Array(64 * 1024 * 1024) });
  bomb.writeUInt32LE(10, directory(bomb) + 24);
  let bytes = 0;
  try {
    for (const content of unzip(bomb).values()) bytes += content.length;
  } catch (error) {
    expect(error).toBeInstanceOf(PackageError);
  }
  expect(bytes).toBeLessThanOrEqual(10);
});

test('refuses what is no zip, and what is cut short', () => {
  expect(() => unzip(Buffer.from('hello'))).toThrow(/not a zip/);
  const whole = pack({ a: 'x'.repeat(1000), b: 'y' });
  expect(() => unzip(whole.subarray(0, whole.length - 30))).toThrow(PackageError);
});

test.each([
  ['a byte of the content', () => 30 + 1 + 3],
  ['the checksum', (zip: Buffer) => directory(zip) + 16],
  ['the size', (zip: Buffer) => directory(zip) + 24],
  ['the packed size', (zip: Buffer) => directory(zip) + 21],
  ['the method', (zip: Buffer) => directory(zip) + 10],
  ['where it begins', (zip: Buffer) => directory(zip) + 42],
  ['the sign of encryption', (zip: Buffer) => directory(zip) + 8],
  ['where the directory is', (zip: Buffer) => zip.length - 6],
])('refuses a zip in which %s is wrong', (_, at) => {
  const zip = pack({ a: 'some text, some text' });
  expect(unzip(zip).get('a')?.toString()).toBe('some text, some text');
  zip[at(zip)]! ^= 1;
  expect(() => unzip(zip)).toThrow('The zip is damaged.');
});

test('reads past a comment, and files that are stored as they are', () => {
  const stored = Buffer.from(zipSync({ a: [strToU8('x'), { level: 0 }], b: new Uint8Array() }));
  stored.writeUInt16LE(5, stored.length - 2);
  const files = unzip(Buffer.concat([stored, Buffer.from('hello')]));
  expect([...files].map(([name, bytes]) => [name, bytes.toString()])).toEqual([
    ['a', 'x'],
    ['b', ''],
  ]);
});

test('finds the root by package.xml', () => {
  const files = unzip(
    pack({ 'zip/package.xml': '<Package/>', 'zip/classes/A.cls': 'x', other: 'y' }),
  );
  expect([...rootOfPackage(files).keys()]).toEqual(['package.xml', 'classes/A.cls']);
  expect(() => rootOfPackage(new Map())).toThrow('No package.xml found');
});

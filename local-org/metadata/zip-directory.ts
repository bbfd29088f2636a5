/**
 * Reads the directory of a zip (APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16) and inflates by
 * the engine's own zlib: a package is unpacked once in a process, which JavaScript does slowly.
 */
import { crc32, inflateRawSync } from 'node:zlib';

/** One file or folder, as the directory at the end of the zip claims it to be. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes unpacked. */
  readonly size: number;
  readonly packedSize: number;
  readonly crc: number;
  readonly method: number;
  /** Where its local header stands. */
  readonly offset: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const UTF8_NAMES = 1 << 11;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
/** Stands where a number is too large for its place; the rest would be in a zip64 record. */
const ELSEWHERE = 0xffffffff;

/**
 * The entries in the order of the directory.
 *
 * @throws Error or RangeError when this is no zip that can be read
 */
export function* zipEntries(zip: Buffer): Iterable<ZipEntry> {
  const end = endOf(zip);
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    if (zip.readUInt32LE(at) !== CENTRAL) throw new Error('no directory');
    const flags = zip.readUInt16LE(at + 8);
    if ((flags & ENCRYPTED) !== 0) throw new Error('encrypted');
    const nameBytes = zip.readUInt16LE(at + 28);
    const name = zip.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes);
    const entry = {
      name: name.toString((flags & UTF8_NAMES) === 0 ? 'latin1' : 'utf8'),
      method: zip.readUInt16LE(at + 10),
      crc: zip.readUInt32LE(at + 16),
      packedSize: zip.readUInt32LE(at + 20),
      size: zip.readUInt32LE(at + 24),
      offset: zip.readUInt32LE(at + 42),
    };
    if ([entry.packedSize, entry.size, entry.offset].includes(ELSEWHERE)) throw new Error('zip64');
    yield entry;
    at += CENTRAL_BYTES + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

/** The record at the end, which a comment may follow. */
function endOf(zip: Buffer): number {
  const first = Math.max(0, zip.length - END_BYTES - LONGEST_COMMENT);
  for (let at = zip.length - END_BYTES; at >= first; at--)
    if (zip.readUInt32LE(at) === END) return at;
  throw new Error('no end');
}

/**
 * The bytes of one entry; never more than it claims to have.
 *
 * @throws Error or RangeError when they are not what the directory says
 */
export function contentOf(zip: Buffer, entry: ZipEntry): Buffer {
  const { offset, packedSize, size, method } = entry;
  if (zip.readUInt32LE(offset) !== LOCAL) throw new Error('no local header');
  const start =
    offset + LOCAL_BYTES + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
  const packed = zip.subarray(start, start + packedSize);
  if (packed.length !== packedSize) throw new Error('cut short');
  const content = unpacked(packed, method, size);
  if (content.length !== size || crc32(content) !== entry.crc) throw new Error('damaged');
  return content;
}

function unpacked(packed: Buffer, method: number, size: number): Buffer {
  if (method === STORED) return Buffer.from(packed);
  if (method !== DEFLATED) throw new Error('unknown method');
  // zlib wants room for one byte at least.
  return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
}

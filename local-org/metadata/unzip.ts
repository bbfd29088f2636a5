/** Opens the zip of a deploy without trusting it, and packs the one of a retrieve. */
import { zipSync } from 'fflate';
import { contentOf, zipEntries, type ZipEntry } from './zip-directory';

/** The zip cannot be used; the message says why in one sentence. */
export class PackageError extends Error {
  /** @param errorCode where the platform refuses the request and begins no deploy */
  constructor(
    message: string,
    readonly errorCode?: string,
  ) {
    super(message);
    this.name = 'PackageError';
  }
}

export interface UnzipLimits {
  /** Bytes of all files together, unpacked. */
  readonly totalBytes: number;
  readonly files: number;
  /** Unpacked size over packed size of the whole zip. */
  readonly ratio: number;
}

/** The platform allows 600 MB and 10,000 files (35,000 with a package); ours are packages of source. */
export const DEFAULT_LIMITS: UnzipLimits = {
  totalBytes: 600 * 1024 * 1024,
  files: 10_000,
  ratio: 200,
};

/** Small zips of repetitive text may well compress beyond the ratio. */
const RATIO_FREE_BYTES = 8 * 1024 * 1024;

function checkPath(name: string): void {
  const parts = name.split('/');
  const bad =
    name === '' ||
    name.startsWith('/') ||
    name.includes('\\') ||
    name.includes('\0') ||
    /^[A-Za-z]:/.test(name) ||
    parts.some((part) => ['.', '..', '__proto__'].includes(part)) ||
    parts.slice(0, -1).includes('');
  if (bad) throw new PackageError(`The zip names a file outside of the package: ${show(name)}`);
}

function show(name: string): string {
  return JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}…` : name);
}

/**
 * Unpacks a zip into memory, within bounds.
 *
 * @returns path → bytes; folders are left out
 * @throws PackageError when it is no zip, names paths outside of it, or grows beyond the limits
 */
export function unzip(zip: Buffer, limits: UnzipLimits = DEFAULT_LIMITS): Map<string, Buffer> {
  if (zip.length < 22 || zip.readUInt16LE(0) !== 0x4b50)
    throw new PackageError('The deployed file is not a zip.');
  const allowed = Math.min(
    limits.totalBytes,
    Math.max(RATIO_FREE_BYTES, zip.length * limits.ratio),
  );
  const seen = new Set<string>();
  let total = 0;
  // Sizes come from the directory. One that lies gains nothing: no file unpacks to more than it says.
  const check = (entry: ZipEntry): void => {
    if (seen.has(entry.name)) throw new PackageError(`The zip holds ${show(entry.name)} twice.`);
    seen.add(entry.name);
    total += entry.size;
    if (seen.size > limits.files)
      throw new PackageError('Too many files in zip', 'INVALID_OPERATION');
    if (total > allowed)
      throw new PackageError(`The zip unpacks to more than ${allowed} bytes; it was refused.`);
  };
  try {
    const entries: ZipEntry[] = [];
    for (const entry of zipEntries(zip)) {
      checkPath(entry.name);
      if (entry.name.endsWith('/')) continue;
      check(entry);
      entries.push(entry);
    }
    return new Map(entries.map((entry) => [entry.name, contentOf(zip, entry)]));
  } catch (error) {
    if (error instanceof PackageError) throw error;
    throw new PackageError('The zip is damaged.');
  }
}

/**
 * Finds the folder that holds `package.xml` and makes it the root; everything outside is dropped.
 *
 * @throws PackageError when there is none
 */
export function rootOfPackage(files: ReadonlyMap<string, Buffer>): Map<string, Buffer> {
  const candidates = [...files.keys()]
    .filter((name) => name === 'package.xml' || name.endsWith('/package.xml'))
    .sort((a, b) => a.split('/').length - b.split('/').length);
  const found = candidates[0];
  if (found === undefined) throw new PackageError('No package.xml found');
  const root = found.slice(0, -'package.xml'.length);
  return new Map(
    [...files]
      .filter(([name]) => name.startsWith(root))
      .map(([name, bytes]) => [name.slice(root.length), bytes]),
  );
}

/** Packs files in the order given; the same files always give the same bytes. */
export function zip(files: ReadonlyMap<string, Buffer>): Buffer {
  const entries = [...files].map(([name, bytes]) => [name, new Uint8Array(bytes)] as const);
  // The zip format begins in 1980; a fixed moment keeps the bytes reproducible.
  return Buffer.from(zipSync(Object.fromEntries(entries), { level: 6, mtime: '1980-01-02' }));
}

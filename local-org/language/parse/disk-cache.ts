/**
 * Trees of earlier processes. Warming up the parser costs seconds, a tree read back costs next to
 * nothing, and the same sources are parsed over and over by tests and restarts.
 */
import { KeptFolder } from '../kept/folder';
import { versionOf } from '../kept/version';

/** Enough for every state of a large package that a day of work leaves behind; some 25 KB each. */
const MOST = 4_000;

const trees = new KeptFolder({
  name: 'parse',
  version: () => versionOf([__dirname]),
  most: MOST,
  last: 'written',
});

export function readCached<T>(key: string): T | undefined {
  const bytes = trees.read(key);
  return bytes && (JSON.parse(bytes.toString()) as T);
}

export function writeCached(key: string, value: unknown): void {
  trees.write(key, JSON.stringify(value));
}

import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded stream of choices; two streams made from the same seed and name are the same. */
export interface Choices {
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  /** One element of a list that is not empty. */
  pick<T>(from: readonly T[]): T;
}

/** @param name tells streams of one seed apart, so that adding one does not shift the others. */
export function choices(seed: number, name: string): Choices {
  let salt = seed | 0;
  for (const char of name) salt = (Math.imul(salt, 31) + char.charCodeAt(0)) | 0;
  const generator = xoroshiro128plus(salt);
  const int = (low: number, high: number): number => uniformInt(generator, low, high);
  return { int, pick: (from) => from[int(0, from.length - 1)]! };
}

/** Seeded randomness. Every draw of an org comes from here, so that its seed repeats a run. */
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';

export class RandomSource {
  #generator: ReturnType<typeof xoroshiro128plus>;

  constructor(readonly seed: number) {
    this.#generator = xoroshiro128plus(seed | 0);
  }

  /** Uniform in [0, 1). */
  next(): number {
    return uniformFloat64(this.#generator);
  }

  /** Uniform in 0 … n-1. */
  below(n: number): number {
    return n <= 1 ? 0 : uniformInt(this.#generator, 0, n - 1);
  }

  /** True with probability `p`. */
  chance(p: number): boolean {
    return p >= 1 || (p > 0 && this.next() < p);
  }

  /** A stream of its own, so that draws of one kind do not shift those of another. */
  fork(name: string): RandomSource {
    let hash = this.seed ^ 0x9e3779b9;
    for (let i = 0; i < name.length; i++)
      hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) ^ (hash >>> 15);
    return new RandomSource(hash);
  }

  /** Where the stream stands; `goOn` with it repeats all draws that follow. */
  get state(): readonly number[] {
    return this.#generator.getState();
  }

  goOn(state: readonly number[]): void {
    this.#generator = xoroshiro128plusFromState(state);
  }

  /** Back to the first draw. */
  restart(): void {
    this.#generator = xoroshiro128plus(this.seed | 0);
  }
}

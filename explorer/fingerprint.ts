import type { Operation } from '../local-org/scheduler/suspension';
import type { Failure, Move } from './model';

/**
 * Equal for runs in which the same tasks performed the same operations with the same end: 64 bits.
 * @param digests of all moves, see `digestOfMove`
 */
export function fingerprint(digests: readonly number[], failures: readonly Failure[]): string {
  const hash = new Hash();
  for (const digest of digests) hash.number(digest);
  hash.text(failures.length === 0 ? '' : JSON.stringify(failures));
  return hash.toString();
}

/** Equal for moves in which the same task performed the same operation with the same outcome: 53 bits. */
export function digestOfMove({ id, variant, name, kind, op, blocked, end, note }: Move): number {
  const hash = new Hash();
  // Not its key: what a plan has fixed goes by another one.
  hash.text(variant === '' ? id : `${id}!${variant}`);
  hash.text(name);
  hash.text(kind);
  hash.number(digestOf(op));
  hash.text(blocked ? 'blocked' : (end ?? ''));
  hash.text(note);
  return hash.value;
}

/** Operations are often the same object in run after run. */
const DIGESTS = new WeakMap<Operation, number>();

function digestOf(op: Operation): number {
  let digest = DIGESTS.get(op);
  if (digest === undefined) {
    const hash = new Hash();
    hash.text(op.kind);
    hash.text(op.object);
    for (const id of op.ids ?? []) hash.text(id);
    hash.text(op.detail ?? '');
    DIGESTS.set(op, (digest = hash.value));
  }
  return digest;
}

/** Two streams of multiply and xor (as cyrb53 has them), each 32 bits wide. */
class Hash {
  #high = 0xdeadbeef;
  #low = 0x41c6ce57;

  text(text: string): void {
    let [high, low] = [this.#high, this.#low];
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      high = Math.imul(high ^ unit, 0x9e3779b1);
      low = Math.imul(low ^ unit, 0x5f356495);
    }
    // Where one text ends and the next begins is part of it.
    this.#high = Math.imul(high ^ text.length ^ (high >>> 15), 0x85ebca6b);
    this.#low = Math.imul(low ^ text.length ^ (low >>> 13), 0xc2b2ae35);
  }

  /** @param value up to 53 bits */
  number(value: number): void {
    this.#high = Math.imul(this.#high ^ (value / 2 ** 32), 0x9e3779b1);
    this.#low = Math.imul(this.#low ^ value, 0x5f356495);
    this.#high ^= this.#low >>> 16;
  }

  get value(): number {
    return (this.#high >>> 11) * 2 ** 32 + (this.#low >>> 0);
  }

  toString(): string {
    const hex = (part: number): string =>
      ((part ^ (part >>> 16)) >>> 0).toString(16).padStart(8, '0');
    return hex(this.#high) + hex(this.#low);
  }
}

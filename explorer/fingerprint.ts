import { createHash } from 'node:crypto';
import type { Failure, Move } from './model';

/** Equal for runs in which the same tasks performed the same operations with the same end. */
export function fingerprint(moves: readonly Move[], failures: readonly Failure[]): string {
  const hash = createHash('sha256');
  for (const { key, name, kind, op, blocked, end, note } of moves)
    hash.update(
      JSON.stringify([key, name, kind, op.kind, op.object, op.ids, op.detail, blocked, end, note]),
    );
  hash.update(JSON.stringify(failures));
  return hash.digest('hex').slice(0, 16);
}

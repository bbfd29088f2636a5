import type { Strategy } from '../strategy';

/** Every task does one operation in turn: who has waited longest goes on. */
export class RoundRobinStrategy implements Strategy {
  readonly name = 'round-robin';

  choose(): number {
    return 0;
  }
}

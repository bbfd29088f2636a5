import type { Strategy } from '../strategy';

/** Runs each task until it waits or ends; the one that waited longest comes next. */
export class SerialStrategy implements Strategy {
  readonly name = 'serial';
  readonly keepsRunning = true;

  choose(): number {
    return 0;
  }
}

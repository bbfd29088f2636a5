/** What the platform does not say: readings under which the package must be right alike. */
import type { LocalOrgOptions } from '../local-org/org/contract';

export type Mode = Pick<LocalOrgOptions, 'waitMode' | 'loadOld' | 'settings'>;

export const MODES = {
  /** A locking query that had to wait runs again on fresh data; a save loads the old row after its lock. */
  restart: { waitMode: 'restart', loadOld: 'afterLock' },
  /** A locking query that had to wait keeps the rows found first, without those that no longer match. */
  recheck: { waitMode: 'recheck', loadOld: 'afterLock' },
  /** As `restart`, but a save loads `Trigger.old` before it takes the row lock. */
  'restart-early': { waitMode: 'restart', loadOld: 'beforeLock' },
  'recheck-early': { waitMode: 'recheck', loadOld: 'beforeLock' },
  /** As `restart`, on app servers whose clocks differ by up to two seconds either way. */
  skew: { waitMode: 'restart', loadOld: 'afterLock', settings: { clockSkewMs: 2000 } },
} as const satisfies Record<string, Mode>;

export type ModeName = keyof typeof MODES;

/** The modes in words, for stories. */
export const MODE_TEXTS: Readonly<Record<ModeName, string>> = {
  restart: 'a locking query that had to wait runs again on fresh data',
  recheck: 'a locking query that had to wait keeps the rows it found first, if they still match',
  'restart-early': 'as restart, but a save reads Trigger.old before it locks the row',
  'recheck-early': 'as recheck, but a save reads Trigger.old before it locks the row',
  skew: 'as restart, with server clocks up to two seconds apart',
};

import type { ModeName } from '../modes';

interface Comparison {
  readonly id: string;
  readonly scenario: string;
  /** Default: restart. */
  readonly mode?: ModeName;
}

/** Mutants, and scenarios that show them, on which strategies are compared. */
export const COMPARED: readonly Comparison[] = [
  { id: 'lane-read-without-lock', scenario: 'two-callers' },
  { id: 'request-key-before-lock', scenario: 'repeat' },
  { id: 'seat-compares-kind-only', scenario: 'take-over' },
  { id: 'settles-on-early-comparison', scenario: 'take-over' },
  { id: 'finalizer-asks-before-lock', scenario: 'two-callers' },
  { id: 'finalizer-believes-the-run', scenario: 'two-callers' },
  { id: 'finalizer-without-waker', scenario: 'slow-save' },
  { id: 'lanes-locked-as-they-come', scenario: 'crossing' },
  { id: 'items-not-read-again', scenario: 'resume' },
  { id: 'lock-judges-before-waiting', scenario: 'late-write', mode: 'restart-early' },
];

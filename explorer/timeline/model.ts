/** What the picture of a run consists of: lanes from left to right, rows from top to bottom. */
import type { Move } from '../model';
import type { Speaker } from '../speakers';

/** One task. */
export interface Lane extends Speaker {
  readonly id: string;
  /** From 0, left to right: callers first. */
  readonly column: number;
}

export type Row =
  | { readonly kind: 'move'; readonly move: Move; readonly lane: Lane; readonly text: string }
  /** What became visible to everybody with the move above. */
  | { readonly kind: 'seen'; readonly text: string; readonly lane: Lane | null }
  /** Org time jumps, or something happens to the whole org. */
  | { readonly kind: 'time'; readonly text: string; readonly fault: boolean }
  /** Moves that are left out, of a run that is too long to read. */
  | { readonly kind: 'gap'; readonly text: string }
  | { readonly kind: 'broken'; readonly text: string };

/** A stretch of a lane, from row to row. */
export interface Span {
  readonly lane: Lane;
  readonly from: number;
  readonly to: number;
}

/** From one lane to another, at one row. */
export interface Arrow {
  readonly from: Lane;
  readonly to: Lane;
  readonly row: number;
}

export interface Timeline {
  readonly lanes: readonly Lane[];
  readonly rows: readonly Row[];
  /** From the first to the last row of a task. */
  readonly lives: readonly Span[];
  /** A job exists and has not started. */
  readonly queued: readonly Span[];
  /** A transaction has locked rows. */
  readonly holds: readonly Span[];
  /** A transaction waits for a lock. */
  readonly waits: readonly Span[];
  /** Who has the lock → who waits for it. */
  readonly waitsFor: readonly Arrow[];
  /** Who brought it into being → the task. */
  readonly spawns: readonly Arrow[];
}

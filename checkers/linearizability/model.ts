/** What the search knows of an object: its states, and what its operations do to them. */

/** A sequential object. States are values: `step` makes a new one and changes nothing. */
export interface Model<State, Op> {
  readonly initial: State;
  /** The state after the operation, or null: it cannot have had this result in this state. */
  step(state: State, op: Op): State | null;
  /** True only if the operation, with this result, leaves every state as it is. */
  looksOnly(op: Op): boolean;
  /** Equal for equal states only. */
  key(state: State): string;
  /** An operation with its result, in words. */
  describe(op: Op): string;
  describeState(state: State): string;
}

/** An operation with the times between which it took effect. */
export interface Timed<Op> {
  readonly who: string;
  readonly op: Op;
  readonly invoked: number;
  /** Null: never answered. It may take effect at any time after it was invoked, or never. */
  readonly answered: number | null;
}

export type Verdict<State, Op> =
  | { readonly kind: 'linearizable'; readonly order: readonly Timed<Op>[] }
  | {
      readonly kind: 'not-linearizable';
      /** The operation that fits nowhere: everything that was answered before it can be put in order. */
      readonly stuck: Timed<Op>;
      /** The longest order found up to there, and the state that it leaves. */
      readonly order: readonly Timed<Op>[];
      readonly state: State;
    }
  /** The search was given up. */
  | { readonly kind: 'undecided'; readonly steps: number };

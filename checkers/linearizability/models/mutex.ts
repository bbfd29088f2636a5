import type { MutexCall } from '../../history';
import type { Model } from '../model';

/** A call, or the lapse of a lease, which nobody calls. */
export type MutexOp =
  | (Pick<MutexCall, 'who' | 'action' | 'granted' | 'token' | 'until'> & {
      /** False: the caller was never told, so only what he asked for is known. */
      readonly known: boolean;
    })
  | { readonly action: 'expire'; readonly who: string; readonly until: number };

interface Hold {
  readonly who: string;
  /** Null: its holder was never told. */
  readonly token: number | null;
  readonly until: number | null;
}

interface MutexState {
  /**
   * No token up to this one is ever handed out again. While the holder's token is not known, the
   * lowest that it can be.
   */
  readonly floor: number;
  readonly hold: Hold | null;
}

/**
 * A mutex with fencing tokens: one holder at a time, each with a token above all earlier ones. Tokens
 * need not be consecutive. A lease lapses by an operation of its own, which may happen at any time
 * after its deadline, or never, unless the lease was extended before.
 */
export const mutex: Model<MutexState, MutexOp> = {
  initial: { floor: -Infinity, hold: null },
  step: (state, op) => {
    switch (op.action) {
      case 'lock':
      case 'tryLock':
        return acquire(state, op);
      case 'unlock':
        return asHolder(state, op, () => null);
      case 'extend':
        return asHolder(state, op, (hold) => ({ ...hold, until: op.until }));
      case 'forceRelease':
        if (op.known && !op.granted) return state;
        if (op.token === null) return { floor: state.floor + 1, hold: null };
        return op.token > state.floor ? { floor: op.token, hold: null } : null;
      case 'expire':
        return state.hold?.who === op.who && state.hold.until === op.until
          ? { ...state, hold: null }
          : null;
    }
  },
  looksOnly: (op) => op.action !== 'expire' && op.known && !op.granted,
  key: ({ floor, hold }) => `${floor}/${hold ? `${hold.who}/${hold.token}/${hold.until}` : ''}`,
  describe(op) {
    if (op.action === 'expire') return `the lease until ${op.until} lapses`;
    const token = op.token === null ? '' : ` (token ${op.token})`;
    return `${op.action}${token}${op.known ? (op.granted ? '' : ', refused') : ', no answer'}`;
  },
  describeState: ({ floor, hold }) =>
    `${hold ? `${hold.who} holding it (token ${hold.token ?? 'unknown'})` : 'nobody holding it'}, tokens used up to ${floor}`,
};

type Called = Extract<MutexOp, { known: boolean }>;

function acquire(
  state: MutexState,
  { who, token, until, granted, known }: Called,
): MutexState | null {
  if (known && !granted) return state.hold ? state : null;
  // Never told: granted if it was free, and otherwise without any effect.
  if (state.hold) return known ? null : state;
  if (token !== null && token <= state.floor) return null;
  return { floor: token ?? state.floor + 1, hold: { who, token, until } };
}

function asHolder(
  state: MutexState,
  { who, token, granted, known }: Called,
  change: (hold: Hold) => Hold | null,
): MutexState | null {
  const { floor, hold } = state;
  const mine =
    hold &&
    (hold.token === null
      ? hold.who === who && (token === null || token >= floor)
      : hold.token === token);
  if (known && granted !== (mine ?? false)) return null;
  return mine ? { floor, hold: change(hold) } : state;
}

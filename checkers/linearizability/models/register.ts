import type { Model } from '../model';

/** One variable: the simplest object that can be wrong in all the usual ways. */
export type RegisterOp =
  | { readonly action: 'write'; readonly value: number }
  /** Null: the answer is not known. */
  | { readonly action: 'read'; readonly value: number | null };

export const register: Model<number, RegisterOp> = {
  initial: 0,
  step: (state, op) =>
    op.action === 'write' ? op.value : op.value === null || op.value === state ? state : null,
  looksOnly: ({ action }) => action === 'read',
  key: String,
  describe: ({ action, value }) => `${action} ${value ?? '?'}`,
  describeState: (state) => `the value ${state}`,
};

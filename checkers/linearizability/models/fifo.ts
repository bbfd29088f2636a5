import type { Model } from '../model';

export type FifoOp =
  /** Tickets that one transaction drew, in the order of its items. */
  | { readonly action: 'enqueue'; readonly tickets: readonly Drawn[] }
  /** The handler of an item worked, and was committed. */
  | { readonly action: 'settle'; readonly ticket: number };

export interface Drawn {
  readonly ticket: number;
  /** Another call named the same item: whichever came second was given the ticket of the first. */
  readonly repeated: boolean;
}

interface FifoState {
  /** Ticket that the next item gets. */
  readonly next: number;
  /** Ticket of the first item that is not settled. */
  readonly head: number;
}

/**
 * A lane: tickets are drawn one after the other, and served in the same order.
 *
 * @param first ticket of the first item in the history
 */
export function fifo(first: number): Model<FifoState, FifoOp> {
  return {
    initial: { next: first, head: first },
    step({ next, head }, op) {
      if (op.action === 'settle')
        return op.ticket === head && head < next ? { next, head: head + 1 } : null;
      for (const { ticket, repeated } of op.tickets) {
        if (ticket === next) next++;
        else if (!repeated || ticket > next) return null;
      }
      return { next, head };
    },
    looksOnly: () => false,
    key: ({ next, head }) => `${next}/${head}`,
    describe: (op) =>
      op.action === 'settle'
        ? `settles ticket ${op.ticket}`
        : `enqueues and gets ${op.tickets.map(({ ticket }) => ticket).join(', ')}`,
    describeState: ({ next, head }) =>
      head === next
        ? `an empty lane that would hand out ticket ${next}`
        : `a lane whose first item has ticket ${head} and that would hand out ${next}`,
  };
}

/** The operations of one mutex, as its model understands them. */
import type { MutexCall } from '../history';
import type { Timed } from './model';
import type { MutexOp } from './models/mutex';

/** A call that failed did nothing. Every deadline of a lease makes a lapse possible from then on. */
export function mutexOperations(calls: readonly MutexCall[]): Timed<MutexOp>[] {
  return calls
    .filter(({ outcome }) => outcome !== 'failed')
    .flatMap(({ who, action, granted, token, until, invoked, answered, outcome }) => {
      const known = outcome === 'ok';
      const call: Timed<MutexOp> = {
        who,
        op: { who, action, granted, token, until, known },
        invoked,
        answered: known ? answered : null,
      };
      if (until === null || (known && !granted)) return [call];
      const op = { action: 'expire', who, until } as const;
      return [call, { who, op, invoked: until, answered: null }];
    });
}

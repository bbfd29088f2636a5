/** Faults that wait for their moment. */
import type { RandomSource } from '../scheduler/random-source';
import type { FaultPort, FaultTarget, KillBefore } from '../transaction/services';
import type { Fault, FaultMatch } from './contract';

interface Armed {
  readonly fault: Fault;
  left: number;
}

type Kind = Fault['kind'];

export class Faults implements FaultPort {
  #armed: Armed[] = [];

  constructor(readonly random: RandomSource) {}

  add(fault: Fault): void {
    this.#armed.push({ fault, left: fault.match.times ?? 1 });
  }

  /** Whether one of them could still strike. */
  get any(): boolean {
    return this.#armed.some(({ left }) => left > 0);
  }

  clear(): void {
    this.#armed = [];
  }

  killBefore(tx: FaultTarget): KillBefore | null {
    const fault = this.#strike('kill', tx);
    if (fault?.kind !== 'kill') return null;
    return { operation: fault.beforeOperation, aftermath: fault.aftermath ?? 'failed' };
  }

  refuseEnqueue(tx: FaultTarget): boolean {
    return this.#strike('refuseEnqueue', tx) !== null;
  }

  skipFinalizer(tx: FaultTarget): boolean {
    return this.#strike('skipFinalizer', tx) !== null;
  }

  loseAnswer(tx: FaultTarget): boolean {
    return this.#strike('loseAnswer', tx) !== null;
  }

  #strike(kind: Kind, tx: FaultTarget): Fault | null {
    for (const armed of this.#armed) {
      if (armed.fault.kind !== kind || armed.left <= 0) continue;
      if (!matches(armed.fault.match, tx)) continue;
      if (!this.random.chance(armed.fault.match.probability ?? 1)) continue;
      armed.left--;
      return armed.fault;
    }
    return null;
  }
}

function matches(match: FaultMatch, tx: FaultTarget): boolean {
  if (match.context !== undefined && match.context !== tx.context) return false;
  return (
    match.className === undefined ||
    match.className.toLowerCase() === (tx.className ?? '').toLowerCase()
  );
}

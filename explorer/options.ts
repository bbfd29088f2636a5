/** What could happen at a point of a run: tasks first, then the faults that the budget still allows. */
import type { Candidate } from '../local-org/scheduler/strategy';
import { BUDGET, variantsOf, type FaultKind } from './faults';
import type { Option } from './model';

export interface FaultMenu {
  readonly faults: readonly FaultKind[];
  readonly budget?: number;
}

/** Id of the pseudo-task for what happens to the org as a whole. */
export const ORG = 'org';

/** An option, and which candidate it is about: -1 for none. */
export interface Offer extends Option {
  readonly candidate: number;
}

export class Offers {
  #left: number;

  constructor(readonly menu: FaultMenu) {
    this.#left = menu.budget ?? BUDGET;
  }

  /** Faults that may still strike. */
  get left(): number {
    return this.#left;
  }

  /** A fault was chosen. */
  spend(): void {
    this.#left--;
  }

  /** @param running task that performed the last operation and could go on, or null */
  of(
    candidates: readonly Candidate[],
    running: number | null,
    idOf: (task: number) => string,
  ): { readonly offers: readonly Offer[]; readonly first: boolean } {
    const ready = candidates.filter(({ kind }) => kind !== 'timeout');
    // Early time-outs are faults, unless nothing else can happen.
    const able = ready.length > 0 ? ready : candidates;
    const first = able.findIndex((c) => c.task === running && c.kind === 'step');
    const order = [...able];
    if (first > 0) order.unshift(...order.splice(first, 1));
    const plain = order.map((candidate) => offer(candidate, ''));
    return {
      offers: this.#left > 0 ? [...plain, ...this.#faults(order, candidates, offer)] : plain,
      first: first >= 0,
    };

    function offer(candidate: Candidate, variant: string): Offer {
      const { task, name, kind, op } = candidate;
      const id = idOf(task);
      const key = variant === '' ? id : `${id}!${variant}`;
      return { key, id, variant, name, kind, op, candidate: candidates.indexOf(candidate) };
    }
  }

  #faults(
    able: readonly Candidate[],
    all: readonly Candidate[],
    offer: (candidate: Candidate, variant: string) => Offer,
  ): Offer[] {
    const { faults } = this.menu;
    if (faults.length === 0) return [];
    const offers = able.flatMap((c) => variantsOf(c, faults).map((variant) => offer(c, variant)));
    for (const fault of faults)
      if (fault.kind === 'time out') {
        for (const candidate of all)
          if (candidate.kind === 'timeout' && !able.includes(candidate))
            offers.push(offer(candidate, fault.kind));
      } else if (fault.kind === 'pass' || fault.kind === 'maintenance')
        offers.push(orgOffer(`${fault.kind} ${fault.minutes}`));
      else if (fault.kind === 'sandbox copy') offers.push(orgOffer(fault.kind));
    return offers;
  }
}

function orgOffer(variant: string): Offer {
  const op = { kind: 'admin', object: '', detail: variant } as const;
  const key = `${ORG}!${variant}`;
  return { key, id: ORG, variant, name: ORG, kind: 'step', op, candidate: -1 };
}

/** Work that starts itself again without end, noticed while somebody waits for the end. */

/**
 * How often tasks of one name may begin at one instant. Chains of jobs in tests and benchmarks have up
 * to half as many; a few more, and the daily limit of asynchronous jobs ends a chain (250,000).
 */
const MOST = 200_000;

export class EndlessWork extends Error {
  constructor(what: string, times: number) {
    super(
      `Waiting until the org is idle is in vain: "${what}" began ${times} times without time passing, so it ` +
        'seems to start itself again for ever. Make it end; or make it wait, with a delay or a ' +
        'schedule, and move the clock by hand as far as it is to go.',
    );
    this.name = 'EndlessWork';
  }
}

export class Treadmill {
  readonly #begun = new Map<string, number>();
  #at = NaN;

  constructor(readonly most = MOST) {}

  restart(): void {
    this.#begun.clear();
  }

  /**
   * @param name of the task
   * @param now org time
   * @returns an error once tasks of that name have begun too often at this instant
   */
  began(name: string, now: number): EndlessWork | null {
    if (now !== this.#at) this.#begun.clear();
    this.#at = now;
    const times = (this.#begun.get(name) ?? 0) + 1;
    this.#begun.set(name, times);
    return times > this.most ? new EndlessWork(name, this.most) : null;
  }
}

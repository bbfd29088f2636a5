/** Asks a player, within its plan, and keeps what it chose. */
import type { Option } from './model';
import type { Offer } from './options';
import type { PlannedRun } from './plans';
import { ABANDON, type Player } from './strategies/contract';

/** What was chosen at one point of a run. */
export interface Decision {
  readonly chosen: Offer;
  /** Keys of all that could have been chosen. */
  readonly enabled: readonly string[];
}

/** The choices of one run. */
export class Decider {
  /** See `Run.choices`. */
  readonly choices: number[] = [];
  readonly plan: PlannedRun | undefined;

  constructor(readonly player: Player) {
    this.plan = player.plan?.begin();
  }

  /**
   * @param keys those of the offers, if they are at hand
   * @returns null: the player gives the run up
   */
  decide(offers: readonly Offer[], first: boolean, keys?: readonly string[]): Decision | null {
    const open = this.plan?.narrow(offers) ?? offers;
    const at = open.length > 1 || this.player.always ? this.player.choose(open, first) : 0;
    if (at === ABANDON) return null;
    const chosen = open[at]!;
    // What a plan leaves out is an option for whoever repeats the run.
    if (offers.length > 1) this.choices.push(open === offers ? at : rankOf(chosen, offers));
    this.plan?.taken(chosen);
    const enabled = open === offers && keys ? keys : open.map((option) => option.key);
    return { chosen, enabled };
  }
}

/** The place of an option that a plan has picked among all that there were. */
function rankOf({ id, variant }: Option, offers: readonly Offer[]): number {
  return offers.findIndex((offer) => offer.id === id && offer.variant === variant);
}

/** One part of a plan on an org. The result is plain data: it travels between processes and into files. */
import { explore, type Exploration } from '../../explorer/explore';
import { OrgSubject } from '../../explorer/org-subject';
import type { Scenario } from '../../explorer/scenario';
import { STRATEGIES } from '../../explorer/strategies';
import { DporPlayer } from '../../explorer/strategies/dpor';
import type { EmbeddedOrg } from '../../local-org/org';
import { add } from './add';
import type { Part } from './plan';

export interface PartResult extends Exploration {
  /** Wall time, milliseconds. */
  readonly ms: number;
  /** The user wanted to stop before it was through. */
  readonly stopped: boolean;
  /** Of `dpor`, when it was stopped: searches that are left, the one in progress first. */
  readonly left?: readonly string[];
}

export interface PartHooks {
  readonly stopped: () => boolean;
  /** Called after each run. */
  readonly onRun: () => void;
}

const CHECK_EVERY = 20;

export async function runPart(
  org: EmbeddedOrg,
  scenario: Scenario,
  part: Part,
  hooks: PartHooks,
): Promise<PartResult> {
  const subject = new OrgSubject(org, scenario);
  const began = performance.now();
  const result = await (part.strategy === 'dpor'
    ? search(subject, part, hooks)
    : sample(subject, part, hooks));
  return { ...result, ms: performance.now() - began };
}

type Timeless = Omit<PartResult, 'ms'>;

async function sample(subject: OrgSubject, part: Part, hooks: PartHooks): Promise<Timeless> {
  const { stopped, onRun } = hooks;
  const player = STRATEGIES[part.strategy](part.seed);
  let asked = false;
  const result = await explore(subject, player, {
    schedules: part.schedules,
    checkEvery: CHECK_EVERY,
    onRun,
    stopped: () => (asked ||= stopped()),
  });
  return { ...result, stopped: asked };
}

/** One search after the other. */
async function search(subject: OrgSubject, part: Part, hooks: PartHooks): Promise<Timeless> {
  const { stopped, onRun } = hooks;
  const searches = part.searches ?? [null];
  let total: Timeless | null = null;
  for (const [i, saved] of searches.entries()) {
    const player = new DporPlayer();
    if (saved !== null) player.load(saved);
    let asked = false;
    const schedules = part.schedules - (total ? total.schedules + total.abandoned : 0);
    const result = await explore(subject, player, {
      schedules,
      checkEvery: CHECK_EVERY,
      onRun,
      stopped: () => (asked ||= stopped()),
    });
    const rest = searches.slice(i + 1).filter((each) => each !== null);
    const left = asked ? { left: [player.save(), ...rest] } : {};
    const next = { ...result, stopped: asked, ...left };
    total = total ? { ...add(total, next), ...left } : next;
    if (asked || result.found || !result.finished) break;
  }
  return total!;
}

/** One part of a plan on an org. The result is plain data: it travels between processes and into files. */
import { explore, type Exploration } from '../../explorer/explore';
import { OrgSubject } from '../../explorer/org-subject';
import { FloodPlayer } from '../../explorer/flood/player';
import type { Hunted } from '../../explorer/mutants/hunt';
import type { Scenario } from '../../explorer/scenario';
import { STRATEGIES, type StrategyName } from '../../explorer/strategies';
import type { Resumable } from '../../explorer/strategies/contract';
import { DporPlayer } from '../../explorer/strategies/dpor';
import type { EmbeddedOrg } from '../../local-org/org';
import { add } from './add';
import type { Part } from './plan';

export interface PartResult extends Exploration {
  /** Wall time, milliseconds. */
  readonly ms: number;
  /** The user wanted to stop before it was through. */
  readonly stopped: boolean;
  /** Of `dpor`: traces that were run, and runs that did not go as planned. Otherwise 0. */
  readonly traces: number;
  readonly strays: number;
  /** Of a search through states: how many it has seen. */
  readonly states?: number;
  /** Of a hunt. */
  readonly hunted?: Hunted;
  /** When it was stopped: players that are left, as they save themselves, the one in progress first. */
  readonly left?: readonly string[];
}

export interface PartHooks {
  readonly stopped: () => boolean;
  /** Called after each run. */
  readonly onRun: () => void;
}

const CHECK_EVERY = 20;

/** They may walk through known states: see `SubjectOptions.remember`. */
const SAMPLES: readonly StrategyName[] = ['random', 'pos', 'pct'];

type Timeless = Omit<PartResult, 'ms'>;

/** One player after the other: a search may be divided into several, and any may have been stopped before. */
export async function runPart(
  org: EmbeddedOrg,
  scenario: Scenario,
  part: Part,
  hooks: PartHooks,
): Promise<PartResult> {
  const subject = new OrgSubject(org, scenario, { remember: SAMPLES.includes(part.strategy) });
  const began = performance.now();
  const searches = part.searches ?? [null];
  let total: Timeless | null = null;
  for (const [i, saved] of searches.entries()) {
    const next = await onePlayer(subject, part, saved, total, hooks);
    const rest = searches.slice(i + 1).filter((each) => each !== null);
    const left = next.left ? { left: [...next.left, ...rest] } : {};
    total = { ...(total ? add(total, next) : next), ...left };
    if (next.stopped || next.found || !next.finished) break;
  }
  return { ...total!, ms: performance.now() - began };
}

/** @param done what players of the part before this one did */
async function onePlayer(
  subject: OrgSubject,
  part: Part,
  saved: string | null,
  done: Timeless | null,
  { stopped, onRun }: PartHooks,
): Promise<Timeless> {
  const player = STRATEGIES[part.strategy](part.seed);
  if (saved !== null) player.load(saved);
  const before = searchOf(player);
  const { schedules, abandoned } = done ?? { schedules: 0, abandoned: 0 };
  let asked = false;
  const result = await explore(subject, player, {
    schedules: part.schedules - schedules - abandoned,
    checkEvery: CHECK_EVERY,
    made: (part.made ?? 0) + schedules,
    onRun,
    stopped: () => (asked ||= stopped()),
  });
  const after = searchOf(player);
  return {
    ...result,
    stopped: asked,
    traces: after.traces - before.traces,
    strays: after.strays - before.strays,
    ...(asked ? { left: [player.save()] } : {}),
    ...(player instanceof FloodPlayer ? { states: player.counts.states } : {}),
  };
}

/** A search that begins again forgets its traces, so what counts is how they change. */
function searchOf(player: Resumable): { readonly traces: number; readonly strays: number } {
  if (!(player instanceof DporPlayer)) return { traces: 0, strays: 0 };
  const { traces, strays } = player;
  return { traces, strays };
}

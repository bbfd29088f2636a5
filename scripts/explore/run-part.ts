/** One part of a plan on an org. The result is plain data: it travels between processes and into files. */
import { explore, type Exploration } from '../../explorer/explore';
import { OrgSubject } from '../../explorer/org-subject';
import type { Scenario } from '../../explorer/scenario';
import { STRATEGIES } from '../../explorer/strategies';
import type { EmbeddedOrg } from '../../local-org/org';
import type { Part } from './plan';

export interface PartResult extends Exploration {
  /** Wall time, milliseconds. */
  readonly ms: number;
  /** The user wanted to stop before it was through. */
  readonly stopped: boolean;
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
  { stopped, onRun }: PartHooks,
): Promise<PartResult> {
  const subject = new OrgSubject(org, scenario);
  const began = performance.now();
  let left = false;
  const result = await explore(subject, STRATEGIES[part.strategy](part.seed), {
    schedules: part.schedules,
    checkEvery: CHECK_EVERY,
    onRun,
    stopped: () => (left ||= stopped()),
  });
  return { ...result, ms: performance.now() - began, stopped: left };
}

/** Elements, ready to run. */
import type { Step as Suspending } from '../../scheduler/suspension';
import type { Value } from '../../runtime/core/values-all';
import type { Interview } from '../run/interview';

/** Runs within one interview and touches nothing that is shared. */
export interface Step {
  readonly kind: 'step';
  /** @returns the element that comes next; null ends the interview */
  run(interview: Interview): string | null;
}

/** Why an element failed for one interview. */
export interface Fault {
  /** `$Flow.FaultMessage`. */
  readonly message: string;
  readonly cause: Value;
}

/** Runs once for all interviews that wait at it. */
export interface Together {
  readonly kind: 'together';
  readonly next: string | null;
  readonly fault: string | null;
  /** @returns for each interview, in their order, why it failed, or null */
  run(interviews: readonly Interview[]): Suspending<readonly (Fault | null)[]>;
}

export type Node = Step | Together;

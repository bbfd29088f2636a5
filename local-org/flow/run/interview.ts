/** One run of a flow: its variables, what its elements gave, and where it stands. */
import type { AccessLevel, Host } from '../../runtime/host';
import type { SObjectValue, Value } from '../../runtime/core/values-all';
import type { Vm } from '../../runtime/core/vm';
import type { CompiledFlow } from '../compile';

/** The record whose save started the flow. */
export interface RecordContext {
  readonly record: SObjectValue;
  readonly prior: SObjectValue | null;
  readonly isNew: boolean;
  /** Refuses the save: what a custom error does. */
  fail(message: string, field: string | null): void;
}

/** An error that no fault connector took. */
export interface Failure {
  readonly element: string;
  readonly kind: string;
  readonly message: string;
  /** What Apex or the save threw; null for errors of the flow itself. */
  readonly cause: Value;
}

export interface LoopState {
  readonly items: readonly Value[];
  next: number;
}

export interface Surroundings {
  readonly vm: Vm;
  readonly host: Host;
  /** Whose rights count in the interview's own queries and writes. */
  readonly access: AccessLevel;
  readonly record: RecordContext | null;
}

export class Interview {
  /** By name of the variable or element. */
  readonly values = new Map<string, Value>();
  readonly visited = new Set<string>();
  readonly loops = new Map<string, LoopState>();
  /** The element that comes next; null: the interview has ended. */
  at: string | null;
  /** `$Flow.FaultMessage`. */
  faultMessage: string | null = null;
  failure: Failure | null = null;

  constructor(
    readonly flow: CompiledFlow,
    readonly around: Surroundings,
  ) {
    this.at = flow.start;
    for (const { name, initial } of flow.variables) this.values.set(name, initial(this));
  }

  get vm(): Vm {
    return this.around.vm;
  }

  get host(): Host {
    return this.around.host;
  }
}

export type Read = (interview: Interview) => Value;
export type Write = (interview: Interview, value: Value) => void;

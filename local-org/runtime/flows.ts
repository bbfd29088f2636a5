/** Flows as a transaction offers them to Apex and to the save of records. Implemented by `flow`. */
import type { Step } from '../scheduler/suspension';
import type { Value } from './core/values-all';
import type { SObjectValue } from './core/values';
import type { Vm } from './core/vm';
import type { Host } from './host';

/** `Flow.Interview`. */
export interface FlowInterview {
  /** Runs the flow to its end. Throws System.FlowException for a fault that the flow does not handle. */
  start(): Step<void>;
  /** Value of an output variable; null for anything else. */
  variable(name: string): Value;
}

export type SaveMoment = 'before insert' | 'before update' | 'after insert' | 'after update';

/** A row on its way through the save order. */
export interface FlowRow {
  /** Before the save, changes of it are saved. */
  readonly record: SObjectValue;
  /** Null for a new one. */
  readonly prior: SObjectValue | null;
  /** Refuses the row. */
  fail(statusCode: string, message: string, fields: readonly string[]): void;
}

/** The active flows of an org at one moment. */
export interface FlowPort {
  /**
   * An interview that Apex asks for.
   *
   * @throws System.TypeException when there is no such flow, System.FlowException when it cannot be run
   */
  interview(
    vm: Vm,
    host: Host,
    namespace: string | null,
    flow: string,
    inputs: ReadonlyMap<Value, Value>,
  ): FlowInterview;
  /** Whether flows start at this moment of a save. */
  startWith(object: string, moment: SaveMoment): boolean;
  /** Runs them, one flow after the other, each for all rows that it takes. */
  saved(
    vm: Vm,
    host: Host,
    object: string,
    moment: SaveMoment,
    rows: readonly FlowRow[],
  ): Step<void>;
}

/** How an Apex exception travels through JavaScript. */
import type { Trace } from './trace';
import { ApexObject, type TypeName, type Value } from './values';

/** Why one row of a DML statement failed, for the extra members of System.DmlException. */
export interface DmlFailure {
  /** Position in the list handed to the statement. */
  readonly index: number;
  readonly id: string | null;
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}

/** Base of all exception objects; fields have a `$` so that user classes may use the plain names. */
export class ApexException extends ApexObject {
  $message: string | null = null;
  $cause: Value = null;
  /** Null until the object is constructed by Apex or thrown by the platform. */
  $trace: Trace | null = null;
  $dml: readonly DmlFailure[] = [];

  /** What `getMessage` says when no class overrides it. */
  get $text(): string {
    return this.$message ?? 'Script-thrown exception';
  }
}

/** Exceptions that no catch block sees and that skip finally blocks. */
const UNCATCHABLE: ReadonlySet<TypeName> = new Set([
  'System.LimitException',
  'System.AssertException',
]);

/** The JavaScript error that carries an Apex exception. */
export class ApexThrow extends Error {
  constructor(readonly exception: ApexException) {
    super();
    this.name = 'ApexThrow';
  }

  /** Made when somebody looks at the error from JavaScript. */
  override get message(): string {
    const { exception } = this;
    return `${exception.$type}: ${exception.$text}\n${exception.$trace?.toString() ?? ''}`;
  }

  get catchable(): boolean {
    return !UNCATCHABLE.has(this.exception.$type);
  }
}

/** Wraps an exception object without paying for a JavaScript stack trace. */
export function toThrow(exception: ApexException): ApexThrow {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  const error = new ApexThrow(exception);
  Error.stackTraceLimit = limit;
  return error;
}

/** True when JavaScript ran out of stack: Apex then exceeded its depth. */
export function isStackOverflow(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    (error as { name?: unknown }).name === 'RangeError' &&
    /call stack/i.test(String((error as { message?: unknown }).message))
  );
}

/**
 * A write that would break a relationship, with the platform's status code. The layers above check
 * most of this beforehand; here it is decided, after any waiting.
 */
export class ConstraintError extends Error {
  constructor(
    readonly statusCode: 'INVALID_CROSS_REFERENCE_KEY' | 'DELETE_FAILED',
    message: string,
    /** Rows that stand in the way. */
    readonly ids: readonly string[],
    readonly field?: string,
  ) {
    super(message);
    this.name = 'ConstraintError';
  }
}

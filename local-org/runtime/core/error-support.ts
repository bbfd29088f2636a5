/** Throwing and catching in compiled code. */
import type { TestControl } from '../host';
import { initException } from './exceptions';
import { STACK_OVERFLOW, type Machine } from './machine';
import { ApexException, ApexThrow, toThrow } from './throwing';
import type { TypeName, Value } from './values';
import type { Activation } from './vm';

export function errorSupport(machine: Machine) {
  return {
    npe: (): never => machine.nullPointer(),
    /** CPU time is used up. */
    over(activation: Activation): never {
      activation.statementLimit = Infinity;
      throw machine.exception('System.LimitException', 'Apex CPU time limit exceeded');
    },
    deep(): never {
      throw machine.exception('System.LimitException', STACK_OVERFLOW);
    },
    /** What System.runAs needs, which is there in tests only. */
    testControl(activation: Activation): TestControl {
      const control = activation.host.test();
      if (control) return control;
      throw machine.exception(
        'System.UnexpectedException',
        'Test methods must be called from a test context',
      );
    },
    /** `throw e`. */
    thrown(exception: Value): Error {
      if (!(exception instanceof ApexException)) return machine.nullPointer();
      if (!exception.$trace) machine.trace(exception);
      return toThrow(exception);
    },
    /** The exception inside an error when catch and finally blocks may see it; otherwise null. */
    caught: (error: unknown): ApexException | null =>
      error instanceof ApexThrow && error.catchable ? error.exception : null,
    /** Constructor of System.Exception. */
    initException(self: ApexException, ...args: Value[]): void {
      initException(self, args);
      machine.trace(self);
    },
    exceptionClass: (type: TypeName) => machine.exceptionClass(type),
  };
}

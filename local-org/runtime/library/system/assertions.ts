/** System.Assert and the assert methods of System.System. */
import type { LibraryFunction, LibraryType } from '../../core/registry';
import type { TypeToken } from '../../core/tokens';
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument } from '../support/checks';

/** `Assertion Failed`, the author's message, and what was found, as far as there are any. */
function failed(vm: Vm, message: Value, details: string): never {
  const parts = ['Assertion Failed', message === null ? '' : vm.str(message), details];
  throw vm.exception('System.AssertException', parts.filter((p) => p !== '').join(': '));
}

function equal(vm: Vm, expected: Value, actual: Value, message: Value = null): null {
  if (!vm.equals(expected, actual))
    failed(vm, message, `Expected: ${vm.str(expected)}, Actual: ${vm.str(actual)}`);
  return null;
}

function notEqual(vm: Vm, other: Value, actual: Value, message: Value = null): null {
  if (vm.equals(other, actual)) failed(vm, message, `Same value: ${vm.str(actual)}`);
  return null;
}

function holds(expected: boolean): LibraryFunction {
  return (vm: Vm, condition: boolean | null, message: Value = null) => {
    if (condition !== expected)
      failed(vm, message, `Expected: ${expected}, Actual: ${vm.str(condition)}`);
    return null;
  };
}

function instance(expected: boolean): LibraryFunction {
  return (vm: Vm, value: Value, type: TypeToken, message: Value = null) => {
    const { name } = argument(vm, type, 2);
    if (vm.isInstance(value, name) !== expected)
      failed(
        vm,
        message,
        expected ? `Expected: ${name}, Actual: ${vm.typeOf(value)}` : `Not expected type: ${name}`,
      );
    return null;
  };
}

/** The texts of the two older methods are documented by use; those of the newer ones follow them. */
export const assertType: LibraryType = {
  name: 'System.Assert',
  statics: {
    areEqual: equal,
    areNotEqual: notEqual,
    fail: (vm, message: Value = null) => failed(vm, message, ''),
    isFalse: holds(false),
    isInstanceOfType: instance(true),
    isNotInstanceOfType: instance(false),
    isNotNull: (vm, value: Value, message: Value = null) => notEqual(vm, null, value, message),
    isNull: (vm, value: Value, message: Value = null) => equal(vm, null, value, message),
    isTrue: holds(true),
  },
};

export const systemAsserts: Readonly<Record<string, LibraryFunction>> = {
  Assert: (vm, condition: boolean | null, message: Value = null) => {
    if (condition !== true) failed(vm, message, '');
    return null;
  },
  assertEquals: equal,
  assertNotEquals: notEqual,
};

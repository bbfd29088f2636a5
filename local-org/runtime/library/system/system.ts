/** The parts of System.System that only look around, and enums that go with it. */
import type { LibraryFunction } from '../../core/registry';
import { ApexDatetime, type EnumValue, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument, currentLine } from '../support/checks';
import { platformEnum } from '../support/enums';
import { hashCode } from '../support/hash';
import { today } from '../time/date';
import { systemAsserts } from './assertions';

export const readWriteMode = platformEnum('System.ApplicationReadWriteMode', [
  'DEFAULT',
  'READ_ONLY',
]);

export const loggingLevel = platformEnum('System.LoggingLevel', [
  'NONE',
  'INTERNAL',
  'FINEST',
  'FINER',
  'FINE',
  'DEBUG',
  'INFO',
  'WARN',
  'ERROR',
]);

function debug(vm: Vm, level: string, value: Value): null {
  vm.host.debug(level, currentLine(vm), vm.str(value));
  return null;
}

/** Static members of System.System that need nothing but the machine. */
export const systemStatics: Readonly<Record<string, LibraryFunction>> = {
  ...systemAsserts,
  currentTimeMillis: (vm) => BigInt(vm.host.now()),
  'debug/1': (vm, value: Value) => debug(vm, 'DEBUG', value),
  'debug/2': (vm, level: EnumValue, value: Value) => debug(vm, argument(vm, level, 1).name, value),
  equals: (vm, a: Value, b: Value) => vm.equals(a, b),
  getApplicationReadWriteMode: (vm) =>
    readWriteMode.of(vm.host.readOnlyMode ? 'READ_ONLY' : 'DEFAULT'),
  hashCode: (vm: Vm, value: Value) => hashCode(vm, value),
  isBatch: (vm) => vm.host.context === 'batch',
  isFuture: (vm) => vm.host.context === 'future',
  isQueueable: (vm) => vm.host.context === 'queueable',
  isScheduled: (vm) => vm.host.context === 'schedulable',
  now: (vm) => new ApexDatetime(vm.host.now()),
  today,
};

/**
 * System.BusinessHours. The only business hours of a local org are those that it is born with, around
 * the clock, and nothing can change them: every moment lies within, and differences are those of clocks.
 */
import type { LibraryType } from '../../core/registry';
import { ApexDatetime, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { given, fail } from '../support/checks';

const PREFIX = '01m';

function hours(vm: Vm, id: string | null): void {
  if (!given(vm, id).startsWith(PREFIX))
    fail(vm, 'InvalidParameterValueException', `Invalid business hours: ${id}`);
}

const at = (vm: Vm, moment: Value): number => (given(vm, moment) as ApexDatetime).ms;

const add = (vm: Vm, id: string | null, start: Value, interval: Value): Value => {
  hours(vm, id);
  return new ApexDatetime(at(vm, start) + Number(given(vm, interval)));
};

export const businessHoursType: LibraryType = {
  name: 'System.BusinessHours',
  statics: {
    add,
    addGmt: add,
    diff: (vm, id: string | null, start: Value, end: Value) => {
      hours(vm, id);
      return BigInt(at(vm, end) - at(vm, start));
    },
    isWithin: (vm, id: string | null, moment: Value) => {
      hours(vm, id);
      return at(vm, moment) !== null;
    },
    nextStartDate: (vm, id: string | null, moment: Value) => {
      hours(vm, id);
      return new ApexDatetime(at(vm, moment));
    },
  },
};

/** Schema.PicklistEntry. */
import type { FieldSchema } from '../../../database/schema';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { PlatformObject } from '../../core/tokens';
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { describeText } from './text';

class PicklistEntry extends PlatformObject {
  constructor(
    readonly value: string,
    readonly isDefault: boolean,
  ) {
    super();
  }
  get $type(): string {
    return 'Schema.PicklistEntry';
  }
  override toString(): string {
    return describeText('Schema.PicklistEntry', [
      ['getLabel', this.value],
      ['getValue', this.value],
      ['isActive', 'true'],
      ['isDefaultValue', String(this.isDefault)],
    ]);
  }
}

export function picklistEntries(vm: Vm, field: FieldSchema): Value {
  return vm.list(
    'Schema.PicklistEntry',
    (field.picklistValues ?? []).map((v) => new PicklistEntry(v, v === field.defaultValue)),
  );
}

/** The schema keeps values only: labels are equal to them, and all are active. */
const getters: Readonly<Record<string, LibraryFunction>> = {
  Active: () => true,
  DefaultValue: (_vm, self: PicklistEntry) => self.isDefault,
  Label: (_vm, self: PicklistEntry) => self.value,
  Value: (_vm, self: PicklistEntry) => self.value,
};

export const picklistEntryType: LibraryType = {
  name: 'Schema.PicklistEntry',
  getters,
  methods: {
    getLabel: getters['Label']!,
    getValue: getters['Value']!,
    isActive: getters['Active']!,
    isDefaultValue: getters['DefaultValue']!,
  },
  isInstance: (value) => value instanceof PicklistEntry,
};

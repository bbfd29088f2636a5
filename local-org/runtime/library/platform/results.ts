/** Database.SaveResult and its kin. */
import type { RowResult } from '../../host';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { PlatformObject } from '../../core/tokens';
import { EnumValue, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { DatabaseError } from '../sobject/sobject';
import { enumConstant } from '../support/enums';

const KINDS = ['SaveResult', 'UpsertResult', 'DeleteResult', 'UndeleteResult'] as const;
export type ResultKind = (typeof KINDS)[number];

export class DmlResultValue extends PlatformObject {
  constructor(
    readonly kind: ResultKind,
    readonly row: RowResult,
  ) {
    super();
  }
  get $type(): string {
    return `Database.${this.kind}`;
  }
  override toString(): string {
    return `${this.$type}[getErrors=${this.row.errors.length};getId=${this.row.id};isSuccess=${this.row.success};]`;
  }
}

function errors(vm: Vm, self: DmlResultValue): Value {
  const items = self.row.errors.map(
    (e) =>
      new DatabaseError(
        enumConstant('System.StatusCode', e.statusCode) ??
          new EnumValue('System.StatusCode', e.statusCode, -1),
        e.message,
        e.fields,
      ),
  );
  return vm.list('Database.Error', items);
}

const members: Readonly<Record<string, LibraryFunction>> = {
  Errors: errors,
  Id: (_vm, self: DmlResultValue) => self.row.id,
  Success: (_vm, self: DmlResultValue) => self.row.success,
  Created: (_vm, self: DmlResultValue) => self.row.created ?? false,
};

export const resultTypes: readonly LibraryType[] = KINDS.map((kind) => ({
  name: `Database.${kind}`,
  methods: {
    getErrors: errors,
    getId: members['Id']!,
    isSuccess: members['Success']!,
    isCreated: members['Created']!,
  },
  getters: members,
  isInstance: (value: Value) => value instanceof DmlResultValue && value.kind === kind,
}));

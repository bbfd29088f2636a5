/** Schema.ChildRelationship. */
import type { FieldSchema, ObjectSchema } from '../../../database/schema';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { PlatformObject, SObjectFieldToken, SObjectTypeToken } from '../../core/tokens';
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';

class ChildRelationship extends PlatformObject {
  constructor(
    readonly object: ObjectSchema,
    readonly field: FieldSchema,
  ) {
    super();
  }
  get $type(): string {
    return 'Schema.ChildRelationship';
  }
}

export function childRelationships(vm: Vm, schema: ObjectSchema): Value {
  return vm.list(
    'Schema.ChildRelationship',
    vm.host.schema.children(schema.name).map((c) => new ChildRelationship(c.object, c.field)),
  );
}

/** Name as SOQL uses it: custom relationships carry a suffix. */
function relationshipName(field: FieldSchema): string | null {
  const name = field.childRelationshipName;
  if (name === undefined) return null;
  return field.custom && !name.toLowerCase().endsWith('__r') ? `${name}__r` : name;
}

const cascades = (field: FieldSchema): boolean =>
  field.masterDetail === true || field.deleteConstraint === 'Cascade';

const getters: Readonly<Record<string, LibraryFunction>> = {
  CascadeDelete: (_vm, self: ChildRelationship) => cascades(self.field),
  ChildSObject: (_vm, self: ChildRelationship) => new SObjectTypeToken(self.object.name),
  DeprecatedAndHidden: () => false,
  Field: (_vm, self: ChildRelationship) => new SObjectFieldToken(self.object.name, self.field.name),
  RelationshipName: (_vm, self: ChildRelationship) => relationshipName(self.field),
  RestrictedDelete: (_vm, self: ChildRelationship) => self.field.deleteConstraint === 'Restrict',
};

const FLAGS = ['CascadeDelete', 'DeprecatedAndHidden', 'RestrictedDelete'];

export const childRelationshipType: LibraryType = {
  name: 'Schema.ChildRelationship',
  getters,
  methods: Object.fromEntries(
    Object.entries(getters).map(([n, fn]) => [`${FLAGS.includes(n) ? 'is' : 'get'}${n}`, fn]),
  ),
  isInstance: (value) => value instanceof ChildRelationship,
};

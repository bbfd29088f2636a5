/** Database.DMLOptions: OptAllOrNone counts; the rest is kept and has no effect. */
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { PlatformObject } from '../../core/tokens';
import type { Value } from '../../core/values-all';

/** An object with plain properties of any name. */
class Bag extends PlatformObject {
  readonly values = new Map<string, Value>();
  constructor(readonly type: string) {
    super();
  }
  get $type(): string {
    return this.type;
  }
}

export class DmlOptionsValue extends Bag {
  constructor() {
    super('Database.DMLOptions');
  }
  get allOrNone(): boolean | null {
    return (this.values.get('OptAllOrNone') as boolean | undefined) ?? null;
  }
}

function properties(names: readonly string[]): Pick<LibraryType, 'getters' | 'setters'> {
  const getters: Record<string, LibraryFunction> = {};
  const setters: Record<string, LibraryFunction> = {};
  for (const name of names) {
    getters[name] = (_vm, self: Bag) => self.values.get(name) ?? null;
    setters[name] = (_vm, self: Bag, value: Value) => {
      self.values.set(name, value);
      return null;
    };
  }
  return { getters, setters };
}

const PARTS: Readonly<Record<string, readonly string[]>> = {
  AssignmentRuleHeader: ['AssignmentRuleID', 'UseDefaultRule'],
  DuplicateRuleHeader: ['AllowSave', 'IncludeRecordDetails', 'RunAsCurrentUser'],
  EmailHeader: ['TriggerAutoResponseEmail', 'TriggerOtherEmail', 'TriggerUserEmail'],
};

function part(name: string): LibraryType {
  const type = `Database.DMLOptions.${name}`;
  return {
    name: type,
    constructors: { 'new/0': () => new Bag(type) },
    isInstance: (value) => value instanceof Bag && value.type === type,
    ...properties(PARTS[name]!),
  };
}

const own = properties([
  'AllowFieldTruncation',
  'LocaleOptions',
  'OptAllOrNone',
  ...Object.keys(PARTS),
]);

export const dmlOptionsTypes: readonly LibraryType[] = [
  {
    name: 'Database.DMLOptions',
    constructors: { 'new/0': () => new DmlOptionsValue() },
    isInstance: (value) => value instanceof DmlOptionsValue,
    setters: own.setters!,
    getters: {
      ...own.getters,
      // The parts are there from the start: `options.DuplicateRuleHeader.AllowSave = true`.
      ...Object.fromEntries(
        Object.keys(PARTS).map((name) => [
          name,
          (_vm: unknown, self: Bag) => {
            if (!self.values.has(name))
              self.values.set(name, new Bag(`Database.DMLOptions.${name}`));
            return self.values.get(name) ?? null;
          },
        ]),
      ),
    },
  },
  ...Object.keys(PARTS).map(part),
];

/** A machine without compiled code, and short ways to call the library. */
import type { FieldSchema, ObjectSchema, Schema } from '../../../database/schema';
import type { Step } from '../../../scheduler/suspension';
import { Machine } from '../../core/machine';
import { LibraryRegistry } from '../../core/registry';
import { finish } from '../../core/steps';
import { ApexThrow } from '../../core/throwing';
import type { Value } from '../../core/values-all';
import type { Host } from '../../host';
import { registerLibrary } from '../index';

/** 2024-02-29T15:04:05.678Z, a Thursday. */
export const NOW = Date.UTC(2024, 1, 29, 15, 4, 5, 678);

function field(name: string, type: FieldSchema['type'], more: Partial<FieldSchema> = {}) {
  const custom = name.endsWith('__c');
  const made: FieldSchema = {
    name,
    label: name,
    type,
    createable: custom || name === 'Name' || name.endsWith('Id'),
    updateable: custom || name === 'Name' || name.endsWith('Id'),
    custom,
    ...more,
  };
  return [name.toLowerCase(), made] as const;
}

function object(
  name: string,
  keyPrefix: string,
  fields: readonly (readonly [string, FieldSchema])[],
) {
  const made: ObjectSchema = {
    name,
    label: name.replace('__c', ''),
    labelPlural: `${name.replace('__c', '')}s`,
    keyPrefix,
    kind: name.endsWith('__c') ? 'custom' : 'standard',
    fields: new Map(fields),
  };
  return made;
}

const OBJECTS = [
  object('Account', '001', [
    field('Id', 'id', { createable: false, updateable: false }),
    field('Name', 'string', { length: 255, required: true }),
    field('CreatedDate', 'datetime', { createable: false, updateable: false }),
    field('NumberOfEmployees', 'int', { createable: true, updateable: true }),
  ]),
  object('Item__c', 'a00', [
    field('Id', 'id', { createable: false, updateable: false }),
    field('Name', 'autonumber', { createable: false, updateable: false }),
    field('Account__c', 'reference', {
      referenceTo: ['Account'],
      relationshipName: 'Account__r',
      childRelationshipName: 'Items',
    }),
    field('Amount__c', 'currency', { precision: 18, scale: 2 }),
    field('Count__c', 'int'),
    field('Flag__c', 'boolean', { defaultValue: false }),
    field('Due__c', 'date'),
    field('At__c', 'datetime'),
    field('Time__c', 'time'),
    field('Status__c', 'picklist', { picklistValues: ['New', 'Done'], defaultValue: 'New' }),
    field('Key__c', 'string', { length: 40, unique: true, externalId: true }),
    field('Body__c', 'textarea', { length: 32768 }),
  ]),
];

export const SCHEMA: Schema = {
  object: (name) => OBJECTS.find((o) => o.name.toLowerCase() === name.toLowerCase()),
  objectByPrefix: (prefix) => OBJECTS.find((o) => o.keyPrefix === prefix),
  objects: () => OBJECTS,
  children: (parent) =>
    OBJECTS.flatMap((o) =>
      [...o.fields.values()]
        .filter((f) => f.referenceTo?.includes(parent))
        .map((f) => ({ object: o, field: f })),
    ),
};

export interface Logged {
  readonly level: string;
  readonly text: string;
}

export interface Bench {
  readonly vm: Machine;
  readonly log: Logged[];
  /** Static method; overloads are told apart by number of arguments or by `types`. */
  call(type: string, name: string, args?: readonly Value[], types?: readonly string[]): Value;
  /** Instance method. */
  on(
    type: string,
    self: Value,
    name: string,
    args?: readonly Value[],
    types?: readonly string[],
  ): Value;
  /** Property of an instance. */
  get(type: string, self: Value, name: string): Value;
  /** `System.X: message` of what `body` throws. */
  error(body: () => unknown): string;
}

export function bench(zone = 'America/Los_Angeles', locale = 'en_US'): Bench {
  const registry = new LibraryRegistry();
  registerLibrary(registry);
  const vm = new Machine(registry);
  const log: Logged[] = [];
  let seed = 1;
  const host = {
    context: 'queueable',
    user: { id: '005000000000001AAA', timeZone: zone, locale },
    requestId: 'REQ1',
    schema: SCHEMA,
    now: () => NOW,
    random: () => (seed = (seed * 16807) % 2147483647) / 2147483647,
    debug: (level: string, _line: number, text: string) => log.push({ level, text }),
  } as unknown as Host;
  vm.enter({ host, statics: new Map(), statements: 0, statementLimit: Infinity, depth: 0 });
  const run = (
    table: 'statics' | 'methods' | 'getters',
    type: string,
    name: string,
    args: readonly Value[],
    own: readonly Value[],
    types: readonly string[],
  ): Value => {
    const params = types.length > 0 ? types : args.map(() => '?');
    const member = registry.member(type, table, name, params);
    if (!member)
      throw new Error(`${type}.${name} with ${args.length} arguments is not registered.`);
    const result = member.fn(vm, ...own, ...args);
    return member.suspends ? finish(result as Step<Value>, name) : result;
  };
  return {
    vm,
    log,
    call: (type, name, args = [], types = []) => run('statics', type, name, args, [], types),
    on: (type, self, name, args = [], types = []) =>
      run('methods', type, name, args, [self], types),
    get: (type, self, name) => run('getters', type, name, [], [self], []),
    error(body) {
      try {
        body();
      } catch (error) {
        if (error instanceof ApexThrow) return `${error.exception.$type}: ${error.exception.$text}`;
        throw error;
      }
      throw new Error('Nothing was thrown.');
    },
  };
}

/** System.Database: queries, DML with results, savepoints. */
import type { Step } from '../../../scheduler/suspension';
import type { SoqlQuery } from '../../../database/soql/ast';
import type { DmlVerb } from '../../host';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { SObjectFieldToken } from '../../core/tokens';
import { ApexList, ApexMap, SObjectValue, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { done } from '../../core/steps';
import { argument, fail, given } from '../support/checks';
import { levelAmong } from './access-level';
import { batchStatics } from './batch';
import { DmlOptionsValue } from './dml-options';
import { DmlResultValue, type ResultKind } from './results';

/** One record or several: the platform takes SObjects, and for delete also Ids. */
function recordsOf(vm: Vm, given: Value): SObjectValue[] {
  const items = given instanceof ApexList ? given.items : [given];
  return items.map(
    (item) => (typeof item === 'string' ? recordOfId(vm, item) : item) as SObjectValue,
  );
}

function recordOfId(vm: Vm, id: string): SObjectValue {
  const object = vm.host.schema.objectByPrefix(id.slice(0, 3));
  if (!object) return fail(vm, 'StringException', `Invalid id: ${id}`);
  const record = new SObjectValue(object, object.name);
  record.fields.set('Id', id);
  return record;
}

function allOrNoneAmong(args: readonly Value[]): boolean {
  const options = args.find((a) => a instanceof DmlOptionsValue);
  if (options instanceof DmlOptionsValue) return options.allOrNone ?? true;
  const flag = args.find((a) => typeof a === 'boolean');
  return typeof flag === 'boolean' ? flag : true;
}

function dmlFunction(verb: DmlVerb, kind: ResultKind): LibraryFunction {
  return function* (vm: Vm, target: Value, ...args: Value[]): Step<Value> {
    const records = recordsOf(vm, given(vm, target));
    const token = args.find((a) => a instanceof SObjectFieldToken);
    const rows = yield* vm.host.dml(verb, records, {
      allOrNone: allOrNoneAmong(args),
      access: levelAmong(args),
      ...(token instanceof SObjectFieldToken ? { externalId: token.field } : {}),
    });
    const results = rows.map((row) => new DmlResultValue(kind, row));
    return target instanceof ApexList ? vm.list(`Database.${kind}`, results) : (results[0] ?? null);
  };
}

type Binder = (name: string) => Step<Value>;

/** Compiled code hands over, as a last argument, what finds the variables in sight. */
function binderAmong(vm: Vm, args: readonly Value[]): Binder {
  const last: unknown = args.at(-1);
  const find =
    typeof last === 'function' ? (last as (name: string) => Step<Value | undefined>) : null;
  return function* (name) {
    const value = find ? yield* find(name) : undefined;
    return value === undefined
      ? fail(vm, 'QueryException', `Variable does not exist: ${name}`)
      : value;
  };
}

function mapBinder(vm: Vm, map: Value): Binder {
  const binds = new Map<string, Value>();
  if (map instanceof ApexMap)
    for (const [name, value] of map.entries()) binds.set(String(name).toLowerCase(), value);
  return (name) => {
    const value = binds.get(name.toLowerCase());
    return value === undefined
      ? fail(vm, 'QueryException', `Key '${name}' does not exist in the bindMap`)
      : done(value);
  };
}

function* parse(
  vm: Vm,
  soql: string,
  bind: Binder,
): Step<{ readonly parsed: SoqlQuery; readonly binds: readonly Value[] }> {
  const { query: parsed, bindNames } = vm.host.parse(argument(vm, soql, 1));
  const binds: Value[] = [];
  for (const name of bindNames) binds.push(yield* bind(name));
  return { parsed, binds };
}

function* query(vm: Vm, soql: string, bind: Binder, args: readonly Value[]): Step<Value> {
  const { parsed, binds } = yield* parse(vm, soql, bind);
  return yield* vm.host.query(parsed, binds, levelAmong(args));
}

function* count(vm: Vm, soql: string, bind: Binder, args: readonly Value[]): Step<Value> {
  const { parsed, binds } = yield* parse(vm, soql, bind);
  return yield* vm.host.count(parsed, binds, levelAmong(args));
}

const SUSPENDING: Readonly<Record<string, LibraryFunction>> = {
  insert: dmlFunction('insert', 'SaveResult'),
  update: dmlFunction('update', 'SaveResult'),
  upsert: dmlFunction('upsert', 'UpsertResult'),
  delete: dmlFunction('delete', 'DeleteResult'),
  undelete: dmlFunction('undelete', 'UndeleteResult'),
  query: (vm, soql: string, ...args: Value[]) => query(vm, soql, binderAmong(vm, args), args),
  countQuery: (vm, soql: string, ...args: Value[]) => count(vm, soql, binderAmong(vm, args), args),
  queryWithBinds: (vm, soql: string, binds: Value, ...args: Value[]) =>
    query(vm, soql, mapBinder(vm, binds), args),
  countQueryWithBinds: (vm, soql: string, binds: Value, ...args: Value[]) =>
    count(vm, soql, mapBinder(vm, binds), args),
  setSavepoint: (vm) => vm.host.setSavepoint(),
  rollback: function* (vm: Vm, savepoint: Value): Step<Value> {
    yield* vm.host.rollback(savepoint);
    return null;
  },
  releaseSavepoint: function* (vm: Vm, savepoint: Value): Step<Value> {
    yield* vm.host.releaseSavepoint(savepoint);
    return null;
  },
};

const STATICS: Readonly<Record<string, LibraryFunction>> = {
  ...SUSPENDING,
  ...batchStatics(SUSPENDING['query']!, SUSPENDING['queryWithBinds']!),
};

export const databaseType: LibraryType = {
  name: 'System.Database',
  statics: STATICS,
  suspends: Object.keys(STATICS),
};

/** Names of types as Apex writes them, resolved to run-time names. */
import { parseType } from '../../core/type-names';
import type { TypeName } from '../../core/values-all';
import type { Vm } from '../../core/vm';

const PRIMITIVES = [
  'Blob',
  'Boolean',
  'Date',
  'Datetime',
  'Decimal',
  'Double',
  'Id',
  'Integer',
  'Long',
  'Object',
  'SObject',
  'String',
  'Time',
];

const COLLECTIONS: Readonly<Record<string, readonly [name: string, args: number]>> = {
  list: ['List', 1],
  set: ['Set', 1],
  map: ['Map', 2],
};

/** The canonical name of a type, or null when there is none of that name. */
export function resolveType(vm: Vm, name: string): TypeName | null {
  const array = /^(.*)\[\]$/.exec(name.trim());
  const { base, args } = parseType(array ? `List<${array[1]}>` : name.trim());
  if (args.length === 0) return resolvePlain(vm, base);
  const collection = COLLECTIONS[base.toLowerCase().replace(/^system\./, '')];
  const inner = args.map((arg) => resolveType(vm, arg));
  if (collection?.[1] !== inner.length || inner.includes(null)) return null;
  return `${collection[0]}<${inner.join(',')}>`;
}

function resolvePlain(vm: Vm, name: string): TypeName | null {
  const own = vm.findClass(name);
  if (own !== null) return own;
  const short = name.toLowerCase().replace(/^system\./, '');
  const primitive = PRIMITIVES.find((p) => p.toLowerCase() === short);
  if (primitive !== undefined) return primitive;
  const object = vm.host.schema.object(name.replace(/^schema\./i, ''));
  if (object) return object.name;
  return (vm.library.type(name) ?? vm.library.type(`System.${name}`))?.name ?? null;
}

/** `new`. */
import type { Expr } from '../tree';
import { expression, notNull } from './expressions';
import type { Frame } from './frame';
import { constructorKey, quote, typeName } from './names';

type Of<K extends Expr['k']> = Extract<Expr, { k: K }>;

const list = (f: Frame, args: readonly Expr[]): string =>
  args.map((e) => expression(f, e)).join(',');

export function newObject(f: Frame, e: Of<'new'>): string {
  const { colouring } = f.unit.options;
  const { cls, ctor } = e;
  const coloured = ctor ? colouring.method(ctor) : colouring.implicitConstructor(cls);
  const key = quote(constructorKey(cls, ctor));
  const mark = e.pos.line === f.line ? '' : f.mark(e.pos.line);
  return mark + f.invoke(coloured, `new ${f.unit.cls(cls)}()[${key}](${list(f, e.args)})`);
}

export function newLib(f: Frame, e: Of<'newLib'>): string {
  const member = f.unit.member(e.pos, e.lib, 'constructors', 'new', e.params);
  if (!member) return 'null';
  const mark = e.pos.line === f.line ? '' : f.mark(e.pos.line);
  const args = ['$', ...e.args.map((a) => expression(f, a))].join(',');
  return mark + f.invoke(member.suspends, `${member.ref}(${args})`);
}

export function newCollection(f: Frame, e: Of<'newCollection'>): string {
  const { type } = e;
  if (type.k !== 'list' && type.k !== 'set') throw new Error(`A collection cannot be a ${type.k}.`);
  const of = quote(typeName(type.of));
  let items = '[]';
  if (e.items) items = `[${list(f, e.items)}]`;
  else if (e.from) items = `elements(${expression(f, e.from)})`;
  else if (e.size) items = `Array(${notNull(f, e.size)}).fill(null)`;
  return `${type.k}(${of},${items})`;
}

export function newMap(f: Frame, e: Of<'newMap'>): string {
  if (e.type.k !== 'map') throw new Error(`A map cannot be a ${e.type.k}.`);
  const empty = `map(${quote(typeName(e.type.key))},${quote(typeName(e.type.value))})`;
  if (e.from) return `mapFrom(${empty},${expression(f, e.from)})`;
  if (!e.entries || e.entries.length === 0) return empty;
  const pairs = e.entries.map(([key, value]) => `[${expression(f, key)},${expression(f, value)}]`);
  return `mapOf(${empty},[${pairs.join(',')}])`;
}

export function newSObject(f: Frame, e: Of<'newSObject'>): string {
  const empty = `snew(${quote(e.object)})`;
  if (e.fields.length === 0) return empty;
  const pairs = e.fields.map(([name, value]) => `[${quote(name)},${expression(f, value)}]`);
  return `sinit(${empty},[${pairs.join(',')}])`;
}

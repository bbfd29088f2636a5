/** Targets of assignments. */
import type { FieldInfo } from '../classes';
import type { Expr } from '../tree';
import { staticsOf } from './calls';
import { expression, notNull } from './expressions';
import type { Frame } from './frame';
import { fieldKey, localName, quote } from './names';

type Of<K extends Expr['k']> = Extract<Expr, { k: K }>;

/** A place to read and write, whose parts have been evaluated into variables by `setup`. */
export interface Place {
  /** Evaluated first; may be empty. */
  readonly setup: readonly string[];
  readonly read: string;
  /** Code that stores `value` and gives it back. */
  write(value: string): string;
}

/** Keeps the parts of one target. */
class Parts {
  readonly setup: string[] = [];
  constructor(
    readonly f: Frame,
    /** Both read and written: parts with effects go to variables. */
    readonly twice: boolean,
  ) {}

  hold(code: string, fixed: boolean): string {
    if (!this.twice || fixed) return code;
    const name = this.f.temp();
    this.setup.push(`${name}=${code}`);
    return name;
  }
  /** Calls something that gives no value, and gives the value that it was called with. */
  keep(value: string, call: (value: string) => string): string {
    const kept = this.f.temp();
    return `(${call(`${kept}=${value}`)},${kept})`;
  }
}

/** @param twice both read and written */
export function place(f: Frame, target: Expr, twice: boolean): Place {
  const parts = new Parts(f, twice);
  switch (target.k) {
    case 'local': {
      const name = localName(target.v);
      return { setup: [], read: name, write: (value) => `(${name}=${value})` };
    }
    case 'field': {
      const object = parts.hold(notNull(f, target.object), target.object.k === 'this');
      return property(parts, target.field, object, () => object);
    }
    case 'staticField': {
      const { owner } = target.field;
      return property(parts, target.field, f.unit.cls(owner), () =>
        parts.hold(staticsOf(f, owner), false),
      );
    }
    case 'index':
      return element(parts, target);
    case 'sobjectField':
      return ofRow(parts, target.object, target.name, 'sget', 'sput');
    case 'sobjectParent':
    case 'sobjectChildren':
      return ofRow(parts, target.object, target.relationship, 'sparent', 'sputParent');
    case 'libField':
      return libProperty(parts, target);
    default:
      throw new Error(`Nothing can be assigned to a ${target.k}.`);
  }
}

/** @param object receiver of the accessors; `storage` holds the plain fields */
function property(parts: Parts, field: FieldInfo, object: string, storage: () => string): Place {
  const { f, twice } = parts;
  const { colouring } = f.unit.options;
  const raw = f.raw(field);
  const getter = raw ? null : field.getter;
  const setter = raw ? null : field.setter;
  const plain = !setter || (!getter && twice) ? `${storage()}.${fieldKey(field)}` : '';
  return {
    setup: parts.setup,
    read: getter
      ? f.invoke(twice && colouring.method(getter), `${object}[${quote(getter.slot)}]()`)
      : plain,
    write(value) {
      if (!setter) return `(${plain}=${value})`;
      return parts.keep(value, (kept) =>
        f.invoke(colouring.method(setter), `${object}[${quote(setter.slot)}](${kept})`),
      );
    },
  };
}

function element(parts: Parts, target: Of<'index'>): Place {
  const { f } = parts;
  const isFixed = (e: Expr): boolean => e.k === 'local' || e.k === 'literal';
  const list = parts.hold(expression(f, target.list), target.list.k === 'local');
  const index = parts.hold(expression(f, target.index), isFixed(target.index));
  return {
    setup: parts.setup,
    read: `lget(${list},${index})`,
    write: (value) => `lset(${list},${index},${value})`,
  };
}

function ofRow(parts: Parts, object: Expr, field: string, get: string, put: string): Place {
  const row = parts.hold(notNull(parts.f, object), object.k === 'local');
  const name = quote(field);
  return {
    setup: parts.setup,
    read: `${get}(${row},${name})`,
    write: (value) => `${put}(${row},${name},${value})`,
  };
}

/** Property of a platform object, or static one of a platform class. */
function libProperty(parts: Parts, target: Of<'libField'>): Place {
  const { f, twice } = parts;
  const { unit } = f;
  const { lib, name, pos, receiver } = target;
  const object = receiver ? `,${parts.hold(notNull(f, receiver), false)}` : '';
  const getters = receiver ? 'getters' : 'staticGetters';
  const getter = twice ? unit.member(pos, lib, getters, name, []) : null;
  const setter = unit.member(pos, lib, 'setters', name, []);
  return {
    setup: parts.setup,
    read: `${getter?.ref}($${object})`,
    write: (value) => parts.keep(value, (kept) => `${setter?.ref}($${object},${kept})`),
  };
}

/** Assignment, compound assignment, increment: each target is evaluated once. */
import type { ArithmeticKind, BinaryOp, Expr } from '../tree';
import type { ApexType } from '../types';
import { staticsOf } from './calls';
import { convertCode } from './convert';
import { expression, notNull } from './expressions';
import type { Frame } from './frame';
import { fieldKey, localName, quote } from './names';
import { arithmetic } from './operators';
import { isPrimitive, numberLetter } from './types';

type Of<K extends Expr['k']> = Extract<Expr, { k: K }>;

/** A place to read and write, whose parts have been evaluated into variables by `setup`. */
interface Place {
  /** Evaluated first; may be empty. */
  readonly setup: readonly string[];
  readonly read: string;
  /** Code that stores `value` and gives it back. */
  write(value: string): string;
}

/** @param twice both read and written: parts with effects go to variables */
function place(f: Frame, target: Expr, twice: boolean): Place {
  const setup: string[] = [];
  const hold = (code: string, simple: boolean): string => {
    if (!twice || simple) return code;
    const name = f.temp();
    setup.push(`${name}=${code}`);
    return name;
  };
  const colouring = f.unit.options.colouring;
  /** Calls a setter and gives the value back. */
  const viaSetter = (object: string, slot: string, coloured: boolean, value: string): string => {
    const kept = f.temp();
    return `(${f.invoke(coloured, `${object}[${quote(slot)}](${kept}=${value})`)},${kept})`;
  };
  switch (target.k) {
    case 'local': {
      const name = localName(target.v);
      return { setup, read: name, write: (value) => `(${name}=${value})` };
    }
    case 'field': {
      const object = hold(notNull(f, target.object), target.object.k === 'this');
      const { getter, setter } = target.field;
      const raw = f.raw(target.field);
      const plain = `${object}.${fieldKey(target.field)}`;
      return {
        setup,
        read:
          getter && !raw && twice
            ? f.invoke(colouring.method(getter), `${object}[${quote(getter.slot)}]()`)
            : plain,
        write: (value) =>
          setter && !raw
            ? viaSetter(object, setter.slot, colouring.method(setter), value)
            : `(${plain}=${value})`,
      };
    }
    case 'staticField': {
      const { getter, setter, owner } = target.field;
      const raw = f.raw(target.field);
      const needsStatics = raw || !setter || (!getter && twice);
      const statics = needsStatics ? hold(staticsOf(f, owner), false) : '';
      const plain = `${statics}.${fieldKey(target.field)}`;
      const cls = f.unit.cls(owner);
      return {
        setup,
        read:
          getter && !raw && twice
            ? f.invoke(colouring.method(getter), `${cls}[${quote(getter.slot)}]()`)
            : plain,
        write: (value) =>
          setter && !raw
            ? viaSetter(cls, setter.slot, colouring.method(setter), value)
            : `(${plain}=${value})`,
      };
    }
    case 'index': {
      const list = hold(expression(f, target.list), target.list.k === 'local');
      const index = hold(expression(f, target.index), isFixed(target.index));
      return {
        setup,
        read: `lget(${list},${index})`,
        write: (value) => `lset(${list},${index},${value})`,
      };
    }
    case 'sobjectField': {
      const row = hold(notNull(f, target.object), target.object.k === 'local');
      const name = quote(target.name);
      return {
        setup,
        read: `sget(${row},${name})`,
        write: (value) => `sput(${row},${name},${value})`,
      };
    }
    case 'sobjectParent':
    case 'sobjectChildren': {
      const row = hold(notNull(f, target.object), target.object.k === 'local');
      const name = quote(target.relationship);
      return {
        setup,
        read: `sparent(${row},${name})`,
        write: (value) => `sputParent(${row},${name},${value})`,
      };
    }
    case 'libField': {
      const object = target.receiver ? hold(notNull(f, target.receiver), false) : '';
      const getter = twice
        ? f.unit.member(target.pos, target.lib, 'getters', target.name, [])
        : null;
      const setter = f.unit.member(target.pos, target.lib, 'setters', target.name, []);
      return {
        setup,
        read: `${getter?.ref}($${object === '' ? '' : `,${object}`})`,
        write(value) {
          const kept = f.temp();
          const receiver = object === '' ? '' : `,${object}`;
          return `(${setter?.ref}($${receiver},${kept}=${value}),${kept})`;
        },
      };
    }
    case 'safe':
    default:
      throw new Error(`Nothing can be assigned to a ${target.k}.`);
  }
}

/** Evaluating it twice gives the same value. */
function isFixed(e: Expr): boolean {
  return e.k === 'local' || e.k === 'literal';
}

function sequence(setup: readonly string[], code: string): string {
  return setup.length > 0 ? `(${[...setup, code].join(',')})` : code;
}

export function assign(f: Frame, e: Of<'assign'>): string {
  const to = place(f, e.target, e.op !== null);
  if (e.op === null) return sequence(to.setup, to.write(expression(f, e.value)));
  return sequence(to.setup, to.write(combined(f, e, to.read)));
}

/** The new value of a compound assignment. */
function combined(f: Frame, e: Of<'assign'>, current: string): string {
  const kind = e.kind ?? 'int';
  if (kind === 'string') {
    const value = isPrimitive(e.value.type, 'String')
      ? `(""+(${expression(f, e.value)}))`
      : `str(${expression(f, e.value)})`;
    return `((""+${current})+${value})`;
  }
  if (kind === 'bool') return `((${current}??npe())${e.op}(${notNull(f, e.value)}))!==0`;
  return computed(e.op!, kind, current, e.target.type, notNull(f, e.value), e.value.type);
}

function computed(
  op: BinaryOp,
  kind: ArithmeticKind,
  current: string,
  type: ApexType,
  operand: string,
  operandType: ApexType,
): string {
  const working = KIND_TYPE[kind];
  const now = numberLetter(type)
    ? convertCode(`(${current}??npe())`, type, working)
    : `(${current}??npe())`;
  const shift = op === '<<' || op === '>>' || op === '>>>';
  const by = shift ? operand : convertCode(operand, operandType, working);
  const result = arithmetic(op, kind, now, by, shift && isPrimitive(operandType, 'Integer'));
  return convertCode(result, working, type);
}

const KIND_TYPE: Record<ArithmeticKind, ApexType> = {
  int: { k: 'primitive', name: 'Integer' },
  long: { k: 'primitive', name: 'Long' },
  double: { k: 'primitive', name: 'Double' },
  decimal: { k: 'primitive', name: 'Decimal' },
};

const STEP = {
  i: ['int', '1'],
  l: ['long', '1n'],
  d: ['double', 'dbl(1)'],
  n: ['decimal', 'dec("1")'],
} as const;

/** @param used somebody looks at the value of the expression */
export function increment(f: Frame, e: Of<'increment'>, used: boolean): string {
  const letter = numberLetter(e.target.type) ?? 'i';
  const [kind, one] = STEP[letter];
  const to = place(f, e.target, true);
  const op = e.delta === 1 ? '+' : '-';
  if (e.prefix || !used)
    return sequence(to.setup, to.write(arithmetic(op, kind, `(${to.read}??npe())`, one, false)));
  const old = f.temp();
  return `(${[
    ...to.setup,
    `${old}=${to.read}??npe()`,
    to.write(arithmetic(op, kind, old, one, false)),
    old,
  ].join(',')})`;
}

/** Values that are written out in a flow, and values of any kind as a wanted type. */
import { Big } from 'bigdecimal.js';
import type { XmlElement } from '../../metadata';
import { ApexDate, ApexDatetime, type Value } from '../../runtime/core/values-all';
import type { FlowValue } from '../model';
import { convert, momentOf } from '../run/convert';
import type { Read } from '../run/interview';
import type { Scope } from './scope';
import { BOOLEAN, fits, NUMBER, scalar, TEXT, type ValueType } from './types';

type Literal = Exclude<FlowValue, { kind: 'reference' }>;

const TYPES: Readonly<Record<Literal['kind'], ValueType>> = {
  text: TEXT,
  number: NUMBER,
  boolean: BOOLEAN,
  date: scalar('Date'),
  dateTime: scalar('DateTime'),
};

function valueOf(given: Literal): Value {
  switch (given.kind) {
    case 'text':
      return given.text;
    case 'boolean':
      return given.value;
    case 'number':
      return /^[+-]?\d+(\.\d+)?$/.test(given.text) ? Big(given.text) : undefined;
    default: {
      const at = momentOf(given.text);
      return at instanceof ApexDate || at instanceof ApexDatetime ? at : undefined;
    }
  }
}

/** A value that must be written out; null after a problem. */
export function literal(scope: Scope, given: FlowValue, to: ValueType): Value {
  if (given.kind === 'reference') {
    const read = valueAs(scope, given, to, 'The value');
    return scope.problem(
      read ? 'A default value must be written out' : 'A default value must exist',
      given.at,
    );
  }
  const type = TYPES[given.kind];
  if (!fits(type, to)) return scope.mismatch('The value', type, to, given.at);
  const value = valueOf(given);
  if (value === undefined)
    return scope.problem(`"${'text' in given ? given.text : ''}" is no ${type.data}`, given.at);
  return convert(value, to.data);
}

/**
 * How to read a value as type `to`; null after a problem.
 *
 * @param what for messages: `The value of Name`
 */
export function valueAs(
  scope: Scope,
  given: FlowValue | null,
  to: ValueType,
  what: string,
): Read | null {
  if (given === null) return () => null;
  if (given.kind !== 'reference') {
    const before = scope.problems.length;
    const value = literal(scope, given, to);
    return scope.problems.length > before ? null : () => value;
  }
  const found = scope.resolve(given.name, given.at);
  if (!found) return null;
  const { type, read } = found;
  if (!fits(type, to)) return scope.mismatch(`${what} ("${given.name}")`, type, to, given.at);
  return (i) => convert(read(i), to.data);
}

/** A reference that must be a record or a collection of records; null after a problem. */
export function recordsOf(
  scope: Scope,
  name: string,
  at: XmlElement,
): { readonly type: ValueType; readonly read: Read } | null {
  const found = scope.resolve(name, at);
  if (!found) return null;
  if (found.type.data !== 'SObject')
    return scope.problem(`"${name}" is no record and no collection of records`, at);
  return found;
}

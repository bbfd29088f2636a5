/** Conditions of decisions and of the start of record-triggered flows. */
import type { XmlElement } from '../../metadata';
import { ApexList, type Value } from '../../runtime/core/values-all';
import type { Condition, Conditions } from '../model';
import { COMPARE, COMPARE_TEXTS, isBlank, same } from '../run/compare';
import { toStored } from '../run/convert';
import type { Interview } from '../run/interview';
import { valueAs } from './literals';
import { holds, parseLogic } from './logic';
import type { Reference, Scope } from './scope';
import { BOOLEAN, isText, itemOf, typeName, type ValueType } from './types';

export type Test = (interview: Interview) => boolean;

const never: Test = () => false;

/** How to tell whether all that is asked for holds. */
export function compileConditions(
  scope: Scope,
  { logic, items }: Conditions,
  at: XmlElement,
): Test {
  const parsed = parseLogic(logic, items.length);
  if (!parsed) {
    scope.problem(`The condition logic "${logic}" is wrong`, at);
    return never;
  }
  const tests = items.map((item) => compileCondition(scope, item) ?? never);
  return (interview) => holds(parsed, (index) => tests[index]!(interview));
}

function compileCondition(scope: Scope, condition: Condition): Test | null {
  const { left: name, operator, right, at } = condition;
  if (operator === 'WasVisited') return wasVisited(scope, condition);
  const left = scope.resolve(name, at);
  if (!left) return null;
  const flag = FLAGS[operator];
  if (flag) {
    const wanted = right === null ? () => true : valueAs(scope, right, BOOLEAN, operator);
    return wanted && ((i) => flag(left.read(i)) === wanted(i));
  }
  if (operator === 'IsChanged') return isChanged(scope, condition, left);
  if (left.type.list || left.type.data === 'SObject') return ofCollection(scope, condition, left);
  if (operator === 'In' || operator === 'NotIn') return isAmong(scope, condition, left);
  const compare = COMPARE[operator] ?? (isText(left.type) ? COMPARE_TEXTS[operator] : undefined);
  if (!compare) return unknown(scope, condition, left.type);
  const value = valueAs(scope, right, left.type, `The value compared with "${name}"`);
  return value && ((i) => compare(left.read(i), value(i)));
}

function unknown(scope: Scope, { operator, left, at }: Condition, type: ValueType): null {
  return scope.lacks(`the operator ${operator} for "${left}" (${typeName(type)})`, at);
}

/** Operators whose other side says yes or no. */
const FLAGS: Readonly<Record<string, (value: Value) => boolean>> = {
  IsNull: isBlank,
  IsBlank: (value) => isBlank(value) || (typeof value === 'string' && value.trim() === ''),
  IsEmpty: (value) => isBlank(value) || (value instanceof ApexList && value.items.length === 0),
};

function wasVisited(scope: Scope, { left, right, at }: Condition): Test | null {
  if (!scope.model.elements.has(left))
    return scope.problem(`The flow has no element "${left}"`, at);
  const wanted = right === null ? () => true : valueAs(scope, right, BOOLEAN, 'WasVisited');
  return wanted && ((i) => i.visited.has(left) === wanted(i));
}

/** Of a field of the record whose save started the flow. */
function isChanged(scope: Scope, { left, right, at }: Condition, now: Reference): Test | null {
  if (!left.startsWith('$Record.'))
    return scope.problem(`IsChanged is for fields of $Record, not "${left}"`, at);
  const before = scope.resolve(left.replace('$Record.', '$Record__Prior.'), at);
  const wanted = right === null ? () => true : valueAs(scope, right, BOOLEAN, 'IsChanged');
  if (!before || !wanted) return null;
  return (i) => {
    const { isNew } = i.around.record!;
    const changed = !isNew && toStored(now.read(i)) !== toStored(before.read(i));
    return changed === wanted(i);
  };
}

function ofCollection(scope: Scope, condition: Condition, left: Reference): Test | null {
  const { operator, right, at } = condition;
  if (operator !== 'Contains' || left.type.data === 'SObject')
    return unknown(scope, condition, left.type);
  const value = valueAs(scope, right, itemOf(left.type), 'The value looked for');
  if (!value || right === null) return scope.problem('Contains needs a value to look for', at);
  return (i) => {
    const list = left.read(i);
    return list instanceof ApexList && list.items.some((item) => same(item, value(i)));
  };
}

function isAmong(scope: Scope, condition: Condition, left: Reference): Test | null {
  const { right, operator, at } = condition;
  const list = right && valueAs(scope, right, { ...left.type, list: true }, 'The collection');
  if (!list) return right ? null : scope.problem(`${operator} needs a collection`, at);
  return (i) => {
    const items = list(i);
    const found = items instanceof ApexList && items.items.some((item) => same(item, left.read(i)));
    return found === (operator === 'In');
  };
}

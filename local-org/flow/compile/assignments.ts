/** Assignments: what is put into variables and fields, and how collections change. */
import type { XmlElement } from '../../metadata';
import { ApexDate, ApexDatetime, ApexList, type Value } from '../../runtime/core/values-all';
import { Big } from 'bigdecimal.js';
import { asDecimal, isDecimal } from '../../runtime/library/support/numbers';
import type { Assignment, FlowValue } from '../model';
import { same } from '../run/compare';
import { listOf, textOf } from '../run/convert';
import type { Interview, Read } from '../run/interview';
import { valueAs } from './literals';
import type { Reference, Scope } from './scope';
import type { Step } from './nodes';
import { isNumber, isText, itemOf, NUMBER, TEXT, typeName, type ValueType } from './types';

type Act = (interview: Interview) => void;
type Target = NonNullable<ReturnType<Scope['target']>>;
type Item = Assignment['items'][number];

const DAY = 86_400_000;

export function compileAssignment(scope: Scope, { items, next }: Assignment): Step {
  const acts = items.flatMap((item) => compileItem(scope, item) ?? []);
  return {
    kind: 'step',
    run(interview) {
      for (const act of acts) act(interview);
      return next;
    },
  };
}

function compileItem(scope: Scope, item: Item): Act | null {
  const target = scope.target(item.to, item.at);
  if (!target) return null;
  const { operator, value, at } = item;
  const what = `The value for "${item.to}"`;
  if (operator === 'Assign') {
    const read = valueAs(scope, value, target.type, what);
    return read && ((i) => target.write(i, read(i)));
  }
  if (operator === 'AssignCount') return count(scope, item, target);
  if (target.type.list) return ofCollection(scope, item, target);
  if (operator !== 'Add' && operator !== 'Subtract') return unknown(scope, item, target.type, at);
  const sign = operator === 'Add' ? 1 : -1;
  if (isText(target.type) && sign === 1) {
    const read = valueAs(scope, value, TEXT, what);
    return read && ((i) => target.write(i, textOf(target.read(i)) + textOf(read(i))));
  }
  const isDay = target.type.data === 'Date' || target.type.data === 'DateTime';
  if (!isDay && !isNumber(target.type)) return unknown(scope, item, target.type, at);
  const read = valueAs(scope, value, NUMBER, what);
  return read && ((i) => target.write(i, moved(target.read(i), read(i), sign)));
}

function unknown(scope: Scope, { operator, to }: Item, type: ValueType, at: XmlElement): null {
  return scope.lacks(`the operator ${operator} for "${to}" (${typeName(type)})`, at);
}

/** A number that counts from nothing begins at zero; a moment moves by days. */
function moved(from: Value, by: Value, sign: 1 | -1): Value {
  const amount = asDecimal(by) ?? Big('0');
  if (from instanceof ApexDate) return new ApexDate(from.days + sign * amount.numberValue());
  if (from instanceof ApexDatetime)
    return new ApexDatetime(from.ms + sign * DAY * amount.numberValue());
  const number = isDecimal(from) ? from : Big('0');
  return sign === 1 ? number.add(amount) : number.subtract(amount);
}

function count(scope: Scope, { value, at }: Item, target: Target): Act | null {
  const list = value?.kind === 'reference' ? scope.resolve(value.name, value.at) : null;
  if (!list)
    return value?.kind === 'reference' ? null : scope.problem('AssignCount needs a collection', at);
  if (!list.type.list || !isNumber(target.type))
    return scope.problem('AssignCount puts the size of a collection into a number', at);
  return (i) => target.write(i, Big(String(itemsOf(list, i).length)));
}

function itemsOf({ read }: Pick<Reference, 'read'>, interview: Interview): readonly Value[] {
  const list = read(interview);
  return list instanceof ApexList ? list.items : [];
}

/** What becomes of a collection, given what it is and the items of the value. */
const CHANGES: Readonly<
  Record<string, (own: readonly Value[], given: readonly Value[]) => readonly Value[]>
> = {
  Add: (own, given) => [...own, ...given],
  AddItem: (own, given) => [...own, ...given],
  AddAtStart: (own, given) => [...given, ...own],
  RemoveAll: (own, given) => own.filter((item) => !given.some((other) => same(item, other))),
  RemoveUncommon: (own, given) => own.filter((item) => given.some((other) => same(item, other))),
  RemoveFirst: (own, [item]) => own.filter((_, n) => n !== indexIn(own, item)),
  RemoveBeforeFirst: (own, [item]) => own.slice(Math.max(indexIn(own, item), 0)),
  RemoveAfterFirst: (own, [item]) => {
    const at = indexIn(own, item);
    return at < 0 ? own : own.slice(0, at + 1);
  },
};

const indexIn = (items: readonly Value[], wanted: Value): number =>
  items.findIndex((item) => same(item, wanted));

function ofCollection(scope: Scope, item: Item, target: Target): Act | null {
  const { operator, value, at } = item;
  const store = (i: Interview, items: readonly Value[]): void =>
    target.write(i, new ApexList(listOf(target.type), [...items]));
  if (operator === 'RemovePosition') {
    const read = valueAs(scope, value, NUMBER, 'The position');
    return (
      read &&
      ((i) => {
        // Positions count from 1.
        const position = asDecimal(read(i))?.numberValue();
        store(
          i,
          itemsOf(target, i).filter((_, n) => n + 1 !== position),
        );
      })
    );
  }
  const change = CHANGES[operator];
  if (!change) return unknown(scope, item, target.type, at);
  if (target.type.data === 'SObject' && operator.startsWith('Remove'))
    return scope.lacks(`the operator ${operator} for collections of records`, at);
  const given = givenItems(scope, value, target.type);
  return given && ((i) => store(i, change(itemsOf(target, i), given(i))));
}

/** One item, or all of a collection; nothing adds nothing. */
function givenItems(
  scope: Scope,
  value: FlowValue | null,
  type: ValueType,
): ((interview: Interview) => readonly Value[]) | null {
  const isList =
    value?.kind === 'reference' && scope.resolve(value.name, value.at)?.type.list === true;
  const read: Read | null = valueAs(scope, value, isList ? type : itemOf(type), 'The value');
  if (!read) return null;
  return (i) => {
    const found = read(i);
    if (found instanceof ApexList) return found.items;
    return found === null || found === undefined ? [] : [found];
  };
}

/** What an element gives under its own name, when its outputs are stored automatically. */
import type { XmlElement } from '../../metadata';
import type { Element } from '../model';
import { throughFields } from './fields';
import type { Reference, Scope } from './scope';
import { itemOf, recordOf, TEXT, typeOfParameter, type ValueType } from './types';

/** Key under which an interview keeps one output of an element. */
export const outputKey = (element: string, output: string): string => `${element}.${output}`;

/** Undefined: the element stores nothing under its name. */
function ownType(scope: Scope, element: Element): ValueType | undefined {
  if (element.kind === 'loops' && element.variable === null) {
    const over = scope.resolve(element.collection, element.at);
    return over?.type.list === true ? itemOf(over.type) : undefined;
  }
  if (element.kind === 'recordLookups' && element.automatic)
    return recordOf(element.object, !element.firstOnly);
  if (element.kind === 'recordCreates' && element.automatic) return TEXT;
  return undefined;
}

/** Type of an output of an action or subflow; null after a problem. */
export function outputType(
  scope: Scope,
  element: Element,
  output: string,
  at: XmlElement,
): ValueType | null {
  if (element.kind === 'actionCalls') {
    const action = scope.org.action(element.action);
    const parameter = action?.output?.parameters.find(({ name }) => name === output);
    if (!parameter)
      return scope.problem(`The action "${element.action}" has no output "${output}"`, at);
    return (
      typeOfParameter(parameter) ??
      scope.lacks(`the type of the output ${element.action}.${output} (${parameter.type.name})`, at)
    );
  }
  if (element.kind !== 'subflows')
    return scope.problem(`The element "${element.name}" stores nothing under its name`, at);
  const variable = scope.org.flow(element.flow)?.resources.get(output);
  if (variable?.kind !== 'variable' || !variable.isOutput)
    return scope.problem(`The flow "${element.flow}" has no output variable "${output}"`, at);
  const { dataType: data, objectType: object, isCollection: list } = variable;
  return { data, object, list };
}

/** `Element`, `Element.Field` or `Element.output`; null after a problem. */
export function elementOutput(
  scope: Scope,
  element: Element,
  path: readonly string[],
  at: XmlElement,
): Reference | null {
  const { name } = element;
  const full = [name, ...path].join('.');
  const own = ownType(scope, element);
  if (own) {
    const isRecord = element.kind !== 'recordCreates';
    const whole: Reference = {
      type: own,
      read: (i) => i.values.get(name) ?? null,
      write: isRecord && path.length > 0 ? (i, value) => void i.values.set(name, value) : null,
    };
    return throughFields(scope, whole, path, full, at);
  }
  const stores =
    (element.kind === 'actionCalls' || element.kind === 'subflows') && element.automatic;
  if (!stores) return scope.problem(`The element "${name}" stores nothing under its name`, at);
  const [output = 'output', ...rest] = path;
  const type = outputType(scope, element, output, at);
  if (!type) return null;
  const key = outputKey(name, output);
  const whole: Reference = { type, read: (i) => i.values.get(key) ?? null, write: null };
  return throughFields(scope, whole, rest, full, at);
}

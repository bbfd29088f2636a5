/** Apex actions: one call of the method for all interviews that wait at the element. */
import type { InvocableAction, InvocableSide } from '../../language/invocable';
import type { XmlElement } from '../../metadata';
import { reflectionOf, type FieldShape } from '../../runtime/core/reflection';
import { parseType } from '../../runtime/core/type-names';
import { ApexList, type Value } from '../../runtime/core/values-all';
import type { Vm } from '../../runtime/core/vm';
import type { Step } from '../../scheduler/suspension';
import type { ActionCall } from '../model';
import { fromApex, toApex } from '../run/convert';
import { faultOf } from '../run/faults';
import type { Interview } from '../run/interview';
import type { Fault, Together } from './nodes';
import { compileInputs, compileOutputs, type Input, type KeepOutputs } from './parameters';
import type { Scope } from './scope';
import { typeOfParameter, type ValueType } from './types';

/** In the platform's words. */
const WRONG_NUMBER =
  'The number of results does not match the number of interviews that were executed in a single ' +
  'bulk execution request.';

export function compileAction(scope: Scope, element: ActionCall): Together | null {
  const { at, next, fault } = element;
  const action = scope.org.action(element.action);
  if (!action)
    return scope.problem(`There is no Apex action "${element.action}" (invocable method)`, at);
  const inputs = compileInputs(scope, element, (name, place) =>
    inputType(scope, action, name, place),
  );
  for (const { name, required } of action.input?.parameters ?? [])
    if (required && !element.inputs.some((input) => input.name === name))
      scope.problem(`Missing required input parameter: ${name}`, at);
  const keep = compileOutputs(scope, element);
  return {
    kind: 'together',
    next,
    fault,
    *run(interviews) {
      const { vm } = interviews[0]!;
      try {
        return yield* call(vm, action, interviews, inputs, keep);
      } catch (error) {
        const failed = faultOf(vm, error, null);
        return interviews.map(() => failed);
      }
    },
  };
}

function inputType(
  scope: Scope,
  { className, input }: InvocableAction,
  name: string,
  at: XmlElement,
): ValueType | null {
  const parameter = input?.parameters.find((each) => each.name === name);
  if (!parameter) return scope.problem(`The action "${className}" has no input "${name}"`, at);
  return (
    typeOfParameter(parameter) ??
    scope.lacks(`the type of the input ${className}.${name} (${parameter.type.name})`, at)
  );
}

const missing = (name: string): Fault => ({
  message: `Missing required input parameter: ${name}`,
  cause: null,
});

/** An interview that lacks what is required is not among those that the method is called for. */
function* call(
  vm: Vm,
  action: InvocableAction,
  interviews: readonly Interview[],
  inputs: readonly Input[],
  keep: KeepOutputs,
): Step<readonly (Fault | null)[]> {
  const values = interviews.map(
    (interview) => new Map(inputs.map(({ name, read }) => [name, read(interview)])),
  );
  const required = (action.input?.parameters ?? []).filter((parameter) => parameter.required);
  const faults = values.map((given) => {
    const lack = required.find(({ name }) => (given.get(name) ?? null) === null);
    return lack ? missing(lack.name) : null;
  });
  const called = [...interviews.keys()].filter((n) => faults[n] === null);
  if (called.length === 0) return faults;
  const args = action.input
    ? [
        yield* argument(
          vm,
          action.input,
          called.map((n) => values[n]!),
        ),
      ]
    : [];
  const returned = yield* action.run(args);
  if (!action.output) return faults;
  const results = returned instanceof ApexList ? returned.items : [];
  const wrong = results.length === called.length ? null : { message: WRONG_NUMBER, cause: null };
  for (const [place, n] of called.entries()) {
    if (wrong) faults[n] = wrong;
    else keep(interviews[n]!, yield* outputsOf(vm, action.output, results[place] ?? null));
  }
  return faults;
}

function* argument(
  vm: Vm,
  side: InvocableSide,
  all: readonly ReadonlyMap<string, Value>[],
): Step<ApexList> {
  const [of = 'Object'] = parseType(side.listType).args;
  const items: Value[] = [];
  for (const given of all)
    items.push(
      side.shape === 'value'
        ? toApex(vm, given.get(side.parameters[0]?.name ?? '') ?? null, of)
        : yield* request(vm, of, given),
    );
  return vm.list(of, items);
}

function fieldsOf(vm: Vm, type: string): ReadonlyMap<string, FieldShape> {
  const shape = reflectionOf(vm).shape(type);
  return new Map(shape?.fields.map((field) => [field.name, field]));
}

function* request(vm: Vm, type: string, given: ReadonlyMap<string, Value>): Step<Value> {
  const object = yield* vm.newInstance(type);
  const fields = fieldsOf(vm, type);
  for (const [name, value] of given) {
    const field = fields.get(name);
    if (field?.set) yield* field.set(object, toApex(vm, value, field.type));
  }
  return object;
}

function* outputsOf(
  vm: Vm,
  { listType, shape, parameters }: InvocableSide,
  result: Value,
): Step<ReadonlyMap<string, Value>> {
  const [of = 'Object'] = parseType(listType).args;
  const fields = shape === 'fields' ? fieldsOf(vm, of) : new Map<string, FieldShape>();
  const outputs = new Map<string, Value>();
  for (const parameter of parameters) {
    const type = typeOfParameter(parameter);
    if (!type) continue;
    const field = fields.get(parameter.name);
    const value = !field ? result : result === null ? null : yield* field.get(result);
    outputs.set(parameter.name, fromApex(value, type));
  }
  return outputs;
}

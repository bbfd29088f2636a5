/**
 * Flow.Interview, which runs a deployed flow, and Invocable.Action: the local org has no action that
 * Apex could invoke, and whoever asks for one is told so.
 */
import type { Step } from '../../../scheduler/suspension';
import type { FlowInterview } from '../../flows';
import type { LibraryType } from '../../core/registry';
import { ApexMap, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument } from '../support/checks';

/** What `createInterview` gives to Apex. */
export class InterviewValue {
  constructor(readonly interview: FlowInterview) {}
}

function create(vm: Vm, namespace: string | null, flow: string, inputs: Value): InterviewValue {
  const { host } = vm;
  const given = inputs instanceof ApexMap ? new Map(inputs.entries()) : new Map<Value, Value>();
  return new InterviewValue(host.flows.interview(vm, host, namespace, flow, given));
}

const unmade = (): never => {
  throw new Error('Nobody has an invocable action.');
};

const noAction = (vm: Vm, ...names: readonly Value[]): never => {
  throw vm.exception(
    'System.TypeException',
    `There is no action ${names.map(String).join(' ')} that the local org could invoke; see docs/differences.md`,
  );
};

/** Members that code may name, of values that nobody can have. */
function unmadeType(name: string, members: readonly string[]): LibraryType {
  const methods = Object.fromEntries(members.map((member) => [member, unmade]));
  return { name, methods, isInstance: () => false };
}

const actionTypes: readonly LibraryType[] = [
  {
    ...unmadeType('Invocable.Action', [
      'invoke',
      'getName',
      'getType',
      'getNamespace',
      'isStandard',
      'addInvocation',
      'clearInvocations',
      'setInvocationParameter',
      'setInvocations',
    ]),
    statics: { createCustomAction: noAction, createStandardAction: noAction },
  },
  unmadeType('Invocable.Action.Result', [
    'isSuccess',
    'getErrors',
    'getAction',
    'getInvocationParameters',
    'getOutputParameters',
  ]),
  unmadeType('Invocable.Action.Error', ['getMessage', 'getCode']),
];

export const flowTypes: readonly LibraryType[] = [
  ...actionTypes,
  {
    name: 'Flow.Interview',
    statics: {
      'createInterview/2': (vm, flow: string | null, inputs: Value) =>
        create(vm, null, argument(vm, flow, 1), inputs),
      'createInterview/3': (vm, namespace: string | null, flow: string | null, inputs: Value) =>
        create(vm, namespace, argument(vm, flow, 2), inputs),
    },
    methods: {
      *start(_vm: Vm, self: InterviewValue): Step<Value> {
        yield* self.interview.start();
        return null;
      },
      getVariableValue: (vm, self: InterviewValue, name: string | null) =>
        self.interview.variable(argument(vm, name, 1)),
    },
    suspends: ['start'],
    isInstance: (value) => value instanceof InterviewValue,
  },
];

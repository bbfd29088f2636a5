/**
 * Flow.Interview and Invocable.Action. The local org keeps flows but runs none, and has no actions: there
 * is never one to be interviewed or invoked, and whoever asks for one is told so.
 */
import type { LibraryType } from '../../core/registry';
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';

function none(vm: Vm, flow: Value): never {
  throw vm.exception(
    'System.TypeException',
    `There is no flow ${String(flow)} that the local org could run; see docs/differences.md`,
  );
}

const unmade = (): never => {
  throw new Error('Nobody has an interview.');
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
      'createInterview/2': (vm, flow: Value) => none(vm, flow),
      'createInterview/3': (vm, _namespace: Value, flow: Value) => none(vm, flow),
    },
    methods: { start: unmade, getVariableValue: unmade },
    isInstance: () => false,
  },
];

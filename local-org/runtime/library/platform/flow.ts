/** Flow.Interview. The local org keeps flows but runs none, so there is never one to be interviewed. */
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

export const flowTypes: readonly LibraryType[] = [
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

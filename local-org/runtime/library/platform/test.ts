/** System.Test and the event bus of tests. */
import type { Step } from '../../../scheduler/suspension';
import type { TestControl } from '../../host';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { PlatformObject, TypeToken } from '../../core/tokens';
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { fail, given } from '../support/checks';
import { SandboxContextValue } from './contexts';

class TestBroker extends PlatformObject {
  get $type(): string {
    return 'eventbus.TestBroker';
  }
}

function control(vm: Vm): TestControl {
  return (
    vm.host.test() ??
    fail(vm, 'UnexpectedException', 'Test methods must be called from a test context')
  );
}

const SUSPENDING: Readonly<Record<string, LibraryFunction>> = {
  startTest: function* (vm: Vm): Step<Value> {
    yield* control(vm).startTest();
    return null;
  },
  stopTest: function* (vm: Vm): Step<Value> {
    yield* control(vm).stopTest();
    return null;
  },
  /** As which user it is run makes no difference here: `runAsAutoProcUser` is not heeded. */
  testSandboxPostCopyScript: function* (
    vm: Vm,
    script: Value,
    organizationId: string | null,
    sandboxId: string | null,
    sandboxName: string | null,
  ): Step<Value> {
    control(vm);
    const context = new SandboxContextValue(organizationId, sandboxId, sandboxName);
    yield* vm.call(given(vm, script), 'runApexClass', [context]);
    return null;
  },
};

export const testTypes: readonly LibraryType[] = [
  {
    name: 'System.Test',
    statics: {
      ...SUSPENDING,
      isRunningTest: (vm) => vm.host.test() !== null,
      setReadOnlyApplicationMode: (vm, readOnly: boolean | null) => {
        control(vm).readOnly = given(vm, readOnly);
        return null;
      },
      setMock: (vm, type: TypeToken | null, mock: Value) => {
        control(vm).setMock(given(vm, type).name, mock);
        return null;
      },
      getEventBus: () => new TestBroker(),
      setCreatedDate: (vm, id: string, at: Value) => {
        control(vm).setCreatedDate(given(vm, id), at);
        return null;
      },
      createStub: (vm, type: TypeToken | null, provider: Value) => {
        const { name } = given(vm, type);
        return vm.stub(name, (call) =>
          vm.call(provider, 'handleMethodCall', [
            call.stub,
            call.method,
            new TypeToken(call.returns),
            vm.list(
              'System.Type',
              call.paramTypes.map((t) => new TypeToken(t)),
            ),
            vm.list('String', [...call.paramNames]),
            vm.list('Object', [...call.args]),
          ]),
        );
      },
    },
    suspends: Object.keys(SUSPENDING),
  },
  {
    name: 'eventbus.TestBroker',
    methods: {
      deliver: function* (vm: Vm): Step<Value> {
        yield* control(vm).deliverEvents();
        return null;
      },
    },
    suspends: ['deliver'],
    isInstance: (value) => value instanceof TestBroker,
  },
];

/** Interfaces of the platform that Apex implements. Calls through them reach the Apex object. */
import type { LibraryRegistry } from '../../core/registry';
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';

/** Name, and the methods with their number of parameters. */
const INTERFACES: readonly (readonly [name: string, ...methods: string[]])[] = [
  ['System.Callable', 'call'],
  ['System.Comparable', 'compareTo'],
  ['System.Comparator', 'compare'],
  ['System.Finalizer', 'execute'],
  ['System.Iterable', 'iterator'],
  ['System.Queueable', 'execute'],
  ['System.SandboxPostCopy', 'runApexClass'],
  ['System.Schedulable', 'execute'],
  ['System.StubProvider', 'handleMethodCall'],
  ['System.HttpCalloutMock', 'respond'],
  ['Database.Batchable', 'start', 'execute', 'finish'],
  ['Database.Stateful'],
  ['Database.AllowsCallouts'],
];

/** Registers the interfaces that nobody has registered yet. */
export function defineInterfaces(registry: LibraryRegistry): void {
  for (const [name, ...methods] of INTERFACES) {
    if (registry.type(name)) continue;
    registry.define({
      name,
      implementable: true,
      methods: Object.fromEntries(
        methods.map((method) => [
          method,
          (vm: Vm, self: Value, ...args: Value[]) => vm.call(self, method, args),
        ]),
      ),
      suspends: methods,
    });
  }
}

/** What the platform hands to jobs: QueueableContext, FinalizerContext, SchedulableContext. */
import type { Step } from '../../../scheduler/suspension';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { PlatformObject } from '../../core/tokens';
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { platformEnum } from '../support/enums';

export class QueueableContextValue extends PlatformObject {
  constructor(readonly jobId: string) {
    super();
  }
  get $type(): string {
    return 'System.QueueableContextImpl';
  }
}

export class SchedulableContextValue extends PlatformObject {
  constructor(readonly triggerId: string) {
    super();
  }
  get $type(): string {
    return 'System.SchedulableContextImpl';
  }
}

export class FinalizerContextValue extends PlatformObject {
  constructor(
    readonly jobId: string,
    readonly requestId: string,
    /** The exception that ended the job, or null. */
    readonly exception: Value,
    readonly succeeded: boolean,
  ) {
    super();
  }
  get $type(): string {
    return 'System.FinalizerContextImpl';
  }
}

/** What a script that runs after a sandbox copy is told; only tests run one here. */
export class SandboxContextValue extends PlatformObject {
  constructor(
    readonly organizationId: string | null,
    readonly sandboxId: string | null,
    readonly sandboxName: string | null,
  ) {
    super();
  }
  get $type(): string {
    return 'System.SandboxContext';
  }
}

const parentJobResult = platformEnum('System.ParentJobResult', ['SUCCESS', 'UNHANDLED_EXCEPTION']);

/** A member of a context: the platform's own answer, or that of a class that a test wrote. */
function member<T extends PlatformObject>(
  cls: abstract new (...args: never[]) => T,
  name: string,
  answer: (self: T) => Value,
): LibraryFunction {
  return function* (vm: Vm, self: Value): Step<Value> {
    return self instanceof cls ? answer(self) : yield* vm.call(self, name, []);
  };
}

/** An interface whose members answer what the platform knows, or what a class of a test says. */
export function contextType<T extends PlatformObject>(
  name: string,
  cls: abstract new (...args: never[]) => T,
  members: Readonly<Record<string, (self: T) => Value>>,
): LibraryType {
  return {
    name,
    implementable: true,
    methods: Object.fromEntries(
      Object.entries(members).map(([method, answer]) => [method, member(cls, method, answer)]),
    ),
    suspends: Object.keys(members),
    isInstance: (value) => value instanceof cls,
  };
}

const result = (name: string): Value => parentJobResult.of(name);

export const contextTypes: readonly LibraryType[] = [
  contextType('System.QueueableContext', QueueableContextValue, { getJobId: (c) => c.jobId }),
  {
    name: 'System.QueueableContextImpl',
    methods: { getJobId: (_vm, self: QueueableContextValue) => self.jobId },
    constructors: { 'new/0': () => new QueueableContextValue('707000000000000AAA') },
    isInstance: (value) => value instanceof QueueableContextValue,
  },
  contextType('System.SchedulableContext', SchedulableContextValue, {
    getTriggerId: (c) => c.triggerId,
  }),
  contextType('System.FinalizerContext', FinalizerContextValue, {
    getAsyncApexJobId: (c) => c.jobId,
    getRequestId: (c) => c.requestId,
    getException: (c) => c.exception,
    getResult: (c) => result(c.succeeded ? 'SUCCESS' : 'UNHANDLED_EXCEPTION'),
  }),
  contextType('System.SandboxContext', SandboxContextValue, {
    organizationId: (c) => c.organizationId,
    sandboxId: (c) => c.sandboxId,
    sandboxName: (c) => c.sandboxName,
  }),
  parentJobResult.type,
];

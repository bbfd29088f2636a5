/** Jobs as Apex starts them: the asynchronous members of System.System, AsyncOptions, AsyncInfo. */
import type { Step } from '../../../scheduler/suspension';
import type { EnqueueOptions } from '../../host';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { PlatformObject } from '../../core/tokens';
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { given } from '../support/checks';

export class AsyncOptionsValue extends PlatformObject {
  delay: number | null = null;
  depth: number | null = null;
  signature: SignatureValue | null = null;
  get $type(): string {
    return 'System.AsyncOptions';
  }
}

class SignatureValue extends PlatformObject {
  constructor(readonly parts: readonly string[]) {
    super();
  }
  get $type(): string {
    return 'System.QueueableDuplicateSignature';
  }
  override toString(): string {
    return this.parts.join('|');
  }
}

class SignatureBuilder extends PlatformObject {
  readonly parts: string[] = [];
  get $type(): string {
    return 'System.QueueableDuplicateSignature.Builder';
  }
}

function* enqueueJob(vm: Vm, job: Value, option?: Value): Step<Value> {
  let options: EnqueueOptions = {};
  if (typeof option === 'number') options = { delayMinutes: option };
  else if (option instanceof AsyncOptionsValue)
    options = {
      ...(option.delay === null ? {} : { delayMinutes: option.delay }),
      ...(option.depth === null ? {} : { maximumStackDepth: option.depth }),
      ...(option.signature === null ? {} : { duplicateSignature: option.signature.toString() }),
    };
  return yield* vm.host.enqueueJob(job, options);
}

const SUSPENDING: Readonly<Record<string, LibraryFunction>> = {
  enqueueJob,
  schedule: (vm, name: string, cron: string, job: Value) => vm.host.schedule(name, cron, job),
  scheduleBatch: function* (vm: Vm, job: Value, name: string, minutes: number, scope?: Value) {
    const plan = { minutes: given(vm, minutes), scope: typeof scope === 'number' ? scope : null };
    return yield* vm.host.scheduleBatch(given(vm, job), given(vm, name), plan);
  },
  abortJob: function* (vm: Vm, id: string): Step<Value> {
    yield* vm.host.abortJob(given(vm, id));
    return null;
  },
};

const systemType: LibraryType = {
  name: 'System.System',
  statics: {
    ...SUSPENDING,
    attachFinalizer: (vm, finalizer: Value) => {
      vm.host.attachFinalizer(finalizer);
      return null;
    },
    // Only with a version, which changes nothing here; with a user it is a statement.
    'runAs(System.Version)': () => null,
  },
  suspends: Object.keys(SUSPENDING),
};

const asyncOptionsType: LibraryType = {
  name: 'System.AsyncOptions',
  constructors: { 'new/0': () => new AsyncOptionsValue() },
  getters: {
    MinimumQueueableDelayInMinutes: (_vm, self: AsyncOptionsValue) => self.delay,
    MaximumQueueableStackDepth: (_vm, self: AsyncOptionsValue) => self.depth,
    DuplicateSignature: (_vm, self: AsyncOptionsValue) => self.signature,
  },
  setters: {
    MinimumQueueableDelayInMinutes: (_vm, self: AsyncOptionsValue, value: number | null) =>
      (self.delay = value),
    MaximumQueueableStackDepth: (_vm, self: AsyncOptionsValue, value: number | null) =>
      (self.depth = value),
    DuplicateSignature: (_vm, self: AsyncOptionsValue, value: SignatureValue | null) =>
      (self.signature = value),
  },
  isInstance: (value) => value instanceof AsyncOptionsValue,
};

/** `addString`, `addInteger`, `addId`: each adds a part. */
const add: LibraryFunction = (vm: Vm, self: SignatureBuilder, part: Value) => {
  self.parts.push(`${vm.typeOf(part)}:${vm.str(part)}`);
  return self;
};

const signatureTypes: readonly LibraryType[] = [
  {
    name: 'System.QueueableDuplicateSignature',
    statics: { Builder: (): Value => new SignatureBuilder() },
    methods: { 'toString/0': (_vm, self: SignatureValue) => self.toString() },
    isInstance: (value) => value instanceof SignatureValue,
  },
  {
    name: 'System.QueueableDuplicateSignature.Builder',
    constructors: { 'new/0': () => new SignatureBuilder() },
    methods: {
      addString: add,
      addInteger: add,
      addId: add,
      build: (_vm, self: SignatureBuilder) => new SignatureValue([...self.parts]),
    },
    isInstance: (value) => value instanceof SignatureBuilder,
  },
];

const asyncInfoType: LibraryType = {
  name: 'System.AsyncInfo',
  statics: {
    getCurrentQueueableStackDepth: (vm) => vm.host.queueableDepth().current,
    getMaximumQueueableStackDepth: (vm) => vm.host.queueableDepth().maximum,
    getMinimumQueueableDelayInMinutes: (vm) => vm.host.queueableDepth().delayMinutes ?? null,
    hasMaxStackDepth: (vm) => vm.host.queueableDepth().hasMaximum,
  },
};

export const asyncTypes: readonly LibraryType[] = [
  systemType,
  asyncOptionsType,
  ...signatureTypes,
  asyncInfoType,
];

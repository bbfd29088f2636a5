/** What the platform hands to jobs: QueueableContext, FinalizerContext, SchedulableContext. */
import type { LibraryType } from '../../core/registry';
import { PlatformObject } from '../../core/tokens';
import type { Value } from '../../core/values-all';
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

const parentJobResult = platformEnum('System.ParentJobResult', ['SUCCESS', 'UNHANDLED_EXCEPTION']);

const getJobId = (_vm: unknown, self: QueueableContextValue): string => self.jobId;

export const contextTypes: readonly LibraryType[] = [
  {
    name: 'System.QueueableContext',
    implementable: true,
    methods: { getJobId },
    isInstance: (value) => value instanceof QueueableContextValue,
  },
  {
    name: 'System.QueueableContextImpl',
    methods: { getJobId },
    constructors: { 'new/0': () => new QueueableContextValue('707000000000000AAA') },
    isInstance: (value) => value instanceof QueueableContextValue,
  },
  {
    name: 'System.SchedulableContext',
    implementable: true,
    methods: { getTriggerId: (_vm, self: SchedulableContextValue) => self.triggerId },
    isInstance: (value) => value instanceof SchedulableContextValue,
  },
  {
    name: 'System.FinalizerContext',
    implementable: true,
    methods: {
      getAsyncApexJobId: (_vm, self: FinalizerContextValue) => self.jobId,
      getRequestId: (_vm, self: FinalizerContextValue) => self.requestId,
      getException: (_vm, self: FinalizerContextValue) => self.exception,
      getResult: (_vm, self: FinalizerContextValue) =>
        parentJobResult.of(self.succeeded ? 'SUCCESS' : 'UNHANDLED_EXCEPTION'),
    },
    isInstance: (value) => value instanceof FinalizerContextValue,
  },
  parentJobResult.type,
  { name: 'System.Queueable', implementable: true },
  { name: 'System.Finalizer', implementable: true },
  { name: 'System.Schedulable', implementable: true },
  { name: 'Database.AllowsCallouts', implementable: true },
  { name: 'System.HttpCalloutMock', implementable: true },
];

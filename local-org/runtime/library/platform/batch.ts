/** Batch Apex as Apex sees it: what `start` gives back, and the context of each phase. */
import type { Step } from '../../../scheduler/suspension';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { PlatformObject } from '../../core/tokens';
import { ApexList, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { given } from '../support/checks';
import { contextType } from './contexts';

export class BatchableContextValue extends PlatformObject {
  constructor(
    readonly jobId: string,
    /** Row of the chunk that is at work; null in `start` and `finish`. */
    readonly childId: string | null,
  ) {
    super();
  }
  get $type(): string {
    return 'Database.BatchableContextImpl';
  }
}

/** The rows that its query found when it was made. */
export class QueryLocatorValue extends PlatformObject {
  constructor(readonly rows: ApexList) {
    super();
  }
  get $type(): string {
    return 'Database.QueryLocator';
  }
}

const executeBatch: LibraryFunction = function* (
  vm: Vm,
  job: Value,
  scope: Value = null,
): Step<Value> {
  return yield* vm.host.executeBatch(given(vm, job), typeof scope === 'number' ? scope : null);
};

/**
 * Static members of System.Database about batches; all of them may suspend.
 * @param query what `Database.query` does
 * @param queryWithBinds what `Database.queryWithBinds` does
 */
export function batchStatics(
  query: LibraryFunction,
  queryWithBinds: LibraryFunction,
): Readonly<Record<string, LibraryFunction>> {
  return {
    executeBatch,
    getQueryLocator: function* (vm: Vm, what: Value, ...args: Value[]): Step<Value> {
      const rows = what instanceof ApexList ? what : yield* asked(query(vm, what, ...args));
      return new QueryLocatorValue(rows as ApexList);
    },
    getQueryLocatorWithBinds: function* (vm: Vm, ...args: Value[]): Step<Value> {
      return new QueryLocatorValue((yield* asked(queryWithBinds(vm, ...args))) as ApexList);
    },
  };
}

const asked = (answer: unknown): Step<Value> => answer as Step<Value>;

export const batchTypes: readonly LibraryType[] = [
  contextType('Database.BatchableContext', BatchableContextValue, {
    getJobId: (c) => c.jobId,
    getChildJobId: (c) => c.childId,
  }),
  {
    name: 'Database.BatchableContextImpl',
    methods: {
      getJobId: (_vm, self: BatchableContextValue) => self.jobId,
      getChildJobId: (_vm, self: BatchableContextValue) => self.childId,
    },
    isInstance: (value) => value instanceof BatchableContextValue,
  },
  {
    name: 'Database.QueryLocator',
    isInstance: (value) => value instanceof QueryLocatorValue,
  },
];

/** System.Limits: `getQueries` and `getLimitQueries` for every limit. */
import type { LibraryFunction, LibraryType } from '../../core/registry';

const NAMES = [
  'AggregateQueries',
  'ApexCursorRows',
  'AsyncCalls',
  'Callouts',
  'ChildRelationshipsDescribes',
  'CpuTime',
  'DatabaseTime',
  'DmlRows',
  'DmlStatements',
  'EmailInvocations',
  'FetchCallsOnApexCursor',
  'FieldSetsDescribes',
  'FieldsDescribes',
  'FindSimilarCalls',
  'FutureCalls',
  'HeapSize',
  'MobilePushApexCalls',
  'PicklistDescribes',
  'PublishImmediateDML',
  'Queries',
  'QueryLocatorRows',
  'QueryRows',
  'QueueableJobs',
  'RecordTypesDescribes',
  'RunAs',
  'SavepointRollbacks',
  'Savepoints',
  'ScriptStatements',
  'SoslQueries',
] as const;

const statics: Record<string, LibraryFunction> = {};
for (const name of NAMES) {
  statics[`get${name}`] = (vm) => vm.host.limit(name).used;
  statics[`getLimit${name}`] = (vm) => vm.host.limit(name).max;
}

export const limitsType: LibraryType = { name: 'System.Limits', statics };

/** Queries of an element for all interviews that wait at it: one for all. */
import type { SoqlQuery } from '../../database/soql/ast';
import { SObjectValue } from '../../runtime/core/values-all';
import type { Step } from '../../scheduler/suspension';
import { bindValues, type CompiledFilters } from '../compile/filters';
import type { Fault } from '../compile/nodes';
import { faultOf } from './faults';
import type { Interview, Read } from './interview';

export type Found = readonly SObjectValue[];

/** The rows of each interview, or why there are none. */
export function* lookUpTogether(
  interviews: readonly Interview[],
  query: SoqlQuery,
  filters: CompiledFilters,
  limit: Read | null,
): Step<readonly Found[] | Fault> {
  const { vm, host, around } = interviews[0]!;
  const reads = limit ? [...filters.binds, limit] : filters.binds;
  const asked = interviews.map((interview) => ({ query, binds: bindValues(reads, interview) }));
  try {
    const lists = yield* host.queryTogether(asked, around.access);
    return lists.map(({ items }) => items.filter((item) => item instanceof SObjectValue));
  } catch (error) {
    return faultOf(vm, error, 'look up records');
  }
}

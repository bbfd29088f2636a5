/**
 * Writes of an element for all interviews that wait at it: one DML statement for all, as the platform
 * has it (https://help.salesforce.com/s/articleView?id=platform.flow_concepts_bulkification.htm). The
 * record of an interview that cannot be saved does not keep the others out; of an interview with
 * several records, all are saved or none.
 */
import type { DmlVerb } from '../../runtime/host';
import type { SObjectValue } from '../../runtime/core/values-all';
import type { Step } from '../../scheduler/suspension';
import type { Fault } from '../compile/nodes';
import { faultOf, saveFault } from './faults';
import type { Interview } from './interview';

type Records = readonly SObjectValue[];

/** @returns for each interview why its records were not saved, or null */
export function* saveTogether(
  verb: DmlVerb,
  doing: string,
  interviews: readonly Interview[],
  records: readonly Records[],
): Step<readonly (Fault | null)[]> {
  if (interviews.length > 1 && records.every((own) => own.length <= 1))
    return yield* saveEach(verb, doing, interviews, records);
  const whole = yield* saveAll(verb, doing, interviews[0]!, records.flat());
  if (whole === null || interviews.length === 1) return interviews.map(() => whole);
  const faults: (Fault | null)[] = [];
  for (const [n, interview] of interviews.entries())
    faults.push(yield* saveAll(verb, doing, interview, records[n]!));
  return faults;
}

function* saveAll(
  verb: DmlVerb,
  doing: string,
  { vm, host, around }: Interview,
  records: Records,
): Step<Fault | null> {
  try {
    yield* host.dml(verb, records, { allOrNone: true, access: around.access });
    return null;
  } catch (error) {
    return faultOf(vm, error, doing);
  }
}

function* saveEach(
  verb: DmlVerb,
  doing: string,
  interviews: readonly Interview[],
  records: readonly Records[],
): Step<readonly (Fault | null)[]> {
  const { vm, host, around } = interviews[0]!;
  try {
    const options = { allOrNone: false, access: around.access };
    const results = yield* host.dml(verb, records.flat(), options);
    let at = 0;
    return records.map((own) => {
      const result = own.length === 0 ? undefined : results[at++];
      const error = result?.errors[0];
      return error ? saveFault(doing, error) : null;
    });
  } catch (error) {
    const fault = faultOf(vm, error, doing);
    return interviews.map(() => fault);
  }
}

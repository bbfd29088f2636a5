/**
 * Record-triggered flows: one interview for each record of a save, all run together. They run as the
 * system and without sharing: https://help.salesforce.com/s/articleView?id=platform.flow_distribute_context.htm
 */
import type { FlowRow, SaveMoment } from '../../runtime/flows';
import type { Host } from '../../runtime/host';
import type { Vm } from '../../runtime/core/vm';
import type { Step } from '../../scheduler/suspension';
import type { CompiledFlow } from '../compile';
import { copyOf } from './convert';
import type { RecordContext } from './interview';
import { newInterview, textOfFailure } from './requests';
import { runInterviews } from './runner';

/** Whether a flow starts at this moment of saves of its object. */
export function startsAt({ entry }: CompiledFlow, moment: SaveMoment): boolean {
  if (!entry) return false;
  const { when, on } = entry.trigger;
  const [time, verb] = moment.split(' ');
  if ((when === 'RecordBeforeSave') !== (time === 'before')) return false;
  return on === 'CreateAndUpdate' || (on === 'Create') === (verb === 'insert');
}

/** After the save the record is as it was saved: a flow changes its own copy. */
function contextOf(row: FlowRow, isBefore: boolean): RecordContext {
  const record = isBefore ? row.record : copyOf(row.record);
  if (!isBefore) record.dirty.clear();
  return {
    record,
    prior: row.prior,
    isNew: row.prior === null,
    fail: (message, field) =>
      row.fail('FIELD_CUSTOM_VALIDATION_EXCEPTION', message, field === null ? [] : [field]),
  };
}

/** A fault that the flow does not handle refuses its record. */
export function* runOnSave(
  flow: CompiledFlow,
  vm: Vm,
  host: Host,
  moment: SaveMoment,
  rows: readonly FlowRow[],
): Step<void> {
  const isBefore = moment.startsWith('before');
  const started = rows
    .map((row) => ({
      row,
      interview: newInterview(flow, vm, host, 'system', contextOf(row, isBefore)),
    }))
    .filter(({ interview }) => flow.entry!.accepts(interview));
  yield* runInterviews(started.map(({ interview }) => interview));
  for (const { row, interview } of started)
    if (interview.failure)
      row.fail(
        'CANNOT_EXECUTE_FLOW_TRIGGER',
        `We can't save this record because the “${flow.model.label}” process failed. ` +
          `Give your Salesforce admin these details. ${textOfFailure(interview.failure)}`,
        [],
      );
}

/** Interviews that Apex and clients ask for. */
import type { AccessLevel, Host } from '../../runtime/host';
import { ApexList, type Value } from '../../runtime/core/values-all';
import type { Vm } from '../../runtime/core/vm';
import type { CompiledFlow, CompiledVariable } from '../compile';
import { typeName } from '../compile/types';
import { accept, convert } from './convert';
import { Interview, type Failure, type RecordContext } from './interview';

/**
 * Who launches a flow says whose rights count: Apex the system's, and its class's sharing; a client its
 * own. A flow that says `SystemModeWithoutSharing` has the system's in any case:
 * https://help.salesforce.com/s/articleView?id=platform.flow_distribute_context.htm
 */
export function newInterview(
  flow: CompiledFlow,
  vm: Vm,
  host: Host,
  launched: AccessLevel,
  record: RecordContext | null = null,
): Interview {
  const access = flow.model.runInMode === 'SystemModeWithoutSharing' ? 'system' : launched;
  return new Interview(flow, { vm, host, access, record });
}

/** A value that a variable cannot take. */
export class WrongInput extends Error {
  constructor(
    readonly variable: CompiledVariable,
    readonly value: Value,
  ) {
    super(`The input variable ${variable.name} takes ${typeName(variable.type)}`);
  }
}

/**
 * Sets input variables. Names heed case, and values for anything but an input variable are ignored:
 * https://salesforce.stackexchange.com/questions/145551
 *
 * @param json moments may be written as texts
 * @throws WrongInput
 */
export function setInputs(
  interview: Interview,
  inputs: ReadonlyMap<Value, Value>,
  json = false,
): void {
  for (const variable of interview.flow.variables) {
    const { name, type, isInput } = variable;
    if (!isInput || !inputs.has(name)) continue;
    const given = inputs.get(name);
    const value = accept(given, type, json);
    if (value === undefined) throw new WrongInput(variable, given);
    interview.values.set(name, value);
  }
}

/** Value of an output variable; null for anything else (from memory). */
export function outputOf(interview: Interview, name: string): Value {
  const variable = interview.flow.variables.find((each) => each.name === name);
  if (variable?.isOutput !== true) return null;
  const value = interview.values.get(name) ?? null;
  return value instanceof ApexList
    ? new ApexList(value.of, [...value.items])
    : convert(value, variable.type.data);
}

const KINDS: Readonly<Record<string, string>> = {
  assignments: 'FlowAssignment',
  decisions: 'FlowDecision',
  loops: 'FlowLoop',
  recordCreates: 'FlowRecordCreate',
  recordUpdates: 'FlowRecordUpdate',
  recordLookups: 'FlowRecordLookup',
  recordDeletes: 'FlowRecordDelete',
  actionCalls: 'FlowActionCall',
  subflows: 'FlowSubflow',
  customErrors: 'FlowCustomError',
};

/** What is said of a fault that no connector took: the words of the platform's fault mail. */
export function textOfFailure({ element, kind, message }: Failure): string {
  return `Error element ${element} (${KINDS[kind] ?? kind}).\n${message}`;
}

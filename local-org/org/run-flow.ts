/** Autolaunched flows started by a client: JSON in, one interview for each entry, JSON out. */
import { Big } from 'bigdecimal.js';
import {
  newInterview,
  outputOf,
  runInterviews,
  setInputs,
  textOfFailure,
  WrongInput,
  type CompiledFlow,
  type CompiledVariable,
  type FlowBook,
} from '../flow';
import type { RunningUser } from '../runtime/host';
import type { Value } from '../runtime/core/values-all';
import type { Vm } from '../runtime/core/vm';
import { deserialize, serialize } from '../runtime/library/json/json';
import type { Step } from '../scheduler/suspension';
import type { Transaction } from '../transaction/transaction';
import { OrgError, type ActionInput, type FlowDescription, type FlowParameter } from './contract';
import type { Requests } from './requests';

type JsonRecord = Readonly<Record<string, unknown>>;

export function describeFlow({ model, variables }: CompiledFlow): FlowDescription {
  const { name, label, description } = model;
  return {
    name,
    label,
    description,
    inputs: variables.filter(({ isInput }) => isInput).map(parameterOf),
    outputs: variables.filter(({ isOutput }) => isOutput).map(parameterOf),
  };
}

function parameterOf({ name, type }: CompiledVariable): FlowParameter {
  return { name, type: type.data, object: type.object, isList: type.list };
}

/** One transaction of the user's, in whose rights the interviews run: see `LocalOrg.runFlow`. */
export async function runFlow(
  requests: Requests,
  book: FlowBook,
  user: RunningUser,
  name: string,
  inputs: readonly ActionInput[],
): Promise<readonly JsonRecord[]> {
  const flow = book.runnable(name);
  if (typeof flow === 'string') throw new OrgError(404, 'NOT_FOUND', flow);
  checkNames(flow, inputs);
  return requests.run(`flow ${flow.model.name}`, { context: 'invocable', user }, (tx) =>
    runEntries(tx, flow, inputs),
  );
}

/** A client that misspells a variable is told so; Apex is not. */
function checkNames({ model, variables }: CompiledFlow, inputs: readonly ActionInput[]): void {
  for (const entry of inputs)
    for (const name of Object.keys(entry))
      if (!variables.some((each) => each.isInput && each.name === name))
        throw new OrgError(
          400,
          'INVALID_API_INPUT',
          `The flow ${model.name} has no input variable ${name}.`,
        );
}

function* runEntries(
  tx: Transaction,
  flow: CompiledFlow,
  inputs: readonly ActionInput[],
): Step<readonly JsonRecord[]> {
  const interviews = [];
  for (const entry of inputs) {
    const interview = newInterview(flow, tx.vm, tx, 'user');
    const values = yield* valuesOf(tx.vm, flow, entry);
    try {
      setInputs(interview, values, true);
    } catch (error) {
      if (!(error instanceof WrongInput)) throw error;
      throw new OrgError(400, 'INVALID_API_INPUT', error.message);
    }
    interviews.push(interview);
  }
  yield* runInterviews(interviews);
  const failed = interviews.find(({ failure }) => failure !== null)?.failure;
  if (failed)
    throw new OrgError(
      400,
      'UNKNOWN_EXCEPTION',
      `An unhandled fault has occurred in this flow\n${textOfFailure(failed)}`,
    );
  const outputs: JsonRecord[] = [];
  for (const interview of interviews) {
    const own: Record<string, unknown> = { Flow__InterviewStatus: 'Finished' };
    for (const { name, isOutput } of flow.variables)
      if (isOutput)
        own[name] = JSON.parse(yield* serialize(tx.vm, outputOf(interview, name), false, false));
    outputs.push(own);
  }
  return outputs;
}

function* valuesOf(
  vm: Vm,
  { variables }: CompiledFlow,
  entry: ActionInput,
): Step<ReadonlyMap<string, Value>> {
  const values = new Map<string, Value>();
  for (const { name, type } of variables) {
    const given = entry[name];
    if (given === undefined) continue;
    const read = (one: unknown): Step<Value> => valueOf(vm, one, type.object);
    if (!Array.isArray(given)) {
      values.set(name, yield* read(given));
      continue;
    }
    const items: Value[] = [];
    for (const one of given) items.push(yield* read(one));
    values.set(name, vm.list('Object', items));
  }
  return values;
}

/** Records are read as JSON of that object; what fits nothing is refused by the variable's type. */
function* valueOf(vm: Vm, given: unknown, object: string | null): Step<Value> {
  if (typeof given === 'number') return Big(String(given));
  if (typeof given !== 'object' || given === null) return given;
  if (object === null) return given;
  try {
    return yield* deserialize(vm, JSON.stringify(given), object, false);
  } catch (error) {
    const failure = vm.failure(error);
    if (failure === null) throw error;
    throw new OrgError(400, 'INVALID_API_INPUT', failure.message);
  }
}

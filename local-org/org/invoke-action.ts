/** Invocable Apex called by a client: JSON in, one call of the method, JSON out. */
import type { InvocableAction, InvocableSide } from '../language/invocable';
import type { Program } from '../language/program';
import type { ApexList, Value } from '../runtime/core/values-all';
import type { Failure, Vm } from '../runtime/core/vm';
import type { RunningUser } from '../runtime/host';
import { deserialize, serialize } from '../runtime/library/json/json';
import type { Step } from '../scheduler/suspension';
import type { Transaction } from '../transaction/transaction';
import { OrgError, type ActionInput } from './contract';
import type { Requests } from './requests';

type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * One transaction of the user's: see `LocalOrg.invokeAction`.
 *
 * @throws OrgError when there is no such action, when an entry is wrong, or when Apex fails
 */
export async function invokeAction(
  requests: Requests,
  program: Program,
  user: RunningUser,
  name: string,
  inputs: readonly ActionInput[],
): Promise<readonly JsonRecord[]> {
  const action = findAction(program, name);
  const { className } = action;
  const entries = checkedInputs(action, inputs);
  return requests.run(
    `action ${className}`,
    { context: 'invocable', user, className },
    (tx) => runAction(tx, action, entries),
    actionRefusal,
  );
}

function findAction(program: Program, name: string): InvocableAction {
  const wanted = name.toLowerCase();
  const found = program.invocableActions().find((a) => a.className.toLowerCase() === wanted);
  if (found === undefined)
    throw new OrgError(404, 'NOT_FOUND', 'The requested resource does not exist');
  return found;
}

/**
 * Entries as the method wants them: parameters in its own spelling, nothing missing, nothing unknown.
 * This goes before the transaction, as on the platform: Apex never sees an entry that is refused.
 */
function checkedInputs(
  action: InvocableAction,
  inputs: readonly ActionInput[],
): readonly ActionInput[] {
  return inputs.map((given) => {
    const parameters = action.input?.parameters ?? [];
    const entry: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(given)) {
      const known = parameters.find(({ name }) => name.toLowerCase() === key.toLowerCase());
      if (known === undefined)
        throw new OrgError(
          400,
          'INVALID_API_INPUT',
          `The action ${action.className} has no input parameter ${key}.`,
        );
      entry[known.name] = value;
    }
    const missing = parameters.find(({ name, required }) => required && isNothing(entry[name]));
    if (missing !== undefined)
      throw new OrgError(
        400,
        'REQUIRED_FIELD_MISSING',
        `Missing required input parameter: ${missing.name}`,
      );
    return entry;
  });
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Calls the method once with all entries; gives the outputs of each, in their order. */
function* runAction(
  { vm }: Transaction,
  action: InvocableAction,
  inputs: readonly ActionInput[],
): Step<readonly JsonRecord[]> {
  const args: Value[] = [];
  if (action.input !== null) {
    args.push(yield* argumentOf(vm, action.input, inputs));
  }
  const returned = yield* action.run(args);
  if (action.output === null) return inputs.map(() => ({}));
  const results = returned === null ? [] : (returned as ApexList).items;
  if (results.length !== inputs.length)
    throw new OrgError(
      400,
      'UNKNOWN_EXCEPTION',
      'The number of results does not match the number of interviews that were executed in a single bulk execution request.',
    );
  const outputs: JsonRecord[] = [];
  for (const result of results) {
    const json: unknown = JSON.parse(yield* serialize(vm, result, false, false));
    outputs.push(outputOf(action.output, json));
  }
  return outputs;
}

/** What a client is told of an exception that nobody caught. */
function actionRefusal({ type, message }: Failure): OrgError {
  return new OrgError(400, 'UNKNOWN_EXCEPTION', `An Apex error occurred: ${type}: ${message}`);
}

function* argumentOf(vm: Vm, side: InvocableSide, inputs: readonly ActionInput[]): Step<Value> {
  try {
    return yield* deserialize(vm, JSON.stringify(entriesOf(side, inputs)), side.listType, false);
  } catch (error) {
    // A value of the wrong type is the client's fault; no Apex of the org has run yet.
    const failure = vm.failure(error);
    if (failure === null) throw error;
    throw new OrgError(400, 'INVALID_API_INPUT', failure.message);
  }
}

/** What the list of the method's parameter holds, one for each entry. */
function entriesOf(side: InvocableSide, inputs: readonly ActionInput[]): readonly unknown[] {
  if (side.shape === 'fields') return inputs;
  const name = side.parameters[0]?.name ?? '';
  return inputs.map((entry) => entry[name] ?? null);
}

/** Objects show their invocable variables and nothing else. */
function outputOf(side: InvocableSide, json: unknown): JsonRecord {
  if (side.shape === 'value') return { [side.parameters[0]?.name ?? 'output']: json };
  if (json === null) return {};
  const all = json as JsonRecord;
  return Object.fromEntries(side.parameters.map(({ name }) => [name, all[name] ?? null]));
}

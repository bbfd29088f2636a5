/** How an action is called and answered, whatever it is: a result for each entry of `inputs`. */
import type { ActionInput } from '../../org/contract';
import { jsonBody, objectsOf } from '../body';
import { asOrgError } from '../errors';
import type { Call, Reply } from '../types';

type Run = (
  inputs: readonly ActionInput[],
  options: Pick<Call['session'], 'user'>,
) => Promise<readonly ActionInput[]>;

/** One result for each entry: entries of one request stand or fall together. */
function results(
  actionName: string,
  outputs: readonly (ActionInput | null)[],
  errors: readonly object[] | null,
): Reply {
  const json = outputs.map((outputValues) => ({
    actionName,
    errors,
    isSuccess: errors === null,
    outputValues,
  }));
  return { status: errors === null ? 200 : 400, json };
}

/** Runs an action with the entries of the request. */
export async function invoked(call: Call, actionName: string, run: Run): Promise<Reply> {
  const inputs = objectsOf(jsonBody(call), 'inputs');
  const { user } = call.session;
  try {
    return results(actionName, await run(inputs, { user }), null);
  } catch (error) {
    const known = asOrgError(error);
    const { errorCode: statusCode, message, fields } = known;
    if (known.status !== 400 || inputs.length === 0) throw known;
    const nothing = inputs.map(() => null);
    return results(actionName, nothing, [{ statusCode, message, fields }]);
  }
}

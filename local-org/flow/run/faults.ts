/** What becomes of an exception of Apex or of the database within an element. */
import { ApexThrow } from '../../runtime/core/throwing';
import type { RowError } from '../../runtime/host';
import type { Vm } from '../../runtime/core/vm';
import type { Fault } from '../compile/nodes';

/** As the platform words `$Flow.FaultMessage`. */
export function saveFault(doing: string, { statusCode, message }: RowError): Fault {
  return {
    message:
      `This error occurred when the flow tried to ${doing}: ${statusCode}: ${message}. ` +
      'You can look up ExceptionCode values in the SOAP API Developer Guide.',
    cause: null,
  };
}

/**
 * The fault that an exception amounts to. What nobody can catch (limits, a killed transaction) goes on
 * its way: it ends the transaction and not just an interview.
 *
 * @param doing `create records`; null: an Apex action
 */
export function faultOf(vm: Vm, error: unknown, doing: string | null): Fault {
  const cause = vm.caught(error);
  const failure = cause === null ? null : vm.failure(error);
  if (!failure) throw error;
  const [first] = error instanceof ApexThrow ? error.exception.$dml : [];
  if (doing !== null && first) return { ...saveFault(doing, first), cause };
  const { type, message } = failure;
  const text =
    doing === null
      ? `An Apex error occurred: ${type}: ${message}`
      : `This error occurred when the flow tried to ${doing}: ${message}`;
  return { message: text, cause };
}

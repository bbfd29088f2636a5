/** Apex API: anonymous Apex with its debug log. */
import { anonymous } from '../tooling/anonymous';
import { soapReply, toXml } from './envelope';
import type { Operation } from './service';

export const apexOperations: Readonly<Record<string, Operation>> = {
  async executeAnonymous({ context, session, operation }) {
    // Tools call the parameter apexcode, the WSDL String.
    const apex = operation.child('apexcode') ?? operation.child('String');
    const { result } = await anonymous(context, session.user, apex?.rawText ?? '');
    const problem = result.compileProblem;
    const body = toXml('result', {
      column: problem?.column ?? -1,
      compileProblem: problem?.message ?? null,
      compiled: result.compiled,
      exceptionMessage: result.exceptionMessage,
      exceptionStackTrace: result.exceptionStackTrace,
      line: problem?.line ?? -1,
      success: result.success,
    });
    return soapReply(
      'apex',
      `<executeAnonymousResponse>${body}</executeAnonymousResponse>`,
      toXml('DebuggingInfo', { debugLog: result.log }),
    );
  },
};

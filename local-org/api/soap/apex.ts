/** Apex API: anonymous Apex with its debug log. */
import { anonymous } from '../tooling/anonymous';
import type { XmlElement } from '../../metadata';
import { CATEGORIES, LEVELS, type LogLevel, type LogLevels } from '../../org/log-levels';
import { soapReply, toXml } from './envelope';
import type { Operation } from './service';

/** What a `debugLevel` of the header stands for. */
const DEBUG_LEVELS: Readonly<Record<string, LogLevels>> = {
  NONE: {},
  DEBUGONLY: { APEX_CODE: 'DEBUG', APEX_PROFILING: 'INFO' },
  DB: { APEX_CODE: 'DEBUG', APEX_PROFILING: 'INFO', DB: 'INFO' },
  PROFILING: { APEX_CODE: 'DEBUG', APEX_PROFILING: 'INFO', DB: 'INFO' },
  CALLOUT: { APEX_CODE: 'DEBUG', APEX_PROFILING: 'INFO', DB: 'INFO', CALLOUT: 'INFO' },
};

const ALL = 'All';

/** Levels by category go before the one of old for everything. */
function levelsIn(header: XmlElement | undefined): LogLevels | undefined {
  const levels: Record<string, LogLevel> = {};
  for (const given of header?.all('categories') ?? []) {
    const category = given.text('category') ?? '';
    const level = LEVELS.find((known) => known === given.text('level')?.toUpperCase()) ?? 'INFO';
    for (const known of CATEGORIES)
      if (category === ALL || category.toUpperCase() === known) levels[known] = level;
  }
  if (Object.keys(levels).length > 0) return levels;
  const word = header?.text('debugLevel')?.toUpperCase() ?? '';
  return Object.hasOwn(DEBUG_LEVELS, word) ? DEBUG_LEVELS[word] : undefined;
}

export const apexOperations: Readonly<Record<string, Operation>> = {
  async executeAnonymous({ context, session, operation, header }) {
    // Tools call the parameter apexcode, the WSDL String.
    const apex = operation.child('apexcode') ?? operation.child('String');
    const { result } = await anonymous(
      context,
      session.user,
      apex?.rawText ?? '',
      levelsIn(header?.child('DebuggingHeader')),
    );
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

/** Anonymous Apex. */
import type { Program } from '../language/program';
import type { RunningUser } from '../runtime/host';
import { TransactionKilled, type Step } from '../scheduler/suspension';
import { NO_INPUT } from '../transaction/memo/identity';
import { runTransaction } from '../transaction/run';
import type { LogLevels } from '../transaction/log-levels';
import { AnswerLost, type AnonymousResult } from './contract';
import type { Engine } from './engine';

export async function executeAnonymous(
  engine: Engine,
  program: Program,
  apex: string,
  user: RunningUser,
  levels?: LogLevels,
): Promise<AnonymousResult> {
  const { diagnostics, run } = program.anonymous(apex);
  if (!run)
    return {
      compiled: false,
      compileProblem: diagnostics[0] ?? null,
      success: false,
      exceptionMessage: null,
      exceptionStackTrace: null,
      log: '',
    };
  const task = engine.parts.scheduler.spawn({
    name: 'anonymous',
    given: `${user.id} ${apex}`,
    run: function* (): Step<AnonymousResult> {
      const identity = { name: apex, input: NO_INPUT };
      const log = levels ?? true;
      const spec = { context: 'anonymous' as const, user, log, source: apex, identity };
      const outcome = yield* runTransaction(engine.services, spec, () => run());
      if (outcome.tx.unheard) throw new AnswerLost();
      const failure = outcome.ok ? null : outcome.failure;
      return {
        compiled: true,
        compileProblem: null,
        success: failure === null,
        exceptionMessage: failure && `${failure.type}: ${failure.message}`,
        exceptionStackTrace: failure && failure.stackTrace,
        get log(): string {
          return outcome.tx.log.toString();
        },
      };
    },
  });
  try {
    return await task.result();
  } catch (error) {
    if (!(error instanceof TransactionKilled)) throw error;
    return {
      compiled: true,
      compileProblem: null,
      success: false,
      exceptionMessage: error.message,
      exceptionStackTrace: null,
      log: '',
    };
  }
}

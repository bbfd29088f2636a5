/** Runs a client's request as a task of the scheduler, and turns failures into OrgErrors. */
import type { Failure } from '../runtime/core/vm';
import type { RunningUser } from '../runtime/host';
import { TransactionKilled, type Step } from '../scheduler/suspension';
import type { Identity } from '../transaction/memo/identity';
import { runTransaction } from '../transaction/run';
import type { Transaction, TransactionSpec } from '../transaction/transaction';
import { AnswerLost, OrgError } from './contract';
import type { Engine } from './engine';
import type { Faults } from './faults';
import type { Statistics } from './statistics';

export class Requests {
  constructor(
    readonly engine: Engine,
    readonly faults: Faults,
    readonly statistics: Statistics,
  ) {}

  /**
   * One transaction. Resolves when it has committed.
   *
   * @param refusal what the client is told when Apex fails; default: status 400, type and message
   */
  async run<T>(
    name: string,
    spec: TransactionSpec,
    body: (tx: Transaction) => Step<T>,
    refusal: (failure: Failure) => OrgError = plainRefusal,
  ): Promise<T> {
    this.statistics.apiRequests++;
    const { identity, user } = spec;
    const task = this.engine.parts.scheduler.spawn({
      name,
      op: { kind: 'start', object: '', detail: name },
      given: identity ? `${user.id} ${identity.name}` : null,
      run: () => this.#transaction(spec, body, refusal),
    });
    const { value, lost } = await settled(task.result());
    if (lost) throw new AnswerLost();
    return value;
  }

  /** A transaction as the API makes them: context `rest`. */
  rest<T>(
    name: string,
    user: RunningUser,
    body: (tx: Transaction) => Step<T>,
    identity?: Identity,
  ): Promise<T> {
    return this.run(name, { context: 'rest', user, ...(identity ? { identity } : {}) }, body);
  }

  *#transaction<T>(
    spec: TransactionSpec,
    body: (tx: Transaction) => Step<T>,
    refusal: (failure: Failure) => OrgError,
  ): Step<{ readonly value: T; readonly lost: boolean }> {
    const outcome = yield* runTransaction(this.engine.services, spec, body);
    if (!outcome.ok) throw refusal(outcome.failure);
    const lost = outcome.tx.unheard || this.faults.loseAnswer(outcome.tx);
    return { value: outcome.value, lost };
  }
}

function plainRefusal({ type, message }: Failure): OrgError {
  const code = type === 'System.LimitException' ? 'LIMIT_EXCEEDED' : 'UNKNOWN_EXCEPTION';
  return new OrgError(400, code, `${type}: ${message}`);
}

async function settled<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof TransactionKilled)
      throw new OrgError(503, 'SERVER_UNAVAILABLE', `The request was interrupted: ${error.reason}`);
    throw error;
  }
}

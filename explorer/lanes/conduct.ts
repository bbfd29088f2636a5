/** What the moves of a run tell: who waited for whom, and what was lost on the way. */
import type { Move } from '../model';
import { ORG } from '../options';
import type { Scenario } from '../scenario';
import type { EndJudgement } from '../world';

export function judgeMoves(scenario: Scenario, moves: readonly Move[]): EndJudgement | null {
  return waitedInCircle(scenario, moves) ?? calledInVain(scenario, moves) ?? began(scenario, moves);
}

/**
 * I8, I10: waits for locks end when their time is over. If that happens because nobody else could
 * go on, those who waited had locks that the others wanted. Where minutes were let pass, waits end
 * because of that.
 */
function waitedInCircle({ mayDeadlock }: Scenario, moves: readonly Move[]): EndJudgement | null {
  const gaveUp = moves.find(({ kind, variant }) => kind === 'timeout' && variant === '');
  if (!gaveUp || mayDeadlock || moves.some(({ id }) => id === ORG)) return null;
  const { name, op } = gaveUp;
  const message = `${name} waited for a lock on ${op.object} in a circle: nobody could go on.`;
  return { invariant: 'deadlock', message };
}

/** A handler of the probes writes its effect once per call, whatever becomes of it. */
const callsHandler = ({ op }: Move): boolean =>
  op.kind === 'insert' && op.object === 'Probe_Effect__c';

/** I3: attempts are counted, and a run that nobody dethrones is not repeated. */
function calledInVain(scenario: Scenario, moves: readonly Move[]): EndJudgement | null {
  const calls = moves.filter((move) => callsHandler(move) && !move.blocked).length;
  const { handlerCalls = Infinity } = scenario;
  if (calls <= handlerCalls || needsHelp(scenario, moves)) return null;
  const message = `Handlers were called ${calls} times, though nothing was lost; ${handlerCalls} calls are enough.`;
  return { invariant: 'attempts', message };
}

/** I3: a run that begins when its lane is stopped already calls no handler. */
function began({ stops, actors }: Scenario, moves: readonly Move[]): EndJudgement | null {
  const id = String(actors.findIndex(({ name }) => name === stops) + 1);
  const stopped = moves.findIndex((move) => move.id === id && move.op.kind === 'commit');
  if (stops === undefined || stopped < 0) return null;
  const started = new Map<string, number>();
  for (const { id: task, index } of moves) if (!started.has(task)) started.set(task, index);
  const late = moves.find((move) => callsHandler(move) && started.get(move.id)! > stopped);
  return late
    ? { invariant: 'stopped', message: `${late.name} began after ${stops} had stopped its lane.` }
    : null;
}

/**
 * I4: without losses everything is done without the reaper. One refused job is no loss, as an event
 * follows it; a second one is, as events are not repeated (R23).
 */
export function needsHelp(scenario: Scenario, moves: readonly Move[]): boolean {
  const { needsReaper, needsReaperAfter: after } = scenario;
  const refusals = moves.filter(({ variant }) => variant === 'refuse').length;
  const lost = moves.some(({ variant: v }) => LOSSES.test(v) || (v !== '' && after?.test(v)));
  return lost || refusals > 1 || needsReaper === true;
}

const LOSSES = /^(kill|no finalizer|maintenance|sandbox copy)/;

/** All that `judgeMoves` and `needsHelp` read of the moves so far, in a form that forgets the rest. */
export class Conduct {
  #gaveUp = false;
  #orgStruck = false;
  #lost = false;
  #refusals = 0;
  #calls = 0;
  #stopped = false;
  /** Tasks that began after the lane was stopped, and go on. */
  readonly #late = new Set<string>();
  readonly #known = new Set<string>();
  #calledLate = false;
  readonly #stopper: string | null;

  constructor(readonly scenario: Scenario) {
    const { stops, actors } = scenario;
    this.#stopper =
      stops === undefined ? null : String(actors.findIndex(({ name }) => name === stops) + 1);
  }

  observe(move: Move): void {
    const { scenario } = this;
    const { id, kind, variant } = move;
    const { needsReaperAfter: after, handlerCalls, mayDeadlock } = scenario;
    if (kind === 'timeout' && variant === '' && !mayDeadlock) this.#gaveUp = true;
    if (id === ORG) this.#orgStruck = true;
    if (variant === 'refuse') this.#refusals = Math.min(2, this.#refusals + 1);
    if (LOSSES.test(variant) || (variant !== '' && after?.test(variant))) this.#lost = true;
    if (handlerCalls !== undefined && callsHandler(move) && !move.blocked)
      this.#calls = Math.min(handlerCalls + 1, this.#calls + 1);
    if (this.#stopper !== null) this.#watchStop(move);
  }

  #watchStop(move: Move): void {
    const { id, op, end } = move;
    if (!this.#known.has(id) && this.#stopped) this.#late.add(id);
    this.#known.add(id);
    if (this.#late.has(id) && callsHandler(move)) this.#calledLate = true;
    if (id === this.#stopper && op.kind === 'commit') this.#stopped = true;
    if (end !== null) this.#late.delete(id);
  }

  text(): string {
    const flags = [this.#gaveUp, this.#orgStruck, this.#lost, this.#stopped, this.#calledLate];
    const bits = flags.map(Number).join('');
    const known = this.#stopper !== null && !this.#stopped ? [...this.#known].sort() : [];
    return `${bits} ${this.#refusals} ${this.#calls} ${[...this.#late].sort().join()} ${known.join()}`;
  }
}

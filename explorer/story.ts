/** A run as a story: callers on the left, jobs on the right, one line for each thing they do. */
import type { Fault } from '../local-org/org/contract';
import { armed } from './faults';
import type { Move, Run } from './model';
import { HEALING } from './recorder';
import type { Scenario } from './scenario';

const WIDTH = 62;

export function tell(scenario: Scenario, run: Run): string[] {
  const failure = run.failures[0];
  const names = namesOf(scenario, run.moves);
  const last = failure ? failure.after : run.moves.length - 1;
  const lines: string[] = [
    scenario.summary,
    ...scenario.actors.map((actor) => `  ${actor.name} ${actor.does}.`),
    ...armed(scenario.faults ?? [], run.faults).map((fault) => `  Fault: ${faultText(fault)}.`),
    '',
    `${'callers'.padEnd(WIDTH)}  jobs`,
    `${'-'.repeat(WIDTH)}  ${'-'.repeat(WIDTH)}`,
  ];
  let speaker = '';
  let clock = run.moves[0]?.at ?? 0;
  const idle = idleTasks(run.moves);
  for (const move of run.moves.slice(0, last + 1)) {
    if (idle.has(move.id)) continue;
    if (move.at - clock >= 60_000) lines.push(`    … ${minutes(move.at - clock)} pass …`);
    clock = Math.max(clock, move.at);
    const text = sentence(move);
    if (text === '') continue;
    const { name, job } = names.get(move.id)!;
    const said = name === speaker ? ' '.repeat(name.length + 2) + text : `${name}: ${text}`;
    speaker = name;
    for (const line of wrap(said, name.length + 2))
      lines.push(job ? `${' '.repeat(WIDTH)}  ${line}` : line);
    if (move.note !== '')
      lines.push(...wrap(`→ ${move.note}`, 6, 2 * WIDTH - 4).map((l) => `    ${l}`));
  }
  if (failure) lines.push('', `Broken: ${failure.invariant}. ${failure.message}`);
  return lines;
}

/** Tasks of the recovery that changed nothing: nobody wants to read about them. */
function idleTasks(moves: readonly Move[]): Set<string> {
  const all = new Set(moves.filter(({ id }) => id.startsWith(HEALING)).map(({ id }) => id));
  for (const { id, note } of moves) if (note !== '') all.delete(id);
  return all;
}

interface Speaker {
  readonly name: string;
  readonly job: boolean;
}

function namesOf(scenario: Scenario, moves: readonly Move[]): Map<string, Speaker> {
  const names = new Map<string, Speaker>();
  let jobs = 0;
  for (const { id, name } of moves) {
    if (names.has(id)) continue;
    if (/^(queueable|schedulable|clean-up|event)/.test(name))
      names.set(id, { name: `job ${++jobs} (${name.split(' ').at(-1)!})`, job: true });
    else {
      const actor = scenario.actors[Number(id.split('.')[0]) - 1];
      const other = id.startsWith(HEALING) ? 'administrator' : name;
      names.set(id, { name: actor?.name ?? other, job: false });
    }
  }
  return names;
}

function sentence({ op, blocked, end, kind }: Move): string {
  const text = deed(op);
  if (kind === 'timeout') return `gives up waiting to ${text.replace(/^(\w+?)s\b/, '$1')}`;
  if (blocked) return `${text === '' ? 'starts' : text} — has to wait for the lock`;
  if (end === 'killed') return `${text === '' ? 'starts' : text} — and is killed`;
  if (end === 'failed') return `${text} — and fails`;
  if (end === 'done' && op.kind !== 'commit') return `${text} — and ends there`;
  return text;
}

function deed(op: Move['op']): string {
  switch (op.kind) {
    case 'start':
      if (op.detail?.startsWith('finalizer')) return 'starts its finalizer';
      return /^(queueable|schedule)/.test(op.detail ?? '') ? 'starts' : '';
    case 'query':
      return `reads ${op.object}`;
    case 'lock':
      return `locks ${op.object} (FOR UPDATE)`;
    case 'enqueue':
      return `enqueues a job ${op.detail ?? ''}`.trimEnd();
    case 'commit':
      return 'commits';
    case 'rollback':
      return 'rolls back to a savepoint';
    case 'insert':
    case 'update':
    case 'delete':
    case 'undelete':
      return `${op.kind}s ${op.object}${op.object === 'AsyncApexJob' ? ` (${op.detail ?? 'job'})` : ''}`;
    default:
      return `${op.kind} ${op.object} ${op.detail ?? ''}`.trim();
  }
}

function faultText(fault: Fault): string {
  const who = fault.match.className ?? fault.match.context ?? 'anything';
  switch (fault.kind) {
    case 'kill':
      return `${who} is killed before operation ${fault.beforeOperation} of its transaction (${fault.aftermath ?? 'failed'})`;
    case 'skipFinalizer':
      return `the finalizer of ${who} never comes`;
    case 'refuseEnqueue':
      return `${who} is refused a job`;
    case 'loseAnswer':
      return `the answer to ${who} is lost`;
  }
}

function minutes(ms: number): string {
  const whole = Math.round(ms / 60_000);
  return whole === 1 ? 'a minute' : `${whole} minutes`;
}

function wrap(text: string, indent: number, width = WIDTH): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) /)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** A run as a story: callers on the left, jobs on the right, one line for each thing they do. */
import type { Move, Run } from './model';
import { ORG } from './options';
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
    if (move.id === ORG) {
      lines.push(`    … ${orgText(move.variant)} …`);
      continue;
    }
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

function sentence({ op, blocked, end, kind, variant }: Move): string {
  const text = deed(op);
  if (variant !== '' && variant !== 'time out') return misfortune(variant, text);
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

/** What a fault did, instead of or besides the operation. */
function misfortune(variant: string, text: string): string {
  switch (variant) {
    case 'kill':
    case 'kill failed':
    case 'kill processing':
    case 'kill requeued':
      return `is killed before it ${text === '' ? 'starts' : text}${AFTERMATH[variant]}`;
    case 'no finalizer':
      return 'is over, and its finalizer never comes';
    case 'refuse':
      return `is refused when it ${text}`;
    case 'lose answer':
      return `${text}, and its client is told of an error`;
    case 'stale read':
      return `${text}, and does not see its own commit yet`;
    default:
      return variant;
  }
}

const AFTERMATH = {
  kill: '',
  'kill failed': ' (its job says Failed)',
  'kill processing': ' (its job says Processing for ever)',
  'kill requeued': ' (the job is delivered again)',
};

function orgText(variant: string): string {
  if (variant === 'sandbox copy') return 'the org is copied to a sandbox, without its jobs';
  const [what, amount] = variant.split(' ');
  const passed = minutes(Number(amount) * 60_000);
  return what === 'pass' ? `${passed} pass` : `maintenance: everything stops for ${passed}`;
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

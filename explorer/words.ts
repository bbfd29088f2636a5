/** Moves in words. */
import type { Move } from './model';

/** What a move does, with its misfortune if there is one; '' for a start that nobody wants to read about. */
export function sentence({ op, blocked, end, kind, variant }: Move): string {
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
    case 'deliver again':
      return `${text}, and its events are delivered again`;
    case 'stale read':
      return `${text}, and does not see its own commit yet`;
    default:
      return variant.startsWith('clock ') ? `${text || 'starts'} ${onServer(variant)}` : variant;
  }
}

function onServer(variant: string): string {
  const ms = Number(variant.slice('clock '.length));
  return `on a server whose clock is ${Math.abs(ms) / 1000} seconds ${ms > 0 ? 'fast' : 'slow'}`;
}

const AFTERMATH = {
  kill: '',
  'kill failed': ' (its job says Failed)',
  'kill processing': ' (its job says Processing for ever)',
  'kill requeued': ' (the job is delivered again)',
};

/** Org time that passes with such a move, in milliseconds, and is told with it. */
export function passes(variant: string): number {
  return variant.startsWith('pass ') ? Number(variant.slice(5)) * 60_000 : 0;
}

/** What happens to the org as a whole. */
export function orgText(variant: string): string {
  if (variant === 'sandbox copy') return 'the org is copied to a sandbox, without its jobs';
  const [what, amount] = variant.split(' ');
  const passed = minutes(Number(amount) * 60_000);
  return what === 'pass' ? `${passed} pass` : `maintenance: everything stops for ${passed}`;
}

export function minutes(ms: number): string {
  const whole = Math.round(ms / 60_000);
  return whole === 1 ? 'a minute' : `${whole} minutes`;
}

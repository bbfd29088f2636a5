/** Everything that is known of one move. */
import type { Move } from '../model';
import { escape } from './html';
import type { Lane } from './model';

export function details(move: Move, lane: Lane, text: string, lanes: readonly Lane[]): string {
  const { op, index, at, id, enabled, variant } = move;
  const facts: (readonly [string, string])[] = [
    ['Move', `${index}, at ${new Date(at).toISOString().replace('T', ' ').slice(0, 19)} org time`],
    ['Operation', `${op.kind} ${op.object}`.trim()],
  ];
  if (variant !== '') facts.push(['Fault', variant]);
  if (op.detail !== undefined)
    facts.push([op.kind === 'query' || op.kind === 'lock' ? 'SOQL' : 'Detail', op.detail]);
  if (op.ids && op.ids.length > 0) facts.push(['Rows', op.ids.join(', ')]);
  if (move.note !== '') facts.push(['Became visible', move.note]);
  const others = enabled.filter((key) => key !== move.key);
  facts.push([
    'Could have gone instead',
    others.length === 0 ? 'nothing else' : others.map((key) => nameOf(key, lanes)).join(', '),
  ]);
  facts.push(['Task', `${id} (${move.name})`]);
  const list = facts.map(([name, value]) => `<dt>${name}</dt><dd>${escape(value)}</dd>`);
  return `<h2>${escape(lane.name)}</h2><p>${escape(text)}</p><dl>${list.join('')}</dl>`;
}

/** `job 1 (QueueRunner)`, `caller A: kill` */
function nameOf(key: string, lanes: readonly Lane[]): string {
  const [id, variant] = key.split('!');
  const name = lanes.find((lane) => lane.id === id)?.name ?? id!;
  return variant === undefined ? name : `${name}: ${variant}`;
}

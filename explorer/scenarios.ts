/** The scenarios that are explored. Lane `a` exists and has been used; `new` does not exist yet. */
import type { FaultKind } from './faults';
import { anonymous, enqueue, insertItems, runs, ticks, type Scenario } from './scenario';
import { CHAINS } from './scenarios/chains';
import { FAILURES } from './scenarios/failures';
import { FLOWS } from './scenarios/flows';
import { INTAKES } from './scenarios/intakes';
import { LEASES } from './scenarios/leases';
import { LONG_LOCKS } from './scenarios/long-locks';
import { MISFORTUNES } from './scenarios/misfortunes';
import { NEWS } from './scenarios/news';
import { OPERATORS } from './scenarios/operators';
import { REAPERS } from './scenarios/reapers';
import { ROWS } from './scenarios/rows';
import { SETTINGS } from './scenarios/settings';
import { SCOPES } from './scenarios/scopes';
import { UPKEEP } from './scenarios/upkeep';

const RUNNER = { context: 'queueable', className: 'QueueRunner' };

const CRASHES: readonly FaultKind[] = [
  { kind: 'kill', match: RUNNER },
  { kind: 'kill', match: RUNNER, aftermath: 'processing' },
  { kind: 'kill', match: RUNNER, aftermath: 'requeued' },
  { kind: 'no finalizer' },
  { kind: 'refuse', match: { context: 'finalizer' } },
];

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'two-callers',
    summary: 'Two callers hand work to the same idle lane.',
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller B', 'a', 'B1')],
    handlerCalls: 2,
  },
  {
    name: 'new-lane',
    summary: 'Two callers are the first ever to use a lane.',
    actors: [insertItems('caller A', 'new', 'A1'), enqueue('caller B', 'new', 'B1')],
  },
  {
    name: 'checkbox',
    summary: 'A person clears the checkbox and another ticks it while a caller hands over work.',
    actors: [
      insertItems('caller A', 'a', 'A1'),
      ticks('person P', 'a', false),
      ticks('person Q', 'a', true),
    ],
  },
  {
    name: 'repeat',
    summary: 'A caller got no answer and repeats its call while the first one is still going on.',
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller A again', 'a', 'A1')],
    // A plain insert cannot be skipped in silence: it is refused with a text that names the item.
    mayRefuse: /is stored already/,
  },
  {
    name: 'take-over',
    summary: 'An operator releases a lane by force while it is at work.',
    actors: [
      insertItems('caller A', 'a', 'A1', 'A2'),
      runs('operator', 'releases lane a by force', "Mutexes.forceRelease('a', 'explorer');"),
    ],
  },
  {
    name: 'crash',
    summary:
      'Jobs are killed, lose their finalizer or are refused while two callers hand over work.',
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller B', 'a', 'B1')],
    faults: CRASHES,
  },
  {
    name: 'two-lanes',
    summary: 'Two callers enqueue into two lanes in opposite order.',
    setup: (org) => anonymous(org, "LoadProbe.enqueue('b', new List<String>{ 'b0' });"),
    actors: [
      runs('caller A', 'enqueues A1 into a, then A2 into b', both('a', 'A1', 'b', 'A2'), [
        'A1',
        'A2',
      ]),
      runs('caller B', 'enqueues B1 into b, then B2 into a', both('b', 'B1', 'a', 'B2'), [
        'B1',
        'B2',
      ]),
    ],
    mayRefuse: /UNABLE_TO_LOCK_ROW/,
    mayDeadlock: true,
  },
  ...FAILURES,
  ...FLOWS,
  ...OPERATORS,
  ...LEASES,
  ...ROWS,
  ...LONG_LOCKS,
  ...MISFORTUNES,
  ...INTAKES,
  ...SCOPES,
  ...SETTINGS,
  ...UPKEEP,
  ...NEWS,
  ...CHAINS,
  ...REAPERS,
];

function both(first: string, key: string, second: string, other: string): string {
  const call = (lane: string, item: string): string =>
    `LoadProbe.enqueue('${lane}', new List<String>{ '${item}' });`;
  return `${call(first, key)}\n${call(second, other)}`;
}

/** Scenarios about the reaper: what it finds, and who comes while it looks. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import { anonymous, enqueue, runs, type Actor, type Scenario } from '../scenario';

export const sweeps: Actor = runs('reaper', 'sweeps', 'new MutexReaper().sweep();');

/** A runner died half an hour ago, and its row says that it is at work; the reaper has seen it so. */
export async function dead(org: EmbeddedOrg): Promise<void> {
  const match = { context: 'queueable', className: 'QueueRunner' };
  org.addFault({ kind: 'kill', match, beforeOperation: 3, aftermath: 'processing' });
  await anonymous(org, "LoadProbe.enqueue('a', new List<String>{ 's1' });");
  await org.idle();
  await anonymous(org, 'new MutexReaper().sweep();');
  await org.advance(30 * 60_000);
}

export const REAPERS: readonly Scenario[] = [
  {
    name: 'swept-twice',
    summary: 'Two sweeps find a runner dead, one of them late, while a caller hands over work.',
    setup: dead,
    actors: [sweeps, { ...sweeps, name: 'reaper again' }, enqueue('caller B', 'a', 'B1')],
  },
];

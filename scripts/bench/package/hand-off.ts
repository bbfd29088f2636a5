/** How fast one lane goes, and how long it pauses between two runs. */
import { createLocalOrg } from '../../../local-org/org';
import { anonymous, PACKAGE, PROBE } from '../fixture';
import { sourcePackage } from '../../local-org/package';
import { table } from '../table';

const PER_CALL = 200;

export interface HandOff {
  readonly itemsPerSecond: number;
  /** By what this process computed, which does not depend on who else uses the machine. */
  readonly itemsPerCpuSecond: number;
  /** Milliseconds from the last item of one run to the first of the next, ascending. */
  readonly gaps: readonly number[];
}

/**
 * Drains a backlog of one lane. Gaps are seen in the effects that the handler left: a run is a
 * transaction, and each effect says which and when.
 *
 * @param items length of the backlog
 * @param clock `real`: what computing takes, all of it; `virtual`: what the package asks to wait
 */
export async function handOff(items: number, clock: 'real' | 'virtual' = 'real'): Promise<HandOff> {
  const org = await createLocalOrg({ seed: 1, clock, interleaving: 'serial' });
  for (const folder of [PACKAGE, PROBE]) {
    const { success } = await org.deploy({ files: await sourcePackage(folder) });
    if (!success) throw new Error(`${folder} was refused.`);
  }
  await anonymous(org, "insert new Mutex__c(Key__c = 'hand-off', Paused__c = true);");
  for (let at = 0; at < items; at += PER_CALL)
    await anonymous(
      org,
      `List<String> keys = new List<String>();
       for (Integer i = 0; i < ${Math.min(PER_CALL, items - at)}; i++) keys.add('k' + (${at} + i));
       LoadProbe.enqueue('hand-off', keys);`,
    );
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  await anonymous(
    org,
    "update new Mutex__c(Id = [SELECT Id FROM Mutex__c WHERE Key__c = 'hand-off'].Id, Paused__c = false);",
  );
  await org.idle();
  const seconds = (performance.now() - began) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  const itemsPerCpuSecond = items / ((cpu.user + cpu.system) / 1e6);
  const { rows } = await org.query(
    'SELECT Job_Id__c, Started__c, Finished__c FROM Probe_Effect__c ORDER BY Ticket__c',
  );
  if (rows.length !== items) throw new Error(`${rows.length} of ${items} items took effect.`);
  const gaps: number[] = [];
  for (let i = 1; i < rows.length; i++) {
    const [last, next] = [rows[i - 1]!.values, rows[i]!.values];
    if (last['Job_Id__c'] !== next['Job_Id__c'])
      gaps.push(Number(next['Started__c']) - Number(last['Finished__c']));
  }
  gaps.sort((one, other) => one - other);
  await org.close();
  const at = (share: number): number => gaps[Math.ceil(share * gaps.length) - 1]!;
  table(
    `One lane, ${items} items in ${gaps.length + 1} runs, ${clock} clock; items/s by this machine's`,
    ['', 'items/s', 'items/CPU s', 'hand-off p50, ms', 'p99, ms'],
    [['lane', items / seconds, itemsPerCpuSecond, at(0.5), at(0.99)]],
  );
  return { itemsPerSecond: items / seconds, itemsPerCpuSecond, gaps };
}

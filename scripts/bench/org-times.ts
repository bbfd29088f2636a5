/** How fast a local org is there, and how fast it is as new. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { localTarget } from '../load/target-local';
import { anonymous, orgWith, PACKAGE, PROBE } from './fixture';

type Spread = [min: number, median: number, max: number];

function spread(values: number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return [sorted[0]!, sorted[Math.floor(sorted.length / 2)]!, sorted.at(-1)!];
}

/** From the start of a process to the first answer over HTTP. */
export async function bootTime(runs: number): Promise<Spread> {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const target = await localTarget(1);
    times.push(target.bootMs);
    await target.close();
  }
  return spread(times);
}

/** The package into a new org, twice in a new process: by now its code was kept by earlier ones. */
export function deployTime(runs: number): { first: Spread; next: Spread } {
  const args = ['--import', 'tsx', join(__dirname, 'deploy-twice.ts')];
  const times = Array.from({ length: runs + 1 }, () => {
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return JSON.parse(stdout) as readonly [number, number];
  }).slice(1);
  return { first: spread(times.map(([first]) => first)), next: spread(times.map((t) => t[1])) };
}

/** Back to the deployed, empty org after a thousand items have been enqueued and settled. */
export async function resetTime(runs: number): Promise<Spread> {
  const org = await orgWith(PACKAGE, PROBE);
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    for (let at = 0; at < 1000; at += 200)
      await anonymous(
        org,
        `List<String> keys = new List<String>(); for (Integer i = 0; i < 200; i++) { keys.add('k' + (${at} + i)); } LoadProbe.enqueue('reset', keys);`,
      );
    await org.idle();
    const began = performance.now();
    await org.reset();
    times.push(performance.now() - began);
  }
  await org.close();
  return spread(times);
}

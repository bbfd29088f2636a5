/** Deploys the package into two new orgs, and prints how many milliseconds each took. */
import { createLocalOrg } from '../../local-org/org';
import { sourcePackage } from '../local-org/package';
import { PACKAGE } from './fixture';

async function main(): Promise<void> {
  const files = await sourcePackage(PACKAGE);
  const times: number[] = [];
  for (let i = 0; i < 2; i++) {
    const org = await createLocalOrg({ clock: 'real' });
    const began = performance.now();
    const { success } = await org.deploy({ files });
    times.push(performance.now() - began);
    if (!success) throw new Error('The package does not deploy.');
  }
  process.stdout.write(JSON.stringify(times));
}

void main();

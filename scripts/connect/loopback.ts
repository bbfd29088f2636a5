/**
 * To be imported before anything else: jsforce looks for proxies when it is loaded. Orgs elsewhere
 * (`--target-org`) are still reached through them.
 */
import { proxiesIn } from './proxies';

if (!process.argv.some((argument) => argument.startsWith('--target-org')))
  for (const name of proxiesIn(process.env)) delete process.env[name];

/** `npm run setup`: makes an org ready for the package, and says how it is. */
import './connect/loopback';
import { leaveOnInterrupt } from './command/interrupt';
import { main } from './setup/main';

leaveOnInterrupt(
  'Interrupted: what was done already stays. Run this again, and it goes on from there.',
);

main(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
}).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(3);
  },
);

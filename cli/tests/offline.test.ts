import { spawnSync } from 'node:child_process';
import { createHome } from '../harness/home';

/** The guard that the whole suite relies on must be awake. */
describe('the home of the CLI', () => {
  it('lets nobody out, and writes down who tried', () => {
    const home = createHome();
    const script = "fetch('http://example.invalid/').catch((e) => console.log(String(e.cause)))";
    const ran = spawnSync(process.execPath, ['-e', script], { env: home.env, encoding: 'utf8' });
    expect(ran.stdout).toContain('the suite is offline');
    expect(home.strangers()).toEqual(['example.invalid']);
    home.remove();
  });
});

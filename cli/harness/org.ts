/** A local org in this process, and a home whose CLI knows it under the alias `local`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Server } from '../../local-org/api';
import { createServer } from '../../local-org/api';
import type { EmbeddedOrg, LocalOrgOptions } from '../../local-org/org';
import { createLocalOrg } from '../../local-org/org';
import type { Home } from './home';
import { createHome } from './home';
import { Sf } from './sf';

export const ALIAS = 'local';

export interface Bench {
  readonly org: EmbeddedOrg;
  readonly server: Server;
  readonly home: Home;
  readonly sf: Sf;
  close(): Promise<void>;
}

/** Logs a home's CLI in by JWT, which it can repeat by itself when a session has ended. */
export async function loginByJwt(sf: Sf, server: Server, flags: readonly string[]): Promise<void> {
  const key = path.join(sf.home.folder, 'jwt.pem');
  writeFileSync(key, server.credentials.jwtPrivateKey() ?? '', { mode: 0o600 });
  const { clientId, username } = server.credentials;
  await sf.ok([
    ...['org', 'login', 'jwt', '--client-id', clientId, '--jwt-key-file', key],
    ...['--username', username, '--instance-url', server.url, ...flags],
  ]);
}

/** Starts a new org on a free port and logs in. */
export async function openBench(options: LocalOrgOptions = {}): Promise<Bench> {
  const org = await createLocalOrg({ clock: 'real', ...options });
  const server = await createServer(org);
  const home = createHome();
  const sf = new Sf(home);
  await loginByJwt(sf, server, ['--alias', ALIAS, '--set-default', '--set-default-dev-hub']);
  return {
    org,
    server,
    home,
    sf,
    close: async () => {
      const strangers = home.strangers();
      await server.close();
      await org.close();
      home.remove();
      if (strangers.length > 0)
        throw new Error(`The CLI tried to reach ${strangers.join(', ')}, outside of this machine.`);
    },
  };
}

/** Child process of a load run: one local org behind HTTP. Ends when its parent lets go. */
import { createServer } from '../../local-org/api';
import { createLocalOrg } from '../../local-org/org';

/** What the parent learns when the org serves. */
export interface LocalOrgMessage {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly token: string;
}

async function main(seed: number): Promise<void> {
  const org = await createLocalOrg({ seed, clock: 'real', interleaving: 'random' });
  const server = await createServer(org, { port: 0 });
  process.on('disconnect', () => void server.close().then(() => process.exit(0)));
  const { username, password, token } = server.credentials;
  const message: LocalOrgMessage = { url: server.url, username, password, token };
  // Who has gone meanwhile needs no greeting.
  process.send?.(message, undefined, {}, () => undefined);
}

main(Number(process.argv[2])).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

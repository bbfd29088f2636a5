/** Boots a local org and makes it known to the `sf` CLI's store in $HOME, as a login would. */
import { AuthInfo, StateAggregator } from '@salesforce/core';
import { createServer } from '../../../local-org/api';
import { createLocalOrg } from '../../../local-org/org';

async function main(edition: 'Developer' | 'Enterprise', alias: string): Promise<void> {
  const org = await createLocalOrg({ edition, clock: 'real' });
  const server = await createServer(org, { port: 0 });
  const { token, username } = server.credentials;
  const authInfo = await AuthInfo.create({
    accessTokenOptions: { accessToken: token, instanceUrl: server.url, loginUrl: server.url },
  });
  await authInfo.save({ username });
  const state = await StateAggregator.getInstance();
  await state.aliases.setAndSave(alias, authInfo.getUsername());
  process.stdout.write('ready\n');
}

main(process.argv[2] as 'Developer' | 'Enterprise', process.argv[3]!).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});

/** Makes and serves a scratch org. */
import { createLocalOrg } from '../../org';
import type { createServer as CreateServerFunction } from '../server';
import type { Credentials } from '../auth/credentials';
import type { StartScratchOrg } from './scratch-orgs';

type CreateServer = typeof CreateServerFunction;

/**
 * @param credentials of the Dev Hub: who may log in there by a key may do so in its scratch orgs
 * @param createServer given, as a server makes Dev Hubs, which make servers
 */
export function scratchStarter(
  credentials: Credentials,
  createServer: CreateServer,
): StartScratchOrg {
  return async ({ orgNumber, username, orgName, edition, trialEnds }) => {
    const org = await createLocalOrg({
      clock: 'real',
      orgNumber,
      adminUsername: username,
      orgName,
      edition,
      trialEnds,
    });
    org.mark();
    const { clientId, clientSecret } = credentials;
    const server = await createServer(org, {
      scratch: true,
      credentials: { clientId, clientSecret, jwtPublicKey: credentials.jwtPublicKey() },
    });
    return {
      orgId: org.orgId,
      url: server.url,
      authCode: () => server.authCode(),
      close: async () => {
        await server.close();
        await org.close();
      },
    };
  };
}

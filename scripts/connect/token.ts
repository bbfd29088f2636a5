/** A connection of @salesforce/core from a URL and a token, without anything stored on disk. */
import { AuthInfo, Connection } from '@salesforce/core';

/**
 * @param instanceUrl origin of the org
 * @param accessToken a session id
 */
export async function coreConnection(
  instanceUrl: string,
  accessToken: string,
): Promise<Connection> {
  const authInfo = await withoutHttpWarning(() =>
    AuthInfo.create({ accessTokenOptions: { accessToken, instanceUrl, loginUrl: instanceUrl } }),
  );
  return withoutHttpWarning(() => Connection.create({ authInfo }));
}

/** The library warns of plain HTTP, rightly; on this machine's own loopback address it is no news. */
async function withoutHttpWarning<T>(action: () => Promise<T>): Promise<T> {
  const emit = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error): void => {
    if (!String(warning).includes('insecure protocol'))
      process.stderr.write(`${String(warning)}\n`);
  };
  try {
    return await action();
  } finally {
    process.emitWarning = emit;
  }
}

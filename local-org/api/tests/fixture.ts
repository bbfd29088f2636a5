/** A served org for the tests of the API. */
import { Connection } from 'jsforce';
import type { EmbeddedOrg } from '../../org';
import type { LocalOrgOptions } from '../../org/contract';
import { createLocalOrg } from '../../org';
import type { Server } from '..';
import { createServer } from '..';
import { PACKAGE } from './package';

export interface Served {
  readonly org: EmbeddedOrg;
  readonly server: Server;
  /** A jsforce connection with the administrator's token. */
  connect(): Connection;
  close(): Promise<void>;
}

/** An org with the package, marked, and served on a free port. */
export async function serve(options: LocalOrgOptions = {}): Promise<Served> {
  const org = await createLocalOrg({ seed: 1, clock: 'virtual', ...options });
  const outcome = await org.deploy({ files: PACKAGE });
  const problems = outcome.components.filter(({ success }) => !success);
  if (!outcome.success) throw new Error(`The package does not deploy: ${JSON.stringify(problems)}`);
  org.mark();
  const server = await createServer(org);
  return {
    org,
    server,
    connect: () =>
      new Connection({
        instanceUrl: server.url,
        loginUrl: server.url,
        accessToken: server.credentials.token,
        version: '65.0',
      }),
    close: async () => {
      await server.close();
      await org.close();
    },
  };
}

/** A plain request with the administrator's token. */
export async function call(
  { server }: Served,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: unknown; text: string; headers: Headers }> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${server.credentials.token}`,
      'content-type': 'application/json',
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  let parsed: unknown = text;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Not every answer is JSON.
  }
  return { status: response.status, body: parsed, text, headers: response.headers };
}

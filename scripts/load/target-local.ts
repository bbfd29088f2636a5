/** The local org in a process of its own, so that clients and org do not share one core. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { Connection } from 'jsforce';
import { LAUNCHER, YOUNG_SPACE } from '../launch/command';
import { coreConnection } from '../connect/token';
import { deployFolder } from './deploy';
import type { LocalOrgMessage } from './org-process';
import { LoadError, type LocalControls, type Statistics, type Target } from './target';

/**
 * Boots a local org and connects to it over HTTP like any client.
 * @param seed every choice of the org flows from it
 */
export async function localTarget(seed: number): Promise<Target & { readonly bootMs: number }> {
  const started = performance.now();
  const child = fork(LAUNCHER, [join(__dirname, 'org-process.ts'), String(seed)], {
    execArgv: [YOUNG_SPACE],
    // Ctrl-C reaches the whole process group; the run decides itself when the org may go.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ready = await firstMessage(child);
  const bootMs = Math.round(performance.now() - started);
  const { url, username, password } = ready;
  return {
    name: 'local org',
    kind: 'local',
    bootMs,
    connect: async () => {
      const connection = new Connection({ loginUrl: url, instanceUrl: url, version: '65.0' });
      await connection.login(username, password);
      return connection;
    },
    deploy: async (folder) => deployFolder(folder, await coreConnection(url, ready.token)),
    local: controls(url, ready.token),
    close: () => closeChild(child),
  };
}

function firstMessage(child: ChildProcess): Promise<LocalOrgMessage> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as LocalOrgMessage));
    child.once('exit', (code) =>
      reject(
        new LoadError(
          `The local org did not start (exit code ${code ?? 'none'}); its message stands above.`,
        ),
      ),
    );
  });
}

async function closeChild(child: ChildProcess): Promise<void> {
  if (!child.connected) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.disconnect();
  await gone;
}

function controls(url: string, token: string): LocalControls {
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/local-org/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The local org refused ${method} ${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    advance: async (ms) => void (await send('POST', 'advance', { ms })),
    idle: async () => void (await send('POST', 'idle')),
    addFault: async (fault) => void (await send('POST', 'faults', fault)),
    clearFaults: async () => void (await send('DELETE', 'faults')),
    statistics: async () =>
      ((await send('GET', 'status')) as { statistics: Statistics }).statistics,
  };
}

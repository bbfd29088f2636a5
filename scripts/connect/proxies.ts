/**
 * jsforce, and `sf` with it, sends every request to the proxy that the environment names, whatever
 * `NO_PROXY` says: also those to this machine, which no proxy can pass on.
 */
const NAMES = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'];

/** @returns the names of the proxies that are set */
export function proxiesIn(env: NodeJS.ProcessEnv): readonly string[] {
  return NAMES.filter((name) => (env[name] ?? '') !== '');
}

export function withoutProxies(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !NAMES.includes(name)));
}

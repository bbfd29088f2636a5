/**
 * To be imported before anything else: jsforce sends every request to the proxy that the environment
 * names when it is loaded, also those to this machine, which no proxy can pass on. Orgs elsewhere
 * (`--target-org`) are still reached through it.
 */
const PROXIES = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'];

if (!process.argv.some((argument) => argument.startsWith('--target-org')))
  for (const name of PROXIES) delete process.env[name];

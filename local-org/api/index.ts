/** The local org over HTTP. */
export { createServer } from './server';
export type { KeptServer, Server, ServerOptions } from './server';
export type { CredentialOptions } from './auth/credentials';
export { PackageError, packageFiles } from './metadata/package-files';

/** A home of their own for the tools of the platform, which keep files there and look at the environment. */
import { mkdirSync, mkdtempSync, promises, writeFileSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';

/** To be called before the tools are loaded. @returns the folder, for the test to remove */
export function toolsHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'local-org-'));
  Object.assign(process.env, {
    SF_DISABLE_TELEMETRY: 'true',
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_DISABLE_LOG_FILE: 'true',
  });
  // A test must not touch the real one.
  jest.spyOn(os, 'homedir').mockReturnValue(home);
  missingFilesAreErrors();
  mkdirSync(join(home, '.sfdx'));
  writeFileSync(join(home, '.sfdx', 'alias.json'), '{"orgs":{}}');
  return home;
}

/**
 * Within jest an error of node is no `Error` to the code under test, which lives in another realm.
 * The library that keeps logins then does not know a missing file for what it is, and never gives
 * back the lock that it has taken.
 */
function missingFilesAreErrors(): void {
  const stat = promises.stat.bind(promises) as (...args: unknown[]) => Promise<never>;
  const own = (error: NodeJS.ErrnoException): never => {
    throw Object.assign(new Error(error.message), { code: error.code });
  };
  jest.spyOn(promises, 'stat').mockImplementation((...args: unknown[]) => stat(...args).catch(own));
}

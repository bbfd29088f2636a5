import { existsSync } from 'node:fs';
import { aptInstall } from './apt';

const FOLDER = '/usr/lib/postgresql';

/**
 * Installs the PostgreSQL that the local database is compared with, where that is possible. Without
 * it nothing fails: the comparison is then skipped, and says so.
 */
function main(): void {
  if (!existsSync(FOLDER)) aptInstall('postgresql');
  console.log(existsSync(FOLDER) ? `PostgreSQL is in ${FOLDER}` : 'No PostgreSQL: not compared');
}

main();

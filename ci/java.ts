import { spawnSync } from 'node:child_process';
import { aptInstall } from './apt';

const PACKAGE = 'openjdk-17-jre-headless';
const NEEDED = 11;

/**
 * The major version of the Java on the path.
 *
 * @returns the version, or undefined if there is no Java
 */
function javaVersion(): number | undefined {
  const { stderr, status } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const found = /version "(?:1\.)?(\d+)/.exec(stderr);
  return found === null ? undefined : Number(found[1]);
}

/** Finds a Java for the Apex checks, or installs Debian's where that is possible. */
function main(): void {
  let version = javaVersion();
  if (version === undefined || version < NEEDED) {
    aptInstall(PACKAGE);
    version = javaVersion();
  }
  if (version === undefined || version < NEEDED) {
    console.log(
      `The Apex checks need Java ${NEEDED} or newer on the path, and installing ${PACKAGE} with apt-get did not work: install a Java runtime and run this again.`,
    );
    process.exitCode = 1;
    return;
  }
  console.log(`Java ${version}`);
}

main();

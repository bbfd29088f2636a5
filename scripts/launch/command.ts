/** How a command of the project is started quickly: see launch.cjs. */
import { join } from 'node:path';

export const LAUNCHER = join(__dirname, '..', 'launch.cjs');

/**
 * Room for young objects, MiB: a deploy makes many that die soon, and collecting them from the
 * engine's own 16 MiB takes a third of its time.
 */
export const YOUNG_SPACE = '--max-semi-space-size=64';

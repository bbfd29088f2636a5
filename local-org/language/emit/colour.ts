/** Which functions may suspend. */
import type { Colouring } from './unit';

/** Every function of Apex is a generator: slow, simple, and the yardstick for the analysis. */
export const EVERYTHING: Colouring = {
  method: () => true,
  implicitConstructor: () => true,
  initializers: () => true,
  statics: () => true,
};

/** All mutants, by part of the package. */
import type { Mutant } from '../mutant';
import { ADMIN } from './admin';
import { CHAINS } from './chains';
import { FOLDING } from './folding';
import { HOLDERS } from './holders';
import { INTAKE } from './intake';
import { LEASES } from './leases';
import { LOCKING } from './locking';
import { PARKING } from './parking';
import { RUNS } from './runs';
import { SCOPES } from './scopes';
import { SETTINGS } from './settings';
import { UPKEEP } from './upkeep';
import { WAKERS } from './wakers';

export { EQUIVALENTS } from './equivalents';

export const MUTANTS: readonly Mutant[] = [
  ...LOCKING,
  ...INTAKE,
  ...HOLDERS,
  ...RUNS,
  ...WAKERS,
  ...LEASES,
  ...SCOPES,
  ...SETTINGS,
  ...PARKING,
  ...FOLDING,
  ...ADMIN,
  ...UPKEEP,
  ...CHAINS,
];

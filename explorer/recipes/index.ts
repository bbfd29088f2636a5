/** Recipes of others, and what breaks in them. The Apex is in `examples/`, the stories are in docs/races.md. */
import { CHECKBOX } from './checkbox';
import { DUPLICATE_SIGNATURE } from './duplicate-signature';
import { FLAG } from './flag';
import { NAIVE_LOCK } from './naive-lock';
import type { Recipe } from './recipe';
import { ROLL_UP } from './roll-up';
import { TWO_MUTEX } from './two-mutex';

export type { Counterpart, Recipe, Trial } from './recipe';

export const RECIPES: readonly Recipe[] = [
  CHECKBOX,
  NAIVE_LOCK,
  FLAG,
  DUPLICATE_SIGNATURE,
  TWO_MUTEX,
  ROLL_UP,
];

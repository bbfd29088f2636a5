/** System.RoundingMode. */
import { RoundingMode } from 'bigdecimal.js';
import type { EnumValue } from '../../core/values-all';
import { platformEnum } from '../support/enums';

export const roundingMode = platformEnum('System.RoundingMode', [
  'CEILING',
  'DOWN',
  'FLOOR',
  'HALF_DOWN',
  'HALF_EVEN',
  'HALF_UP',
  'UNNECESSARY',
  'UP',
]);

/** The mode of BigDecimal for a constant. */
export function modeOf(value: EnumValue): RoundingMode {
  return RoundingMode[value.name as keyof typeof RoundingMode];
}

/** Questions about static types. */
import type { ApexType, PrimitiveName } from '../types';
import type { ArithmeticKind, Expr } from '../tree';

/** Letter of a numeric type in the names of the conversion functions. */
export type NumberLetter = 'i' | 'l' | 'd' | 'n';

const LETTERS: Partial<Record<PrimitiveName, NumberLetter>> = {
  Integer: 'i',
  Long: 'l',
  Double: 'd',
  Decimal: 'n',
};

export function numberLetter(type: ApexType): NumberLetter | null {
  return type.k === 'primitive' ? (LETTERS[type.name] ?? null) : null;
}

export const KIND_LETTER: Record<ArithmeticKind, NumberLetter> = {
  int: 'i',
  long: 'l',
  double: 'd',
  decimal: 'n',
};

export function isPrimitive(type: ApexType, name: PrimitiveName): boolean {
  return type.k === 'primitive' && type.name === name;
}

/** True when the expression is certain not to be null. */
export function neverNull(e: Expr): boolean {
  switch (e.k) {
    case 'literal':
      return e.value !== null;
    case 'literalDecimal':
    case 'this':
    case 'arith':
    case 'concat':
    case 'dateArith':
    case 'compare':
    case 'equals':
    case 'and':
    case 'or':
    case 'not':
    case 'negate':
    case 'bitNot':
    case 'increment':
    case 'instanceof':
    case 'new':
    case 'newLib':
    case 'newCollection':
    case 'newMap':
    case 'newSObject':
    case 'classLiteral':
    case 'token':
    case 'enumConstant':
    case 'libEnum':
      return true;
    case 'soql':
      return true;
    case 'convert':
      return neverNull(e.e);
    default:
      return false;
  }
}

/** Members of System.String that ask what characters it is made of (Commons Lang 3 rules). */
import type { LibraryFunction } from '../../core/registry';

const matches =
  (pattern: RegExp): LibraryFunction =>
  (_vm, self: string) =>
    pattern.test(self);

export const kindMethods: Readonly<Record<string, LibraryFunction>> = {
  isAllLowerCase: matches(/^\p{Ll}+$/u),
  isAllUpperCase: matches(/^\p{Lu}+$/u),
  isAlpha: matches(/^\p{L}+$/u),
  isAlphaSpace: matches(/^[\p{L} ]*$/u),
  isAlphanumeric: matches(/^[\p{L}\p{Nd}]+$/u),
  isAlphanumericSpace: matches(/^[\p{L}\p{Nd} ]*$/u),
  isAsciiPrintable: matches(/^[ -~]*$/),
  isNumeric: matches(/^\p{Nd}+$/u),
  isNumericSpace: matches(/^[\p{Nd} ]*$/u),
  isWhitespace: matches(/^[\s\x1c-\x1f]*$/),
};

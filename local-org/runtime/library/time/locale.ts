/** Dates and times in the user's locale. */
import type { Vm } from '../../core/vm';
import { unsupported } from '../support/checks';

interface LocalePatterns {
  /** As Date.format writes and Date.parse reads. */
  readonly date: string;
  /** As Datetime.format writes. */
  readonly datetime: string;
  readonly long: string;
  readonly weekStart: 0 | 1;
}

/** Short formats of ICU, which the platform uses in every org by now. */
const PATTERNS: Readonly<Record<string, LocalePatterns>> = {
  en_US: {
    date: 'M/d/yyyy',
    datetime: 'M/d/yyyy, h:mm a',
    long: 'M/d/yyyy, h:mm:ss a z',
    weekStart: 0,
  },
  en_GB: {
    date: 'dd/MM/yyyy',
    datetime: 'dd/MM/yyyy, HH:mm',
    long: 'dd/MM/yyyy, HH:mm:ss z',
    weekStart: 1,
  },
  de_DE: {
    date: 'dd.MM.yyyy',
    datetime: 'dd.MM.yyyy, HH:mm',
    long: 'dd.MM.yyyy, HH:mm:ss z',
    weekStart: 1,
  },
};

export function patternsOf(vm: Vm): LocalePatterns {
  const { locale } = vm.host.user;
  return PATTERNS[locale] ?? unsupported(`date formats of the locale ${locale}`);
}

export function languageOf(vm: Vm): string {
  return vm.host.user.locale.replaceAll('_', '-');
}

/** Day, month and year of a date written as `pattern` says, or null. */
export function readDate(
  text: string,
  pattern: string,
): { readonly year: number; readonly month: number; readonly day: number } | null {
  const numbers = /^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})$/.exec(text.trim());
  if (!numbers) return null;
  const order = pattern.split(/[/.-]/).map((part) => part[0]);
  const at = (letter: string): number => Number(numbers[order.indexOf(letter) + 1]);
  const [year, month, day] = [at('y'), at('M'), at('d')];
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  // Two digits mean this century, as far as anybody has documented it.
  return { year: year < 100 ? 2000 + year : year, month, day };
}

/** What was found, line by line. */

export interface Finding {
  readonly ok: boolean;
  readonly text: string;
  /** What to do about it; each finding that is not ok has one. */
  readonly remedy?: string;
}

export function fine(text: string): Finding {
  return { ok: true, text };
}

export function todo(text: string, remedy: string): Finding {
  return { ok: false, text, remedy };
}

/** `✓ text`, or `✗ text` with the way forward below. */
export function lines(findings: readonly Finding[]): string {
  return findings
    .map(({ ok, text, remedy }) =>
      ok ? `✓ ${text}\n` : `✗ ${text}\n${remedy === undefined ? '' : `    → ${remedy}\n`}`,
    )
    .join('');
}

/** `1 lane`, `2 lanes`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}

/** The first names, and how many more there are. */
export function some(names: readonly string[], total: number): string {
  const more = total - names.length;
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

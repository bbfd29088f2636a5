/** Auto-numbers such as `MTX-000042`. */

const PLACE = /\{(0+)\}/;

/**
 * Writes `number` in a display format. Only the `{0000}` part is known: the date parts of the
 * platform (`{YYYY}`) would make a number depend on the clock, and are refused.
 */
export function formatAutoNumber(displayFormat: string | undefined, number: number): string {
  const format = displayFormat ?? '{0}';
  const place = PLACE.exec(format);
  if (!place || format.replace(PLACE, '').includes('{')) {
    throw new Error(`Auto-number format '${format}' is not supported: use one {000} part.`);
  }
  return format.replace(PLACE, String(number).padStart(place[1]!.length, '0'));
}

import { InvalidArgumentError } from 'commander';

/**
 * Reads a flag that is a whole number.
 * @param low the least that is taken
 * @param high the most
 * @returns a parser for commander, which tells the range for anything else
 */
export function whole(low: number, high = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const range = high === Number.MAX_SAFE_INTEGER ? `from ${low} on` : `from ${low} to ${high}`;
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= low && value <= high))
      throw new InvalidArgumentError(`It must be a whole number ${range}.`);
    return value;
  };
}

import type { SourceFile } from '../repository';

const MAX_LINES = 400;
const MAX_BYTES = 1_000_000;

/** Complains about a TypeScript or Apex file that has outgrown one concern. */
export function tooManyLines({ path, text }: SourceFile): string[] {
  if (!/\.(ts|cls|trigger|apex)$/.test(path)) return [];
  const lines = text.replace(/\n$/, '').split('\n').length;
  return lines > MAX_LINES ? [`${path} has ${lines} lines; split it at ${MAX_LINES}`] : [];
}

/** Complains about a file that a clone should not have to carry. */
export function tooManyBytes({ path, bytes }: SourceFile): string[] {
  return bytes > MAX_BYTES ? [`${path} has ${bytes} bytes; the limit is ${MAX_BYTES}`] : [];
}

/** The Apex that takes a lock and gives it back. On one line, so that no other line moves. */
import { literalOf, type NameParts } from './name';

/** Types that it names: a source that declares one of its own would change what it means. */
export const NAMED_TYPES: ReadonlySet<string> = new Set([
  'mutex',
  'mutexexception',
  'exception',
  'object',
]);

/** Values are read once, and a null is told before anything is locked. */
export function lock(mutex: string, parts: readonly NameParts[], timeout: string): string {
  const template = parts.map((part) => part.text || '${' + part.expression + '}').join('');
  const values: string[] = [];
  const terms = parts.map(({ text, expression }) => {
    if (expression === '') return literalOf(text);
    const value = `${mutex}Part${values.length + 1}`;
    const message = `@synchronised(name='${template}'): ${expression} is null.`;
    values.push(
      `Object ${value} = ${expression}; if (${value} == null) { throw new MutexException(${literalOf(message)}); }`,
    );
    return value;
  });
  const name = parts[0]!.expression === '' ? terms : ["''", ...terms];
  return [
    ...values,
    `Mutex ${mutex} = new Mutex(${name.join(' + ')});`,
    `${mutex}.lock(${timeout});`,
    `Exception ${mutex}Failure = null;`,
  ].join(' ');
}

/** What the body throws is what the caller gets, whatever becomes of the unlock. */
export function unlock(mutex: string): string {
  const [failure, caught, refused] = [`${mutex}Failure`, `${mutex}Caught`, `${mutex}Refused`];
  return (
    `} catch (Exception ${caught}) { ${failure} = ${caught}; throw ${caught}; } finally { ` +
    `try { ${mutex}.unlock(); } catch (Exception ${refused}) { if (${failure} == null) { throw ${refused}; } } }`
  );
}

/** A library that can run everything, and short ways to check sources. */
import type { Schema } from '../../database/schema';
import { check, type CheckResult, type LibrarySupport } from '../check';
import { parse } from '../parse';
import type { ApexSource } from '../program';

/** Stands in for the library: the checker alone is under test. */
export const everything: LibrarySupport = {
  type: (name) => ({ name, implementable: true }),
  member: () => true,
};

export const source = (name: string, text: string, kind: ApexSource['kind']): ApexSource => ({
  kind,
  name,
  fileName: kind === 'class' ? `classes/${name}.cls` : `triggers/${name}.trigger`,
  text,
  apiVersion: '65.0',
});

export function checkSources(sources: readonly ApexSource[], schema: Schema): CheckResult {
  return check(sources.map(parse), schema, everything);
}

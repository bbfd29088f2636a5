/** The platform's types by name. Their text is unpacked once, each type is read when it is asked for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { OVERLAY } from './overlay';
import { parseTypeLine, signatureText, type PlatformMethod, type PlatformType } from './signature';

export {
  signatureText,
  type PlatformField,
  type PlatformMethod,
  type PlatformType,
  type Signature,
} from './signature';

const read = (name: string): string[] =>
  gunzipSync(readFileSync(join(__dirname, name)))
    .toString()
    .split('\n');

const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
};

const keyOf = (line: string): string =>
  line.slice(0, line.indexOf('|')).replace('~', 'System.').toLowerCase();

const lines = lazily(() => new Map(read('types.txt.gz').map((line) => [keyOf(line), line])));
const overlay = lazily(() => new Map(OVERLAY.map((line) => [keyOf(line), line])));
const objects = lazily(
  () => new Map(read('sobjects.txt.gz').map((name) => [name.toLowerCase(), name])),
);
const namespaceNames = lazily(() => {
  const names = new Map<string, string>();
  for (const line of lines().values()) {
    const [name = ''] = line.slice(0, line.indexOf('|')).replace('~', 'System.').split('.');
    names.set(name.toLowerCase(), name);
  }
  // Known to the platform, left out of the data.
  for (const name of ['ConnectApi', 'Component']) names.set(name.toLowerCase(), name);
  return names;
});

const parsed = new Map<string, PlatformType | null>();

/** A type by its full name, ignoring case: `system.string`. */
export function platformType(fullName: string): PlatformType | undefined {
  const key = fullName.toLowerCase();
  let type = parsed.get(key);
  if (type === undefined) {
    const line = lines().get(key);
    const extra = overlay().get(key);
    const base = line === undefined ? null : parseTypeLine(line);
    const patch = extra === undefined ? null : parseTypeLine(extra);
    type = base && patch ? merge(base, patch) : (base ?? patch);
    parsed.set(key, type);
  }
  return type ?? undefined;
}

/** A type as Apex names it, in one or more parts: `String`, `Database.SaveResult`, `SObjectType`. */
export function platformTypeInScope(name: string): PlatformType | undefined {
  return platformType(`System.${name}`) ?? platformType(`Schema.${name}`) ?? platformType(name);
}

/** Canonical name of a namespace, or undefined. */
export const platformNamespace = (name: string): string | undefined =>
  namespaceNames().get(name.toLowerCase());

/** Canonical name of a standard object of the platform, whether or not a given org has it. */
export const standardObject = (name: string): string | undefined =>
  objects().get(name.toLowerCase());

const idOf = (m: PlatformMethod): string =>
  `${m.isStatic ? '+' : ''}${m.name.toLowerCase()}(${m.params.map(signatureText).join(',')})`;

function merge(base: PlatformType, patch: PlatformType): PlatformType {
  const replaced = new Set(patch.methods.map(idOf));
  return {
    ...base,
    superName: patch.superName ?? base.superName,
    methods: [...base.methods.filter((m) => !replaced.has(idOf(m))), ...patch.methods],
    constructors: [...base.constructors, ...patch.constructors],
    fields: [...base.fields, ...patch.fields],
    constants: patch.constants.length > 0 ? patch.constants : base.constants,
  };
}

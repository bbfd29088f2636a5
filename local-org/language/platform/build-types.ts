/**
 * Makes `types.txt.gz`, the signatures of the platform's types, and `sobjects.txt.gz`, the names of its
 * standard objects. Run once per API version and commit the results:
 *
 *     npx tsx local-org/language/platform/build-types.ts <dump.json.gz>
 *
 * The dump is made by reflection over `standard-types-65.0.0.jar` and `sobject-types-65.0.0.jar`, which
 * the npm package `@salesforce/code-analyzer-pmd-engine` carries (BSD-3, see NOTICE.md): a JSON array of
 * types with n name, s super type, i interfaces, if/en interface and enum flags, tp type parameters,
 * m methods [name, static, returns, [parameters]], c constructors [[parameters]] and
 * f fields [name, static, type].
 *
 * One line per type, columns parted by `|`, lists by `;`:
 * `name|kind|super|interfaces|type parameters|methods|constructors|fields` with methods as
 * `[+]name:returns(p1,p2)` and fields as `[+]name:type`, where `+` means static. `System.` is written `~`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

interface DumpedType {
  readonly n: string;
  readonly s?: string;
  readonly i: readonly string[];
  readonly if: boolean;
  readonly en: boolean;
  readonly tp: readonly string[];
  readonly m: readonly (readonly [string, number, string, readonly string[]])[];
  readonly c: readonly (readonly string[])[];
  readonly f: readonly (readonly [string, number, string])[];
}

/** Too big, and of no use to a local org. Names of their types are refused as not supported. */
const LEFT_OUT: ReadonlySet<string> = new Set(['ConnectApi', 'Component', 'SObjectStubs']);

const namespaceOf = (name: string): string => name.slice(0, name.indexOf('.'));

/** Undoes Java: arrays are lists, record sets are lists, stubs are the objects they stand for. */
function typeText(text: string): string {
  return text
    .replace(/^(.*)\[\]$/, 'System.List<$1>')
    .replace(/Internal\.RecordSet\.</g, 'System.List<')
    .replace(/SObjectStubs\./g, 'Schema.')
    .replace(/java\.lang\.Enum<.*>/, '')
    .replace(/System\./g, '~');
}

function line(t: DumpedType): string {
  const kind = t.en ? 'enum' : t.if ? 'interface' : 'class';
  const list = (items: readonly string[]): string => items.join(';');
  const flag = (isStatic: number): string => (isStatic ? '+' : '');
  const params = (types: readonly string[]): string => types.map(typeText).join(',');
  return [
    typeText(t.n),
    kind,
    t.s === undefined || t.s === 'Object' ? '' : typeText(t.s),
    list(t.i.map(typeText)),
    list(t.tp),
    t.en ? '' : list(t.m.map(([n, s, r, p]) => `${flag(s)}${n}:${typeText(r)}(${params(p)})`)),
    list(t.c.map((p) => `(${params(p)})`)),
    t.en
      ? list(t.f.map(([n]) => n))
      : list(t.f.map(([n, s, type]) => `${flag(s)}${n}:${typeText(type)}`)),
  ].join('|');
}

function main(dumpPath: string): void {
  const dump = JSON.parse(gunzipSync(readFileSync(dumpPath)).toString()) as DumpedType[];
  const isObject = (t: DumpedType): boolean => t.s === 'System.SObject';
  const byName = (a: DumpedType, b: DumpedType): number => (a.n < b.n ? -1 : 1);
  const sorted = [...dump].sort(byName);
  const types = sorted.filter((t) => !isObject(t) && !LEFT_OUT.has(namespaceOf(t.n))).map(line);
  const objects = sorted
    .filter((t) => isObject(t) && namespaceOf(t.n) === 'Schema')
    .map((t) => t.n.slice('Schema.'.length));
  const write = (name: string, lines: readonly string[]): void =>
    writeFileSync(join(__dirname, name), gzipSync(lines.join('\n'), { level: 9 }));
  write('types.txt.gz', types);
  write('sobjects.txt.gz', objects);
  process.stdout.write(`${types.length} types, ${objects.length} standard objects\n`);
}

const [dumpPath] = process.argv.slice(2);
if (dumpPath === undefined) throw new Error('Usage: build-types.ts <dump.json.gz>');
main(dumpPath);

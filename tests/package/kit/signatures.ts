/** The methods of the generated API pages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');
const PAGES = join(ROOT, 'docs/api');
const SETS = join(ROOT, 'force-app/main/console/permissionsets');

/** Names of all public classes. */
export function pages(): string[] {
  return readdirSync(PAGES)
    .map((file) => file.replace(/\.md$/, ''))
    .filter((name) => name !== 'README');
}

/** Classes to which a permission set gives access: what callers are meant to use. */
export function entrances(): Set<string> {
  const texts = readdirSync(SETS).map((file) => readFileSync(join(SETS, file), 'utf8'));
  return new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/<apexClass>(\w+)<\/apexClass>/g)].map(([, name]) => name!),
    ),
  );
}

/**
 * Public methods and constructors of a class that take arguments, those of its inner classes too, as
 * `Class.method(Type, Type)`.
 */
export function methodsWithArguments(name: string): string[] {
  const text = readFileSync(join(PAGES, `${name}.md`), 'utf8');
  return [...text.matchAll(/^#+ (\w+)\n\n```apex\n([\s\S]*?)```/gm)]
    .filter(([, , signature]) => !/^protected /.test(signature!))
    .map(([, method, signature]) => ({ method, list: /\((.+)\)/s.exec(signature!)?.[1] }))
    .filter(({ list }) => list !== undefined)
    .map(({ method, list }) => `${name}.${method!}(${typesOf(list!)})`);
}

/** `Map<String, Object> a, Long b` → `Map<String, Object>, Long`. */
function typesOf(list: string): string {
  return list.replace(/\s+/g, ' ').replace(/ \w+(?=,|$)/g, (name, at: number, whole: string) => {
    const before = whole.slice(0, at);
    const open = before.split('<').length - before.split('>').length;
    return open > 0 ? name : '';
  });
}

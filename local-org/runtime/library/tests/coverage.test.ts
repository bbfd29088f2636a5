import { LibraryRegistry, type MemberTable } from '../../core/registry';
import { registerLibrary } from '../index';
import { MUCH_USED } from './much-used';

const TABLES: readonly MemberTable[] = ['statics', 'methods', 'getters', 'staticGetters'];

/** Any overload of that name, ignoring case. */
function registered(registry: LibraryRegistry, type: string, name: string): boolean {
  const lib = registry.type(type);
  return TABLES.some((table) =>
    Object.keys(lib?.[table] ?? {}).some(
      (key) => key.replace(/[(/].*$/, '').toLowerCase() === name.toLowerCase(),
    ),
  );
}

test('the members that Apex uses most are there', () => {
  const registry = new LibraryRegistry();
  registerLibrary(registry);
  const missing: string[] = [];
  let found = 0;
  for (const [type, names] of Object.entries(MUCH_USED))
    for (const name of names.split(' '))
      if (registered(registry, type, name)) found++;
      else missing.push(`${type}.${name}`);
  process.stdout.write(`${found} of ${found + missing.length}; missing: ${missing.join(', ')}\n`);
  expect(found).toBeGreaterThanOrEqual(220);
});

test('suspending members exist', () => {
  const registry = new LibraryRegistry();
  registerLibrary(registry);
  for (const type of registry.types())
    for (const name of type.suspends ?? []) {
      const tables = TABLES.map((table) => type[table]);
      expect([type.name, tables.some((t) => t && Object.hasOwn(t, name))]).toEqual([
        type.name,
        true,
      ]);
    }
});

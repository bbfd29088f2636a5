/** Of the whole package: what comes back from being kept is what the compiler would make. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Machine } from '../../../runtime/core/machine';
import { LibraryRegistry } from '../../../runtime/core/registry';
import { registerLibrary } from '../../../runtime/library';
import { check, type CheckResult } from '../../check';
import { Builder } from '../../emit/build';
import { KeptColours, textOfColours } from '../../emit/kept-colours';
import { ScriptCache } from '../../emit/link';
import { family } from '../../emit/script';
import { declarationsOf } from '../../kept/declarations';
import type { KeptProgram } from '../../kept/programs';
import { keptScript } from '../../kept/code';
import { parse } from '../../parse';
import { packageSchema } from '../schema';
import { source } from '../support';

const ROOT = join(__dirname, '..', '..', '..', '..', 'force-app');
const sources = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(cls|trigger)$/.test(file))
  .map((file) =>
    source(
      basename(file).replace(/\.\w+$/, ''),
      readFileSync(join(ROOT, file), 'utf8'),
      file.endsWith('.cls') ? 'class' : 'trigger',
    ),
  );
const schema = packageSchema(ROOT);
const library = new LibraryRegistry();
registerLibrary(library);

const builder = (): Builder =>
  new Builder(new Machine(library), new ScriptCache(), {
    library,
    coverage: true,
    generators: 'needed',
  });
const everyClass = ({ classes, triggers }: CheckResult) =>
  [...classes, ...triggers.map(({ holder }) => holder)].flatMap(family);

const units = sources.map(parse);
const first = builder();
const checked = check(units, schema, library);
const scripts = first.emit(checked.classes, checked.triggers, (_, unit) => unit);
const kept = JSON.parse(
  JSON.stringify({
    trees: units.map(({ tree }) => declarationsOf(tree!)),
    scripts: scripts.map((script) => keptScript(script.source)),
    colours: textOfColours(everyClass(checked), first.colours!),
    executable: [],
  } satisfies KeptProgram),
) as KeptProgram;

const again = check(
  units.map((unit, i) => ({ ...unit, tree: kept.trees[i]! })),
  schema,
  library,
  'declarations',
);
const second = builder();
const scriptsAgain = second.emitted(again.classes, again.triggers, kept);

test('the declarations are the same', () => {
  expect(checked.diagnostics).toEqual([]);
  expect(again.diagnostics).toEqual([]);
  const shape = (result: CheckResult) =>
    everyClass(result).map(({ name, kind, fields, methods, constructors, isTest }) => ({
      ...{ name, kind, isTest },
      fields: fields.map((f) => [f.name, f.position, f.getter?.slot, f.setter?.slot]),
      methods: [...methods, ...constructors].map((m) => [m.slot, m.libSlots, m.annotations]),
    }));
  expect(shape(again)).toEqual(shape(checked));
});

test('the scripts are the same, their constants and their lines too', () => {
  expect(scriptsAgain.length).toBe(sources.length);
  const code = (all: typeof scripts) =>
    all.map(({ source: { name, key, code, lines }, classes }) => ({
      ...{ name, key, code, lines: Object.entries(lines) },
      classes: classes.map((cls) => cls.name),
    }));
  expect(code(scriptsAgain)).toEqual(code(scripts));
  for (const [i, { source: was }] of scripts.entries())
    for (const [k, constant] of was.constants.entries()) {
      const now = scriptsAgain[i]!.source.constants[k];
      if (typeof constant === 'function') expect(now).toBe(constant);
      else expect(now).toEqual(constant);
    }
});

test('the same functions may suspend', () => {
  expect(new Set(kept.colours)).toEqual(new Set('01'));
  expect(textOfColours(everyClass(again), second.colours!)).toBe(kept.colours);
});

test('colours of other classes are refused', () => {
  expect(() => new KeptColours(everyClass(again).slice(1), kept.colours)).toThrow(
    /functions were kept/,
  );
});

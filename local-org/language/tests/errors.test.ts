/**
 * Small programs that say in comments which errors the checker finds: `// error: …` at the end of the
 * line, several of them parted by ` | `. What carries no such comment must be found right.
 *
 * A program is anonymous Apex; `// file: Name` begins a class or trigger of the org, `// main` goes back
 * to anonymous Apex.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkAnonymous } from '../check';
import { testSchema } from './schema';
import { checkSources, source } from './support';

const ROOT = join(__dirname, 'fixtures', 'broken');
const MAIN = 'AnonymousBlock';
const schema = testSchema();

const programs = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.apex'))
  .sort();

interface Part {
  readonly name: string;
  readonly text: string;
}

function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  for (const part of text.split(/^(?=\/\/ (?:file: |main$))/m)) {
    const header = /^\/\/ (?:file: (\w+)|main)\n/.exec(part);
    const name = header?.[1] ?? MAIN;
    const body = header ? part.slice(header[0].length) : part;
    if (body.trim() !== '') parts.push({ name, text: body });
  }
  return parts;
}

const expected = ({ name, text }: Part): string[] =>
  text.split('\n').flatMap((line, i) => {
    const comment = /\/\/ error: (.*)$/.exec(line)?.[1];
    return comment?.split(' | ').map((message) => `${name}:${i + 1} ${message}`) ?? [];
  });

test.each(programs)('%s', (file) => {
  const parts = partsOf(readFileSync(join(ROOT, file), 'utf8'));
  const classes = parts
    .filter((p) => p.name !== MAIN)
    .map((p) => source(p.name, p.text, /^trigger /m.test(p.text) ? 'trigger' : 'class'));
  const { diagnostics, world } = checkSources(classes, schema);
  const main = parts.find((p) => p.name === MAIN);
  const all = [...diagnostics, ...(main ? checkAnonymous(main.text, world).diagnostics : [])];
  const found = all.map(
    (d) => `${d.name}:${d.line} ${d.unsupported ? '(lacking) ' : ''}${d.message}`,
  );
  expect(found.sort()).toEqual(parts.flatMap(expected).sort());
});

/** docs/synchronised.md shows what really comes out. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expand } from '../expand';

const PAGE = readFileSync(join(resolve(__dirname, '../../..'), 'docs/synchronised.md'), 'utf8');

function block(name: string): string {
  const found = new RegExp(`<!-- ${name} -->\\s*\`\`\`apex\\n(.*?)\`\`\``, 's').exec(PAGE)?.[1];
  if (found === undefined) throw new Error(`The page has no example "${name}".`);
  return found;
}

test('the example', () => {
  const code = (text: string) => text.replace(/\s+/g, '');
  const made = expand(block('before'), 'class', 'Stock.cls', 'classes/Stock.cls');
  expect(code(made)).toBe(code(block('after')));
});

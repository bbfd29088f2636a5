/** Every method and every block of the package's own classes is annotated: what comes out must compile. */
import { resolve } from 'node:path';
import {
  ApexParserFactory,
  BlockContext,
  MethodDeclarationContext,
  StatementContext,
} from '@apexdevtools/apex-parser';
import { createLocalOrg } from '../../../local-org/org';
import { sourcePackage } from '../../local-org/package';
import { expand } from '../expand';
import { Refused } from '../refusal';
import { children, descendants, parentOf, type Node } from '../tree';

const PACKAGE = resolve(__dirname, '../../../force-app');
const HEADER = /^\/\* Generated [^*]*\*\/ /;

const expanded = (text: string, path: string) => expand(text, 'class', path, 'package');

/** The source with an annotation wherever one may stand, and how many there are. */
function annotated(text: string): { readonly text: string; readonly count: number } {
  const tree: Node = ApexParserFactory.createParser(text).compilationUnit();
  const methods = descendants(tree, MethodDeclarationContext).filter(
    (method) => children(method, BlockContext).length > 0,
  );
  const blocks = methods
    .flatMap((method) => descendants<BlockContext>(method, BlockContext))
    .filter((block) => parentOf(block) instanceof StatementContext);
  const points = Array.from(text);
  const starts = [...methods.map((method) => parentOf(parentOf(method)!)!), ...blocks]
    .map((node) => node.start.start)
    .sort((a, b) => b - a);
  for (const start of starts) points.splice(start, 0, "@synchronised(name='x') ");
  return { text: points.join(''), count: starts.length };
}

test('a package that is full of annotations deploys', async () => {
  const files = new Map(await sourcePackage(PACKAGE));
  const refused = new Map<string, string>();
  let count = 0;
  for (const [path, content] of files) {
    if (!/(?<!Test)\.cls$/.test(path)) continue;
    const plain = content.toString('utf8');
    expect(expanded(plain, path).replace(HEADER, '')).toBe(plain);
    const marked = annotated(plain);
    try {
      files.set(path, Buffer.from(expanded(marked.text, path)));
      count += marked.count;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refused.set(path, error.message);
    }
  }
  expect([...refused.keys()].sort()).toEqual(['classes/LaneTestWorker.cls', 'classes/Mutex.cls']);
  // A type that hides the lock: here it is the lock itself.
  expect(refused.get('classes/Mutex.cls')).toContain('A type named Mutex hides');
  // It sends a request where none can be sent, on purpose.
  expect(refused.get('classes/LaneTestWorker.cls')).toContain('the platform refuses a callout');
  expect(count).toBeGreaterThan(300);
  const org = await createLocalOrg({ seed: 1, clock: 'virtual' });
  const { components } = await org.deploy({ files });
  await org.close();
  expect(components.filter((each) => !each.success)).toEqual([]);
});

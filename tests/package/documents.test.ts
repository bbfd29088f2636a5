/** Every piece of Apex in the documents compiles beside the package and the examples. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLocalOrg, type EmbeddedOrg } from '../../local-org/org';
import { sourcePackage } from '../../scripts/local-org/package';

const ROOT = resolve(__dirname, '../..');
const FOLDERS = ['force-app', 'examples/handlers', 'examples/mutex', 'examples/adopter'];

/** Pages whose pieces are no Apex of the platform, and the test that knows better. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'docs/synchronised.md': 'scripts/synchronise/tests/page.test.ts',
};

/** Pieces that show only a part of a class; before them stands `<!-- fragment -->`. */
const FRAGMENTS = 1;

/** What a page says about variables: they are there. */
const VARIABLES: Readonly<Record<string, string>> = {
  'README.md': 'Lease lease; Account customer;',
  'docs/queue-intake.md': 'List<Queue_Item__c> work; Id accountId; Id orderId; Id deadItemId;',
  'docs/api/Fence.md': 'Lease lease; Account customer;',
  'docs/api/FIFOQueue.md': 'Callable task;',
  'docs/api/QueueTestKit.md': 'List<Queue_Item__c> items;',
};

/** What the reader's own org has. */
const OWN = {
  'objects/My_Log__c.object': `<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
    <deploymentStatus>Deployed</deploymentStatus><label>Log</label><pluralLabel>Logs</pluralLabel>
    <nameField><label>Name</label><type>Text</type></nameField><sharingModel>Private</sharingModel>
    <fields><fullName>Text__c</fullName><label>Text</label><length>255</length><type>Text</type></fields>
</CustomObject>`,
  'objects/Account.object': `<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
    <fields><fullName>Sync_Token__c</fullName><label>Token</label><precision>18</precision><scale>0</scale><type>Number</type></fields>
</CustomObject>`,
};

interface Piece {
  readonly page: string;
  readonly line: number;
  readonly language: 'apex' | 'trigger';
  readonly text: string;
  readonly isFragment: boolean;
}

const FENCE = /^```(apex|trigger)\n([\s\S]*?)^```$/gm;
const DECLARATION =
  /^(?:@IsTest\s+)?(?:public|private|global) [\w ]*\b(?:class|interface|enum) (\w+)/im;

/** Pages of the repository; of the generated ones, what is said before the first member. */
function pages(): { readonly page: string; readonly text: string }[] {
  const tracked = execFileSync('git', ['ls-files', '*.md'], { cwd: ROOT, encoding: 'utf8' });
  return tracked
    .trim()
    .split('\n')
    .filter((page) => !(page in ELSEWHERE))
    .map((page) => ({ page, whole: readFileSync(join(ROOT, page), 'utf8') }))
    .map(({ page, whole }) => ({
      page,
      text: page.startsWith('docs/api/') ? whole.split(/^## /m)[0]! : whole,
    }));
}

const PIECES: readonly Piece[] = pages().flatMap(({ page, text }) =>
  [...text.matchAll(FENCE)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length,
    language: match[1] as Piece['language'],
    text: match[2]!,
    isFragment: /<!-- fragment -->\s*$/.test(text.slice(0, match.index)),
  })),
);

/** A file that holds the piece: as it is if it declares something, else as the body of a test. */
function fileOf({ page, language, text }: Piece, i: number): readonly [string, string] {
  if (language === 'trigger') return [`triggers/${/trigger (\w+)/.exec(text)![1]!}.trigger`, text];
  const declared = DECLARATION.exec(text);
  if (declared) return [`classes/${declared[1]!}.cls`, text];
  const answers = /\breturn [^;]/.test(text);
  const body = `${VARIABLES[page] ?? ''}\nif (true) {\n${text}}\n${answers ? 'return null;' : ''}`;
  return [
    `classes/Piece${i}.cls`,
    `@IsTest\nprivate class Piece${i} { static ${answers ? 'Object' : 'void'} shown() {\n${body} } }`,
  ];
}

const META = {
  cls: '<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>65.0</apiVersion></ApexClass>',
  trigger:
    '<ApexTrigger xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>65.0</apiVersion></ApexTrigger>',
};
const TYPES = ['ApexClass', 'ApexTrigger', 'CustomObject'];
const MANIFEST = `<Package xmlns="http://soap.sforce.com/2006/04/metadata">${TYPES.map(
  (type) => `<types><members>*</members><name>${type}</name></types>`,
).join('')}<version>65.0</version></Package>`;

let org: EmbeddedOrg;
beforeAll(async () => {
  org = await createLocalOrg({ clock: 'virtual', seed: 1 });
  for (const folder of FOLDERS) {
    const integration = (bytes: Buffer): Buffer =>
      Buffer.from(bytes.toString('utf8').replace('integration@example.com', 'user@local.org'));
    const files = [...(await sourcePackage(join(ROOT, folder)))];
    await deploy(new Map(files.map(([name, bytes]) => [name, integration(bytes)])));
  }
  await deploy(packed(OWN));
});
afterAll(() => org.close());

function packed(files: Readonly<Record<string, string>>): Map<string, Buffer> {
  const metas = Object.keys(files)
    .filter((name) => /\.(cls|trigger)$/.test(name))
    .map((name) => [`${name}-meta.xml`, META[name.split('.')[1] as keyof typeof META]]);
  const all = { 'package.xml': MANIFEST, ...files, ...Object.fromEntries(metas) };
  return new Map(
    Object.entries(all as Record<string, string>).map(([name, text]) => [name, Buffer.from(text)]),
  );
}

/** @returns what the org says against it */
async function problems(files: ReadonlyMap<string, Buffer>): Promise<readonly string[]> {
  const { components } = await org.deploy({ files, checkOnly: true });
  return components
    .filter(({ success }) => !success)
    .map(({ fileName, problem }) => `${fileName}: ${problem ?? 'refused'}`);
}

async function deploy(files: ReadonlyMap<string, Buffer>): Promise<void> {
  const { components } = await org.deploy({ files });
  expect(components.filter(({ success }) => !success)).toEqual([]);
}

test('pieces are found on every page that has any, and few are fragments', () => {
  expect(new Set(PIECES.map(({ page }) => page)).size).toBeGreaterThan(11);
  expect(PIECES.filter(({ isFragment }) => isFragment)).toHaveLength(FRAGMENTS);
  for (const [page, proof] of Object.entries(ELSEWHERE))
    expect(readFileSync(join(ROOT, proof), 'utf8')).toContain(page);
});

test('every piece compiles', async () => {
  const whole = PIECES.filter(({ isFragment }) => !isFragment);
  const files = whole.map((piece, i) => ({ piece, file: fileOf(piece, i) }));
  // One deploy for all: the package would be compiled once more for each.
  expect(new Set(files.map(({ file: [name] }) => name)).size).toBe(whole.length);
  const found = await problems(packed(Object.fromEntries(files.map(({ file }) => file))));
  const where = ({ piece, file }: (typeof files)[number]): readonly string[] =>
    found
      .filter((problem) => problem.startsWith(`${file[0]}:`))
      .map((problem) => `${piece.page}, line ${piece.line}: ${problem}`);
  const placed = files.flatMap(where);
  expect(placed.length > 0 ? placed : found).toEqual([]);
});

test('a piece that is wrong is noticed', async () => {
  const wrong: Piece = { ...PIECES[0]!, language: 'apex', text: 'attempt.hint();\n' };
  expect(await problems(packed(Object.fromEntries([fileOf(wrong, 999)])))).toEqual([
    expect.stringMatching(/Piece999.cls: .*attempt/),
  ]);
});

/** The page of first steps, done step by step: each piece shows what the page says. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { packageOrg, rows, type PackageOrg } from './kit/package-org';

const PAGE = readFileSync(resolve(__dirname, '../../docs/start.md'), 'utf8');
const MINUTE = 60_000;

/** A piece of the page, and the text that it is said to show. */
interface Step {
  readonly language: string;
  readonly text: string;
  readonly shows: readonly string[];
}

/** Pieces in the order of the page; a text belongs to the piece before it. */
function steps(): readonly Step[] {
  const found: { language: string; text: string; shows: string[] }[] = [];
  for (const [, language, text] of PAGE.matchAll(/^```(apex|sql|text)\n([\s\S]*?)^```$/gm))
    if (language === 'text') found.at(-1)!.shows.push(text!.trim());
    else found.push({ language: language!, text: text!, shows: [] });
  return found;
}

/** `…` stands for whatever follows in its line. */
const pattern = (shown: string): RegExp =>
  new RegExp(
    `^${shown
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );

let world: PackageOrg;
beforeAll(async () => {
  world = await packageOrg();
  await world.begin(1);
});
afterAll(() => world.org.close());

async function run(apex: string): Promise<string> {
  const { success, exceptionMessage, log } = await world.org.executeAnonymous(apex);
  expect([exceptionMessage, success]).toEqual([null, true]);
  await world.org.idle();
  return [...log.matchAll(/\|USER_DEBUG\|.*\|DEBUG\|(.*)/g)].map(([, said]) => said!).join('\n');
}

async function query(soql: string): Promise<string> {
  const fields = /SELECT ([\w, ]+?)\s+FROM/.exec(soql)![1]!.split(', ');
  const found = await rows(world.org, soql);
  return found
    .map((row) =>
      fields
        .map((field) => String(row[field] ?? ''))
        .join(' | ')
        .trim(),
    )
    .join('\n');
}

async function deploy(apex: string): Promise<void> {
  const name = /class (\w+)/.exec(apex)![1]!;
  const meta =
    '<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>65.0</apiVersion></ApexClass>';
  const manifest =
    '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>*</members><name>ApexClass</name></types><version>65.0</version></Package>';
  const files = {
    'package.xml': manifest,
    [`classes/${name}.cls`]: apex,
    [`classes/${name}.cls-meta.xml`]: meta,
  };
  const { components } = await world.org.deploy({
    files: new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
  });
  expect(components.filter(({ success }) => !success)).toEqual([]);
}

test('every piece does what the page says', async () => {
  const [handler, enqueue, items, blocked, skip, attempt, release] = steps();
  expect(steps()).toHaveLength(7);
  await deploy(handler!.text);
  expect(await run(enqueue!.text)).toMatch(pattern(enqueue!.shows[0]!));
  expect(await query(items!.text)).toMatch(pattern(items!.shows[0]!));
  await world.org.advance(4 * MINUTE);
  expect(await query(blocked!.text)).toMatch(pattern(blocked!.shows[0]!));
  await run(skip!.text);
  expect(await query(blocked!.text)).toBe('');
  expect(await query('SELECT Status__c FROM Queue_Item__c ORDER BY Ticket__c')).toBe(
    'Done\nDone\nDead',
  );
  expect(await query('SELECT Name FROM Account ORDER BY Name')).toBe('Hello Ada\nHello Grace');
  expect(await run(attempt!.text)).toMatch(pattern(attempt!.shows[0]!));
  expect(await run(attempt!.text)).toMatch(pattern(attempt!.shows[1]!));
  await run(release!.text);
  expect(await run(attempt!.text)).toMatch(/^Mine, under token \d+$/);
});

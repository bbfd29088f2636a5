import { virtualFile } from './repository';
import { missingAccessMode, missingDocComment, missingSharing } from './rules/apex';
import { claimsWithoutProof, emptyProofs } from './rules/claims';
import { brokenLinks } from './rules/links';
import { machineText } from './rules/machine';
import { otherApiVersion } from './rules/metadata';
import { inexactVersions, unusableLock } from './rules/packages';
import { tooManyBytes, tooManyLines } from './rules/size';

describe('tooManyLines', () => {
  const lines = (count: number): string => 'x;\n'.repeat(count);

  it.each(['a.ts', 'force-app/A.cls', 'force-app/A.trigger'])('refuses 401 lines in %s', (name) => {
    expect(tooManyLines(virtualFile(name, lines(401)))).toEqual([
      `${name} has 401 lines; split it at 400`,
    ]);
  });

  it('accepts 400 lines, and any number in a document', () => {
    expect(tooManyLines(virtualFile('a.ts', lines(400)))).toEqual([]);
    expect(tooManyLines(virtualFile('a.md', lines(401)))).toEqual([]);
  });
});

describe('tooManyBytes', () => {
  it('refuses a file above 1 MB and accepts one below', () => {
    const file = virtualFile('a.json', '');
    expect(tooManyBytes({ ...file, bytes: 1_000_001 })).toHaveLength(1);
    expect(tooManyBytes({ ...file, bytes: 1_000_000 })).toEqual([]);
  });
});

/** A file of the package with one class. */
function apexClass(text: string): ReturnType<typeof virtualFile> {
  return virtualFile('force-app/main/A.cls', text);
}

/** The same with one method. */
function apexMethod(body: string): ReturnType<typeof virtualFile> {
  return apexClass(`public with sharing class A {\n void m(List<Account> rows) {\n${body}\n}\n}`);
}

describe('missingSharing', () => {
  it.each([
    'public class A {}',
    '@IsTest\nprivate class A {}',
    // The words are there, but the class does not say them.
    "/* with sharing */ public class A { String x = 'with sharing'; }",
    'public class A { public with sharing class B {} }',
    'public class A extends Exception {}',
  ])('refuses %s', (text) => {
    expect(missingSharing(apexClass(text))).toEqual([
      expect.stringMatching(/^force-app\/main\/A\.cls:\d+: say with/),
    ]);
  });

  it.each([
    'public with sharing class A {}',
    'public without sharing class A {}',
    'global inherited sharing class A {}',
    'PUBLIC WITH SHARING CLASS A {}',
    'public interface A { void m(); }',
    'public enum A { B }',
  ])('accepts %s', (text) => {
    expect(missingSharing(apexClass(text))).toEqual([]);
  });

  it('looks at the examples too, and not at triggers', () => {
    expect(missingSharing(virtualFile('examples/A.cls', 'public class A {}'))).toHaveLength(1);
    const trigger = 'trigger T on Account (before insert) { }';
    expect(missingSharing(virtualFile('force-app/T.trigger', trigger))).toEqual([]);
  });

  it('cannot speak about a file that is not Apex', () => {
    expect(() => missingSharing(apexClass('public class A {'))).toThrow(/A\.cls is not valid Apex/);
  });
});

describe('missingAccessMode', () => {
  it.each([
    'rows = [SELECT Id FROM Account];',
    'for (Account a : [SELECT Id FROM Account FOR UPDATE]) { }',
    "rows = [SELECT Id FROM Account WHERE Name = 'WITH USER_MODE'];",
    'rows = [SELECT Id FROM Account WITH SECURITY_ENFORCED];',
    "Object found = [FIND 'x' IN ALL FIELDS RETURNING Account(Id)];",
    "rows = Database.query('SELECT Id FROM Account WITH USER_MODE');",
    "rows = Database.queryWithBinds('SELECT Id FROM Account', new Map<String, Object>());",
    'insert rows;',
    'update rows;',
    'upsert rows;',
    'delete rows;',
    'undelete rows;',
    'merge rows[0] rows[1];',
    'Database.insert(rows, false);',
    'System.Database.update(rows);',
    'DATABASE.DELETE(rows);',
  ])('refuses %s', (body) => {
    expect(missingAccessMode(apexMethod(body))).toEqual([
      expect.stringMatching(/^force-app\/main\/A\.cls:3: this .* needs/),
    ]);
  });

  it.each([
    'rows = [SELECT Id, (SELECT Id FROM Contacts) FROM Account WITH USER_MODE FOR UPDATE];',
    'rows = [SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact) WITH SYSTEM_MODE];',
    "rows = Database.query('SELECT Id FROM Account', AccessLevel.USER_MODE);",
    'insert as user rows;',
    'update as system rows;',
    'upsert as system rows Name;',
    'delete as user rows;',
    'Database.insert(rows, false, AccessLevel.SYSTEM_MODE);',
    'Database.update(rows, false, System.AccessLevel.SYSTEM_MODE);',
    'accounts.insert(rows);',
    "// insert rows;\nString text = 'insert rows;';",
    'Database.setSavepoint();',
  ])('accepts %s', (body) => {
    expect(missingAccessMode(apexMethod(body))).toEqual([]);
  });

  it('looks into triggers', () => {
    const text = 'trigger T on Account (before insert) {\n insert Trigger.new;\n}';
    expect(missingAccessMode(virtualFile('force-app/T.trigger', text))).toHaveLength(1);
  });
});

describe('missingDocComment', () => {
  it.each([
    'public with sharing class A { public void m() { } }',
    'public with sharing class A { global static Integer m() { return 1; } }',
    'public with sharing class A { public A() { } }',
    'public with sharing class A { /* no doc */ public void m() { } }',
    'public with sharing class A { /** of the field */ Integer x; public void m() { } }',
    'public with sharing class A { private class B { public void m() { } } }',
    'public interface A { void m(); }',
  ])('refuses %s', (text) => {
    expect(missingDocComment(apexClass(text))).toEqual([
      expect.stringMatching(/needs a doc comment$/),
    ]);
  });

  it.each([
    'public with sharing class A { /** Why. */ public void m() { } }',
    'public with sharing class A { /** Why. */\n @AuraEnabled(cacheable=true)\n public static void m() { } }',
    'public with sharing class A { /** Long: 😀. */ public void m() { } }',
    'public with sharing class A { private void m() { } }',
    'public with sharing class A { public override String toString() { return null; } }',
    'public interface A { /** Why. */ void m(); }',
    '@IsTest private with sharing class A { public void m() { } }',
  ])('accepts %s', (text) => {
    expect(missingDocComment(apexClass(text))).toEqual([]);
  });
});

describe('otherApiVersion', () => {
  const meta = (version: string): ReturnType<typeof virtualFile> =>
    virtualFile('force-app/A.cls-meta.xml', `<ApexClass><apiVersion>${version}</apiVersion>`);

  it('refuses another version and accepts the same, or none', () => {
    expect(otherApiVersion(meta('64.0'), '65.0')).toHaveLength(1);
    expect(otherApiVersion(meta('65.0'), '65.0')).toEqual([]);
    expect(otherApiVersion(virtualFile('A.field-meta.xml', '<CustomField/>'), '65.0')).toEqual([]);
  });
});

describe('inexactVersions', () => {
  const manifest = (field: string, version: string): ReturnType<typeof virtualFile> =>
    virtualFile('ci/package.json', JSON.stringify({ [field]: { x: version } }));

  it.each(['^1.2.3', '~1.2.3', '1.2', '*', 'latest', 'file:../x', '>=1.0.0'])(
    'refuses %s',
    (version) => {
      expect(inexactVersions(manifest('dependencies', version))).toHaveLength(1);
      expect(inexactVersions(manifest('devDependencies', version))).toHaveLength(1);
    },
  );

  it.each(['1.2.3', '1.0.0-alpha.1'])('accepts %s', (version) => {
    expect(inexactVersions(manifest('dependencies', version))).toEqual([]);
  });
});

describe('unusableLock', () => {
  const lock = (packages: object): ReturnType<typeof virtualFile> =>
    virtualFile('package-lock.json', JSON.stringify({ packages }));

  it('refuses another registry', () => {
    const elsewhere = { 'node_modules/x': { resolved: 'https://npm.example.com/x/-/x-1.0.0.tgz' } };
    expect(unusableLock(lock(elsewhere))).toHaveLength(1);
  });

  it('refuses a lock without the packages of another platform', () => {
    const incomplete = { 'node_modules/x': { optionalDependencies: { 'x-darwin': '1.0.0' } } };
    expect(unusableLock(lock(incomplete))).toHaveLength(1);
  });

  it('accepts the public registry, no registry, and a complete lock', () => {
    const nested = 'node_modules/a/node_modules/@b/c';
    const packages = {
      'node_modules/x': { resolved: 'https://registry.npmjs.org/x/-/x-1.0.0.tgz' },
      'node_modules/y': {},
      [nested]: { optionalDependencies: { beside: '1', below: '1', above: '1' } },
      'node_modules/a/node_modules/beside': {},
      [`${nested}/node_modules/below`]: {},
      'node_modules/above': {},
    };
    expect(unusableLock(lock(packages))).toEqual([]);
  });
});

describe('machineText', () => {
  // In pieces, because this file is under the rule itself.
  const folder = (...names: string[]): string => ['', ...names, ''].join('/');

  it.each([
    `see ${folder('work', 'main')}x`,
    `"${folder('root')}.npmrc"`,
    folder('home', 'ada', 'x'),
    folder('Users', 'ada', 'x'),
    `${folder('tmp', 'bash_jobs.0')}1`,
    ['https:/', 'registry.example.com', 'x'].join('/'),
    ['http:/', 'nexus.example.com:8081', 'x'].join('/'),
  ])('refuses %s', (text) => {
    expect(machineText(virtualFile('a.md', `first\n${text}\n`))).toEqual([
      expect.stringMatching(/^a\.md:2: /),
    ]);
  });

  it.each([
    'https://registry.npmjs.org/x',
    'local-org/work/x',
    './root/x',
    '/services/data',
    'https://example.com/work',
    `\0${folder('root')}`,
  ])('accepts %j', (text) => {
    expect(machineText(virtualFile('a.md', text))).toEqual([]);
  });
});

describe('brokenLinks', () => {
  const files = [virtualFile('README.md', ''), virtualFile('docs/a.md', '')];
  const complaints = (text: string): string[] =>
    brokenLinks(virtualFile('docs/b.md', text), [...files, virtualFile('docs/b.md', text)]);

  it.each([
    '[x](missing.md)',
    '[x](README.md)',
    '[x](/b.md)',
    '![x](image.png "title")',
    '[x][y]\n\n[y]: missing.md',
    '[x](a.md) and [x](missing.md#part)',
  ])('refuses %s', (text) => {
    expect(complaints(text)).toHaveLength(1);
  });

  it.each([
    '[x](a.md)',
    '[x](./a.md#part)',
    '[x](../README.md)',
    '[x](/README.md)',
    '[x](../docs)',
    '[x](../docs/)',
    '[x](..)',
    '[x](#part)',
    '[x](https://example.com/missing.md)',
    '[x][y]\n\n[y]: <a.md>',
    '`[x](missing.md)`',
    '```\n[x](missing.md)\n```',
  ])('accepts %s', (text) => {
    expect(complaints(text)).toEqual([]);
  });
});

describe('emptyProofs', () => {
  const proof = virtualFile('tests/a.test.ts', "test('it holds', …)");
  const complaints = (text: string): string[] =>
    emptyProofs(virtualFile('docs/b.md', text), [proof]);

  it('refuses words that the file does not contain, and files that are not there', () => {
    expect(complaints('[a](../tests/a.test.ts "it is better")')).toHaveLength(1);
    expect(complaints('[a](../tests/b.test.ts "it holds")')).toHaveLength(1);
  });

  it('accepts words that it contains, and links without any', () => {
    expect(complaints('[a](../tests/a.test.ts "it holds"), [a](../tests/a.test.ts)')).toEqual([]);
  });
});

describe('claimsWithoutProof', () => {
  const table = (row: string): string => `| Claim | Shown by |\n| --- | --- |\n${row}\n`;
  const complaints = (text: string, name = 'docs/comparison.md'): string[] =>
    claimsWithoutProof(virtualFile(name, text));

  it('refuses a row without a proof, in the comparison only', () => {
    expect(complaints(table('| fast | trust us |'))).toEqual([
      'docs/comparison.md: no proof in fast',
    ]);
    expect(complaints(table('| fast | trust us |'), 'docs/other.md')).toEqual([]);
  });

  it('accepts a row with one', () => {
    expect(complaints(table('| fast | [a](a.ts "fast") |'))).toEqual([]);
  });
});

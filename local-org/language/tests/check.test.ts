/** What the checker puts into the tree, beyond finding errors. */
import { check, checkAnonymous, slotName, type LibrarySupport } from '../check';
import type { ClassInfo, MethodInfo } from '../classes';
import { parse } from '../parse';
import type { Expr, Stmt } from '../tree';
import { testSchema } from './schema';
import { checkSources, everything, source } from './support';

const schema = testSchema();

function classNamed(name: string, ...texts: string[]): ClassInfo {
  const sources = texts.map((t) =>
    source(/\b(?:class|interface|enum) (\w+)/.exec(t)![1]!, t, 'class'),
  );
  const { classes, diagnostics } = checkSources(sources, schema);
  expect(diagnostics).toEqual([]);
  return classes.find((c) => c.name === name)!;
}

const method = (cls: ClassInfo, name: string): MethodInfo =>
  cls.methods.find((m) => m.name === name)!;

function anonymous(text: string): readonly Stmt[] {
  const { diagnostics, info } = checkAnonymous(text, checkSources([], schema).world);
  expect(diagnostics).toEqual([]);
  return info!.body.statements;
}

/** Initial value of the last local variable. */
function lastValue(text: string): Expr {
  const last = anonymous(text).at(-1)!;
  if (last.k !== 'local' || !last.init) throw new Error('The last statement declares no variable.');
  return last.init;
}

describe('slots', () => {
  test('a method and its override share one', () => {
    const [a, b] = [
      'public virtual class A { public virtual void f(List<String> s) { } }',
      'public class B extends A { public override void F(List<String> t) { } }',
    ];
    const slot = method(classNamed('A', a), 'f').slot;
    expect(method(classNamed('B', a, b), 'F').slot).toBe(slot);
    expect(slot).toMatch(/^[\w$]+$/);
  });

  test('type arguments tell overloads apart', () => {
    const string = { k: 'primitive', name: 'String' } as const;
    const integer = { k: 'primitive', name: 'Integer' } as const;
    expect(slotName('f', [{ k: 'list', of: string }])).not.toBe(
      slotName('f', [{ k: 'list', of: integer }]),
    );
  });

  test('platform interfaces are found through super classes', () => {
    const cls = classNamed(
      'B',
      'public abstract class A implements Queueable, Comparable { public void execute(QueueableContext c) { } }',
      'public class B extends A { public Integer compareTo(Object o) { return 0; } public override String toString() { return null; } }',
    );
    expect(method(cls, 'compareTo').libSlots).toEqual([
      'compareto/1',
      'compareto/1 system.comparable',
    ]);
    expect(method(cls, 'toString').libSlots).toEqual(['tostring/0']);
    const base = cls.superType!.k === 'class' ? cls.superType!.cls : null;
    expect(method(base!, 'execute').libSlots).toContain('execute/1 system.queueable');
  });
});

describe('conversions are written out', () => {
  test('a literal becomes the type it is assigned to', () => {
    expect(lastValue('Long l = 1;')).toMatchObject({ k: 'literal', value: 1n });
    expect(lastValue('Decimal d = 1;')).toMatchObject({ k: 'literalDecimal', double: false });
    expect(lastValue('Double d = 1;')).toMatchObject({ k: 'literalDecimal', double: true });
    expect(lastValue('String s = null;')).toMatchObject({ type: { name: 'String' } });
  });

  test('a value is converted', () => {
    expect(lastValue('Integer i = 1; Long l = i;')).toMatchObject({
      k: 'convert',
      type: { name: 'Long' },
    });
    expect(lastValue("String s = ''; Id i = s;")).toMatchObject({
      k: 'convert',
      type: { name: 'Id' },
    });
    expect(lastValue('Date d = null; Datetime t = d;')).toMatchObject({ k: 'convert' });
    expect(lastValue('Integer i = 1; Object o = i;')).toMatchObject({ k: 'local' });
  });

  test('arithmetic is done in the wider type', () => {
    expect(lastValue('Integer i = 1; Long l = i + 1L;')).toMatchObject({
      k: 'arith',
      kind: 'long',
      left: { k: 'convert' },
    });
    expect(lastValue('Integer i = 1; Decimal d = i * 1.5;')).toMatchObject({ kind: 'decimal' });
  });
});

describe('queries', () => {
  const soql = '[SELECT Id FROM Account]';
  test.each([
    [`List<Account> a = ${soql};`, 'list'],
    [`Account a = ${soql};`, 'single'],
    ['Integer n = [SELECT COUNT() FROM Account];', 'count'],
  ])('%s', (text, result) => expect(lastValue(text)).toMatchObject({ k: 'soql', result }));

  test('a field of a query is a field of its only row', () => {
    expect(lastValue(`String s = [SELECT Name FROM Account].Name;`)).toMatchObject({
      k: 'sobjectField',
      object: { k: 'soql', result: 'single' },
    });
  });

  test('binds stand in the order of the text', () => {
    const e = lastValue(
      "String a = 'x'; Integer b = 1; List<Job__c> l = [SELECT Id FROM Job__c WHERE Status__c = :a LIMIT :b];",
    );
    expect(e).toMatchObject({
      query: { where: { right: { kind: 'bind', index: 0 } }, limit: { kind: 'bind', index: 1 } },
      binds: [{ v: { name: 'a' } }, { v: { name: 'b' } }],
    });
  });

  test('= with a collection is IN', () => {
    const e = lastValue(
      'Set<Id> ids = new Set<Id>(); List<Job__c> l = [SELECT Id FROM Job__c WHERE Id != :ids];',
    );
    expect(e).toMatchObject({ query: { where: { kind: 'in', not: true } } });
  });
});

describe('names', () => {
  test('fields of SObjects have their canonical names', () => {
    expect(lastValue('job__c j; String s = J.STATUS__C;')).toMatchObject({
      k: 'sobjectField',
      name: 'Status__c',
    });
  });

  test('a property means its stored value inside its own accessors', () => {
    const cls = classNamed(
      'A',
      'public class A { Integer n { get { return n; } set; } Integer f() { return n; } }',
    );
    expect(cls.fields[0]!.getter!.body!.statements[0]).toMatchObject({
      e: { k: 'field', direct: true },
    });
    expect(method(cls, 'f').body!.statements[0]).not.toHaveProperty('e.direct');
  });

  test('a chain behind ?. belongs to it', () => {
    expect(lastValue('Account a; Integer n = a?.Parent.Name.length();')).toMatchObject({
      k: 'safe',
      receiver: { k: 'local' },
      then: { k: 'libCall', name: 'length' },
    });
    expect(lastValue('Account a; Integer n = (a?.Name).length();')).toMatchObject({
      k: 'libCall',
      receiver: { k: 'safe' },
    });
  });

  test('enums answer through System.Enum', () => {
    expect(lastValue("LoggingLevel l = LoggingLevel.valueOf('INFO');")).toMatchObject({
      k: 'libCall',
      lib: 'System.Enum',
      name: 'valueOf',
      args: [{ k: 'classLiteral' }, { k: 'literal' }],
    });
  });

  test('Trigger.new has the type of the trigger object', () => {
    const text = 'trigger T on Account (before insert) { List<Account> l = Trigger.new; }';
    const { triggers, diagnostics } = checkSources([source('T', text, 'trigger')], schema);
    expect(diagnostics).toEqual([]);
    expect(triggers[0]).toMatchObject({ object: 'Account', events: ['before insert'] });
  });
});

test('lines of statements are noted for coverage', () => {
  const cls = classNamed(
    'A',
    'public class A {\n void f() {\n Integer i = 1;\n\n if (i == 1)\n i = 2;\n }\n}',
  );
  expect(method(cls, 'f').lines).toEqual([3, 5, 6]);
});

describe('what the library lacks', () => {
  const lacking: LibrarySupport = {
    type: (name) => (name === 'System.Math' ? { name } : everything.type(name)),
    member: (type, _table, name) => (type === 'System.Math' && name === 'abs' ? undefined : true),
  };

  test('is refused with the member that is missing', () => {
    const text = 'public class A { Integer f() { return Math.abs(-1) + Math.mod(5, 3); } }';
    const { diagnostics } = check([parse(source('A', text, 'class'))], schema, lacking);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        line: 1,
        column: 44,
        unsupported: true,
        message:
          'The local org does not support System.Math.abs(Integer) yet; see docs/differences.md.',
      }),
    ]);
  });

  test.each([
    ["List<List<SObject>> r = [FIND 'x' IN ALL FIELDS RETURNING Account];", 'SOSL'],
    ['Opportunity o;', 'Opportunity'],
    ['ConnectApi.FeedItem f;', 'ConnectApi.FeedItem'],
    ['String s = System.Label.Hello;', 'custom labels'],
    [
      'List<Account> a = [SELECT Id FROM Account WHERE CALENDAR_YEAR(CreatedDate) = 2020];',
      'CALENDAR_YEAR() in SOQL',
    ],
  ])('%s', (text, what) => {
    const { diagnostics } = checkAnonymous(text, checkSources([], schema).world);
    expect(diagnostics.map((d) => [d.unsupported, d.message])).toEqual([
      [true, `The local org does not support ${what} yet; see docs/differences.md.`],
    ]);
  });
});

test('columns count from 1', () => {
  const { diagnostics } = checkAnonymous('Integer i = nope;', checkSources([], schema).world);
  expect(diagnostics[0]).toMatchObject({ kind: 'anonymous', line: 1, column: 13 });
});

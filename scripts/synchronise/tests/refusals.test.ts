/** What cannot be expanded is refused with its place, the reason and a way forward. */
/* eslint no-template-curly-in-string: off -- that is how names vary */
import { expand } from '../expand';
import { Refused } from '../refusal';

/** What is said of a source, without the name of the file. */
function refusals(text: string, kind: 'class' | 'trigger' = 'class'): string[] {
  try {
    expand(text, kind, 'A.cls', 'source/A.cls');
    return [];
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.message.split('\n').map((line) => line.replace(/^A\.cls:/, ''));
  }
}

const inClass = (member: string) => `public class A {\n${member}\n}`;
const inMethod = (body: string) => inClass(`void m(String s) { ${body} }`);
const named = (name: string) => inClass(`@synchronised(name='${name}') void m(String s) {}`);

const CALL = "Write @synchronised(name='...') or @synchronised(name='...' timeout=5000).";
const MISPLACED =
  '@synchronised stands before a method of a class, or before a block { ... } inside a method or trigger.';
const RENDERING =
  'may run while a Visualforce page is built, when the platform allows no DML, and locking is DML.';
const ABSTRACT =
  'There is no body to lock here, and annotations are not inherited. Put @synchronised on the methods that implement it.';
const CALLOUT =
  'locking writes a row, and the platform refuses a callout while such work is uncommitted. Call out before the lock; or lock here, call out in a Queueable with Mutex.resume, and unlock there.';
const PATH =
  'must be a name, a field, an element or a call, such as ${account.Region__c}. Compute anything else into a local variable before.';
const TIMEOUT = `The timeout must be a whole number of milliseconds, 0 or more. ${CALL}`;
const STRING = `The name must be a string on one line, in single quotes, with \${...} for what varies. ${CALL}`;
const FIT = 'Use an Id, a String, or a whole number.';

const PLACES: [what: string, source: string, message: string][] = [
  ['a class', "@synchronised(name='x') public class A {}", `1:1: ${MISPLACED}`],
  ['a field', inClass("@synchronised(name='x') Integer i;"), `2:1: ${MISPLACED}`],
  ['a property', inClass("public @synchronised(name='x') Integer i { get; }"), `2:8: ${MISPLACED}`],
  ['a statement', inMethod("@synchronised(name='x') s = null;"), `2:20: ${MISPLACED}`],
  ['a local', inMethod("@synchronised(name='x') Integer i = 1;"), `2:20: ${MISPLACED}`],
  ['a body', inClass("void m() @synchronised(name='x') {}"), `2:10: ${MISPLACED}`],
  [
    'the block of a try',
    inMethod("try @synchronised(name='x') { } finally { }"),
    `2:24: ${MISPLACED}`,
  ],
  [
    'a constructor',
    inClass("@synchronised(name='x') A() {}"),
    `2:1: A constructor cannot be synchronised: super(...) and this(...) would run before the lock, and it ${RENDERING} Synchronise a method that creates the object, or one that is called on it.`,
  ],
  [
    'a block of a constructor',
    inClass("A() { @synchronised(name='x') { } }"),
    `2:7: A block of a constructor cannot be synchronised: it ${RENDERING} Move it into a method.`,
  ],
  [
    'a block of a getter',
    inClass("Integer i { get { @synchronised(name='x') { return 1; } } }"),
    `2:19: A block of a getter or setter cannot be synchronised: it ${RENDERING} Move it into a method.`,
  ],
  [
    'a block of an initialiser',
    inClass("static { @synchronised(name='x') { } }"),
    `2:10: A block of an initialiser cannot be synchronised: it ${RENDERING} Move it into a method.`,
  ],
  ['an initialiser', inClass("@synchronised(name='x') { }"), `2:1: ${MISPLACED}`],
  [
    'a method of an interface',
    "interface A {\n  @synchronised(name='x') void m();\n}",
    `2:3: ${ABSTRACT}`,
  ],
  [
    'an abstract method',
    "public abstract class A {\n  public abstract @synchronised(name='x') void m();\n}",
    `2:19: ${ABSTRACT}`,
  ],
  [
    'a method twice',
    inClass("@synchronised(name='x')\n@synchronised(name='y') void m() {}"),
    '3:1: One @synchronised for each method or block; nest blocks to hold two mutexes.',
  ],
];

const SPELLING: [what: string, source: string, message: string][] = [
  [
    'the modifier of Java',
    inClass('public synchronised void m() {}'),
    '2:8: "synchronised" is no modifier. Write the annotation @synchronised(name=\'...\') before the method.',
  ],
  [
    'the other spelling',
    inClass("@synchronized(name='x') void m() {}"),
    '2:1: The annotation is spelt @synchronised, with an s.',
  ],
  [
    'double quotes',
    inClass('@synchronised(name="queue") void m() {}'),
    "2:20: Apex strings are written in single quotes, as in 'queue'.",
  ],
  ['typographic quotes', inClass('@synchronised(name=“queue”) void m() {}'), `2:20: ${STRING}`],
  ['no literal', inClass('@synchronised(name=NAME) void m() {}'), `2:20: ${STRING}`],
  ['a text block', inClass("@synchronised(name='''\nx''') void m() {}"), `2:20: ${STRING}`],
  ['no value', inClass('@synchronised(name) void m() {}'), `2:15: ${STRING}`],
  [
    'another argument',
    inClass("@synchronised(name='x' wait=1) void m() {}"),
    `2:24: @synchronised has no argument "wait". ${CALL}`,
  ],
  [
    'an argument twice',
    inClass("@synchronised(name='x', name='y') void m() {}"),
    '2:25: The name is given twice.',
  ],
  [
    'a comma too many',
    inClass("@synchronised(name='x',) void m() {}"),
    `2:23: An argument is missing after the comma. ${CALL}`,
  ],
  ['a time below 0', inClass("@synchronised(name='x' timeout=-1) void m() {}"), `2:32: ${TIMEOUT}`],
  ['a fraction', inClass("@synchronised(name='x' timeout=1.5) void m() {}"), `2:32: ${TIMEOUT}`],
  [
    'no end',
    inClass("@synchronised(name='x' void m() {}").replace(/[)]/g, ''),
    `2:1: The parenthesis of @synchronised is never closed. ${CALL}`,
  ],
  [
    'a block without a name',
    inMethod('@synchronised { }'),
    "2:20: A block needs a name: @synchronised(name='...').",
  ],
  ['other mistakes', inMethod('Integer i 1;'), "2:30: Syntax: extraneous input '1' expecting ';'"],
  [
    'what it has made itself',
    expand(named('x'), 'class', 'A.cls', 'A.cls'),
    '1:1: This file is generated itself; expand its source.',
  ],
  [
    'a type that hides ours',
    inClass("class Mutex {} @synchronised(name='x') void m() {}"),
    '2:7: A type named Mutex hides the one that the lock needs. Rename it.',
  ],
];

const NAMES: [name: string, message: string][] = [
  ['', 'The name must not be blank.'],
  [' ', 'The name must not be blank.'],
  [' x', 'The name must not begin or end with white space.'],
  ['${s} ', 'The name must not begin or end with white space.'],
  ['a\\nb', 'The name must not contain control characters.'],
  ['a\\u0007${s}', 'The name must not contain control characters.'],
  ['x'.repeat(243), 'The name has 243 characters; at most 242 are allowed.'],
  ['a${s', 'A "${" in the name is never closed by "}".'],
  ['a${ }', 'There is nothing in "${}" of the name.'],
  ['${s + 1}', `\${s + 1} ${PATH}`],
  ['${s = null}', `\${s = null} ${PATH}`],
  ['${1}', `\${1} ${PATH}`],
  ['${s; s}', `\${s; s} ${PATH}`],
  ['${new A()}', `\${new A()} ${PATH}`],
  [
    '${other}',
    '${other}: no parameter, local variable or field "other" can be seen where the lock is taken.',
  ],
];

const UNFIT: [type: string, why: string][] = [
  ['List<Id>', 'is a collection; its text is not a name.'],
  ['Map<Id, Account>', 'is a collection; its text is not a name.'],
  ['Id[]', 'is a collection; its text is not a name.'],
  ['Datetime', "is a Datetime; its text depends on the user's time zone."],
  ['Decimal', 'is a number with decimals; 1.0 and 1.00 would be two names.'],
];

const COMPANY: [modifier: string, reason: string][] = [
  [
    '@AuraEnabled(cacheable=true)',
    '@AuraEnabled(cacheable=true) allows no DML, and locking is DML. Leave cacheable out, or do not lock what only reads.',
  ],
  [
    '@AuraEnabled(continuation = true)',
    '@AuraEnabled(continuation=true): the work is done after the method has returned and has unlocked. Lock in the callback, with a method or block of its own.',
  ],
  ['@ReadOnly', '@ReadOnly allows no DML, and locking is DML. Leave one of the two out.'],
  [
    '@future(callout=true)',
    'callout=true: no callout can follow a lock in its transaction. Make the callout first, and put what writes afterwards into a @synchronised block.',
  ],
  [
    "@InvocableMethod(label='Do' callout=true)",
    'callout=true: no callout can follow a lock in its transaction. Make the callout first, and put what writes afterwards into a @synchronised block.',
  ],
];

const SAFE = [
  '@AuraEnabled',
  '@future',
  "@InvocableMethod(label='Do' callout=false)",
  '@RemoteAction',
  '@HttpPost',
  '@TestVisible',
];

test.each(PLACES)('a place: %s', (_what, source, message) => {
  expect(refusals(source)).toEqual([message]);
});

test.each(SPELLING)('a spelling: %s', (_what, source, message) => {
  expect(refusals(source)).toEqual([message]);
});

test.each(NAMES)('a name: %j', (name, message) => {
  expect(refusals(named(name))).toEqual([`2:20: ${message}`]);
});

test.each(UNFIT)('a value: %s', (type, why) => {
  const method = (name: string) => inClass(`@synchronised(name='${name}') void m(${type} p) {}`);
  expect(refusals(method('${p}'))).toEqual([`2:20: \${p} ${why} ${FIT}`]);
  expect(refusals(method('${p.x()}'))).toEqual([]);
});

test.each(COMPANY)('with %s', (modifier, reason) => {
  const source = inClass(`${modifier} @synchronised(name='x') static void m() {}`);
  const column = modifier.length + 2;
  expect(refusals(source)).toEqual([`2:${column}: @synchronised does not go with ${reason}`]);
});

test.each(SAFE)('goes with %s', (modifier) => {
  expect(refusals(inClass(`${modifier} @synchronised(name='x') static void m() {}`))).toEqual([]);
});

test('blocks go with callout=true, and not with cacheable=true', () => {
  const method = (modifier: string) =>
    inClass(`${modifier} static void m() { @synchronised(name='x') { } }`);
  expect(refusals(method('@future(callout=true)'))).toEqual([]);
  expect(refusals(method('@AuraEnabled(cacheable=true)'))).toHaveLength(1);
});

describe('callouts', () => {
  const SYNC = "@synchronised(name='x')";
  const inside = (what: string) => `${what} inside @synchronised: ${CALLOUT}`;
  const after = (what: string) => `${what} after @synchronised: ${CALLOUT}`;
  const SEND = 'A callout (Http.send)';
  const REFUSED: [body: string, message: string][] = [
    [`${SYNC} { new Http().send(r); }`, inside(SEND)],
    [`${SYNC} { System.Http h = new System.Http(); h.send(r); }`, inside(SEND)],
    [`${SYNC} { client.send(r); }`, inside(SEND)],
    [`${SYNC} { this.client.send(r); }`, inside(SEND)],
    [
      `${SYNC} { WebServiceCallout.invoke(a, b, c, d); }`,
      inside('A callout (WebServiceCallout.invoke)'),
    ],
    [`${SYNC} { page.getContentAsPDF(); }`, inside('A callout (getContentAsPDF)')],
    [`${SYNC} { far(1); }`, inside('A call of far, which calls out,')],
    [`${SYNC} { A.farther(); }`, inside('A call of farther, which calls out,')],
    [`${SYNC} { } client.send(r);`, after(SEND)],
    [`if (a) { ${SYNC} { } } if (b) { client.send(r); }`, after(SEND)],
    [`for (;;) { client.send(r); ${SYNC} { } }`, after(SEND)],
  ];
  const ALLOWED = [
    `client.send(r); ${SYNC} { }`,
    `if (a) { ${SYNC} { } } else { client.send(r); }`,
    `${SYNC} { far(1, 2); new Http(); other.send(r); s = 'new Http().send(r)'; }`,
    `${SYNC} { other.farther(); }`,
  ];
  const source = (body: string) =>
    inClass(
      `void m() { ${body} }
Http client;
static void far(Integer i) { new Http().send(null); }
static void far(Integer i, Integer j) { }
static void farther() { far(1); }`,
    );

  test.each(REFUSED)('%s', (body, message) => {
    expect(refusals(source(body)).map((each) => each.replace(/^2:\d+: /, ''))).toEqual([message]);
  });

  test.each(ALLOWED)('%s is fine', (body) => {
    expect(refusals(source(body))).toEqual([]);
  });

  test('in a whole method', () => {
    const text = inClass(`${SYNC} void m() { new Http().send(r); }`);
    expect(refusals(text)).toEqual([`2:36: ${inside(SEND)}`]);
  });
});

test('everything that is wrong with a file is told, in its order', () => {
  const text = inClass(`@synchronised(name='') void m() { }\n@synchronised(name=' x') A() { }`);
  expect(refusals(text).map((each) => each.split(':')[0])).toEqual(['2', '3']);
});

test('a trigger as a whole cannot be annotated, its blocks can', () => {
  const trigger = 'trigger T on Account(before insert) {';
  const marked = `@synchronised(name='x') ${trigger} }`;
  expect(refusals(marked, 'trigger')).toEqual([`1:1: ${MISPLACED}`]);
  expect(refusals(`${trigger} @synchronised(name='x') { } }`, 'trigger')).toEqual([]);
});

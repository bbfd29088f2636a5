import { ApexDate, ApexDatetime, type ApexList, type Value } from '../../core/values-all';
import { bench, NOW } from './harness';

const b = bench();
const S = 'System.String';
const plain = (v: Value): unknown => (v as ApexList)?.items ?? v;

type Case = readonly [self: string, method: string, args: readonly Value[], expected: unknown];

const CASES: readonly Case[] = [
  ['Hello Maximillian', 'abbreviate', [8], 'Hello...'],
  ['Hello Maximillian', 'abbreviate', [5], 'He...'],
  ['Hello Maximillian', 'abbreviate', [11, 100], '...imillian'],
  ['Hello Maximillian', 'abbreviate', [10, 8], '...ximi...'],
  ['hello max', 'capitalize', [], 'Hello max'],
  ['hello', 'center', [9], '  hello  '],
  ['hello', 'center', [9, '-'], '--hello--'],
  ['Ångström', 'charAt', [3], 115],
  ['abc', 'compareTo', ['abd'], -1],
  ['abc', 'compareTo', ['ab'], 1],
  ['hello', 'contains', ['ell'], true],
  ['hello', 'contains', ['ELL'], false],
  ['hello', 'containsAny', ['hx'], true],
  ['hello', 'containsIgnoreCase', ['HE'], true],
  ['abcde', 'containsNone', ['fg'], true],
  ['abba', 'containsOnly', ['abcd'], true],
  ['a b', 'containsWhitespace', [], true],
  ['Hello Jane', 'countMatches', ['ll'], 1],
  ['hello', 'countMatches', ['l'], 2],
  [' Hello Jane ', 'deleteWhitespace', [], 'HelloJane'],
  ['Hello Jane', 'difference', ['Hello Max'], 'Max'],
  ['Hello Jason', 'endsWith', ['Jason'], true],
  ['Hello Jason', 'endsWithIgnoreCase', ['JASON'], true],
  ['abcd', 'equalsIgnoreCase', ['ABCD'], true],
  ['Max1, "Max2"', 'escapeCsv', [], '"Max1, ""Max2"""'],
  ['"grade": 3.9 \'x\'/', 'escapeEcmaScript', [], '\\"grade\\": 3.9 \\\'x\\\'\\/'],
  ['"<Black&White>"', 'escapeHtml3', [], '&quot;&lt;Black&amp;White&gt;&quot;'],
  ['é €', 'escapeHtml4', [], '&eacute; &euro;'],
  ['é €', 'escapeHtml3', [], '&eacute; €'],
  ['Company: "Salesforce.com"', 'escapeJava', [], 'Company: \\"Salesforce.com\\"'],
  ['De onde você é?', 'escapeUnicode', [], 'De onde voc\\u00EA \\u00E9?'],
  ["<a>'b'</a>", 'escapeXml', [], '&lt;a&gt;&apos;b&apos;&lt;/a&gt;'],
  ['&lt;a&gt; &#233; &#xe9; &nope;', 'unescapeHtml4', [], '<a> é é &nope;'],
  ['a\\tb\\u0041', 'unescapeJava', [], 'a\tbA'],
  ['abcd', 'indexOf', ['c'], 2],
  ['abcdabcd', 'indexOf', ['b', 2], 5],
  ['abcd', 'indexOf', ['x'], -1],
  ['abcd', 'indexOfAny', ['xc'], 2],
  ['abcd', 'indexOfAnyBut', ['xa'], 1],
  ['\\u2208', 'indexOfChar', [50], 2],
  ['abcde', 'indexOfDifference', ['abxyz'], 2],
  ['abcd', 'indexOfDifference', ['abcd'], -1],
  ['aBCd', 'indexOfIgnoreCase', ['bc', 0], 1],
  ['abc', 'isAllLowerCase', [], true],
  ['aBc', 'isAllUpperCase', [], false],
  ['abc1', 'isAlpha', [], false],
  ['', 'isAlpha', [], false],
  ['aB Cd', 'isAlphaSpace', [], true],
  ['a021', 'isAlphanumeric', [], true],
  ['a 86', 'isAlphanumericSpace', [], true],
  ['abd\n', 'isAsciiPrintable', [], false],
  ['1234567890', 'isNumeric', [], true],
  ['1.2', 'isNumeric', [], false],
  ['1 2 3', 'isNumericSpace', [], true],
  ['   ', 'isWhitespace', [], true],
  ['abcdabc', 'lastIndexOf', ['c'], 6],
  ['abcdaacd', 'lastIndexOf', ['c', 7], 6],
  ['abcdaacd', 'lastIndexOf', ['c', 3], 2],
  ['abcdaacd', 'lastIndexOf', ['c', -1], -1],
  ['abcdaacd', 'lastIndexOfIgnoreCase', ['DAAC'], 3],
  ['abcdaacd', 'left', [3], 'abc'],
  ['abc', 'left', [-1], ''],
  ['abcd', 'leftPad', [8], '    abcd'],
  ['ab', 'leftPad', [5, 'xyz'], 'xyzab'],
  ['abcd', 'length', [], 4],
  ['abcde', 'mid', [2, 3], 'cde'],
  ['abcde', 'mid', [7, 3], ''],
  [' Salesforce \t is \n fun ', 'normalizeSpace', [], 'Salesforce is fun'],
  ['abcd', 'overlay', ['zzzz', 2, 4], 'abzzzz'],
  ['Salesforce and force.com', 'remove', ['force'], 'Sales and .com'],
  ['Salesforce and force.com', 'removeEnd', ['.com'], 'Salesforce and force'],
  ['Salesforce.COM', 'removeEndIgnoreCase', ['.com'], 'Salesforce'],
  ['Salesforce', 'removeStart', ['Sales'], 'force'],
  ['Salesforce', 'removeStartIgnoreCase', ['SALES'], 'force'],
  ['SFDC', 'repeat', [2], 'SFDCSFDC'],
  ['SFDC', 'repeat', ['-', 3], 'SFDC-SFDC-SFDC'],
  ['abcdbca', 'replace', ['bc', 'xy'], 'axydxya'],
  ['a$b', 'replace', ['$', '$&'], 'a$&b'],
  ['a b c 5 xyz', 'replaceAll', ['[a-zA-Z]+', '1'], '1 1 1 5 1'],
  ['John Smith', 'replaceAll', ['(\\w+) (\\w+)', '$2, $1'], 'Smith, John'],
  ['a b c 11 xyz', 'replaceFirst', ['[a-zA-Z]+', '2'], '2 b c 11 xyz'],
  ['Hello', 'reverse', [], 'olleH'],
  ['Hello Max', 'right', [3], 'Max'],
  ['abc', 'rightPad', [6, '!'], 'abc!!!'],
  ['boo:and:moo', 'split', [':'], ['boo', 'and', 'moo']],
  ['boo:and:moo', 'split', [':', 2], ['boo', 'and:moo']],
  ['boo:and:moo', 'split', ['o', 5], ['b', '', ':and:m', '', '']],
  ['boo:and:moo', 'split', ['o'], ['b', '', ':and:m']],
  ['boo:and:moo', 'split', ['o', -2], ['b', '', ':and:m', '', '']],
  ['a.b', 'split', ['\\.'], ['a', 'b']],
  ['abc', 'split', [''], ['a', 'b', 'c']],
  ['a,b,,', 'split', [','], ['a', 'b']],
  ['', 'split', [','], ['']],
  ['Lightning.platform', 'splitByCharacterType', [], ['L', 'ightning', '.', 'platform']],
  ['ASFRules123', 'splitByCharacterTypeCamelCase', [], ['ASF', 'Rules', '123']],
  ['AcmeCorp', 'splitByCharacterTypeCamelCase', [], ['Acme', 'Corp']],
  ['AE86 vs EVO7', 'startsWith', ['AE86'], true],
  ['AE86', 'startsWithIgnoreCase', ['ae'], true],
  ['<b>hello world</b>', 'stripHtmlTags', [], 'hello world'],
  ['hamburger', 'substring', [3], 'burger'],
  ['hamburger', 'substring', [4, 8], 'urge'],
  ['hamburger', 'substring', [9], ''],
  ['Force.com.Force', 'substringAfter', ['.'], 'com.Force'],
  ['Force.com.Force', 'substringAfterLast', ['.'], 'Force'],
  ['Force.com.Force', 'substringBefore', ['.'], 'Force'],
  ['Force.com.Force', 'substringBeforeLast', ['.'], 'Force.com'],
  ['tagYellow', 'substringBefore', ['-'], 'tagYellow'],
  ['tagYellowtag', 'substringBetween', ['tag'], 'Yellow'],
  ['xYellowy', 'substringBetween', ['x', 'y'], 'Yellow'],
  ['abc', 'substringBetween', ['x', 'y'], null],
  ['Force.com', 'swapCase', [], 'fORCE.COM'],
  ['ThIs iS', 'toLowerCase', [], 'this is'],
  ['KIYMETLİ', 'toLowerCase', ['tr'], 'kıymetli'],
  ['abc', 'toUpperCase', [], 'ABC'],
  ['\t  abc \n', 'trim', [], 'abc'],
  ['Hello Max', 'uncapitalize', [], 'hello Max'],
  ['hello', 'hashCode', [], 99_162_322],
  ['hello', 'getLevenshteinDistance', ['hallo'], 1],
  ['kitten', 'getLevenshteinDistance', ['sitting', 2], -1],
  ['ab', 'getChars', [], [97, 98]],
  ['a😀b', 'codePointAt', [1], 0x1f600],
  ['a😀b', 'codePointCount', [0, 4], 3],
  ['a😀b', 'codePointBefore', [3], 0x1f600],
  ['a😀b', 'offsetByCodePoints', [0, 2], 3],
  ['abc', 'equals', ['abc'], true],
  ['abc', 'equals', ['ABC'], false],
];

describe('System.String', () => {
  test.each(CASES)('%j.%s(%j)', (self, method, args, expected) => {
    expect(plain(b.on(S, self, method, args))).toEqual(expected);
  });

  test.each([
    ['isBlank', [' \t'], true],
    ['isBlank', [null], true],
    ['isNotBlank', ['a'], true],
    ['isEmpty', [''], true],
    ['isEmpty', [' '], false],
    ['isNotEmpty', [null], false],
    ['escapeSingleQuotes', ["it's \\"], "it\\'s \\\\"],
    ['valueOf', [null], null],
    ['valueOf', [true], 'true'],
    ['valueOf', [5n], '5'],
    ['valueOfGmt', [new ApexDatetime(NOW)], '2024-02-29 15:04:05'],
  ] as const)('%s(%j)', (name, args, expected) => {
    expect(b.call(S, name, args)).toBe(expected);
  });

  test('dates and times', () => {
    const [day, at] = [new ApexDate(19782), new ApexDatetime(NOW)];
    expect(b.call(S, 'valueOf', [day], ['System.Date'])).toBe('2024-02-29');
    expect(b.call(S, 'valueOf', [day], ['Object'])).toBe('2024-02-29 00:00:00');
    expect(b.call(S, 'valueOf', [at], ['System.Datetime'])).toBe('2024-02-29 07:04:05');
    expect(b.call(S, 'valueOf', [at], ['Object'])).toBe('2024-02-29 15:04:05');
  });

  test('join', () => {
    expect(b.call(S, 'join', [b.vm.list('Object', ['a', null, 1]), ', '])).toBe('a, , 1');
    expect(b.call(S, 'join', [b.vm.set('String', ['x', 'y']), '-'])).toBe('x-y');
  });

  test.each([
    ['Hello {0}, shall we {1}?', ['World', 'dance'], 'Hello World, shall we dance?'],
    ["it''s {0}", ['me'], "it's me"],
    ["'{0}' {0}", ['x'], '{0} x'],
    ['{0} {2}', ['x'], 'x {2}'],
    ['{0}', [null], 'null'],
    ['{1}{0}', [1, 2], '21'],
  ])('format(%j, %j)', (pattern, args, expected) => {
    expect(b.call(S, 'format', [pattern, b.vm.list('Object', args)])).toBe(expected);
  });

  test('characters there and back', () => {
    expect(b.call(S, 'fromCharArray', [b.vm.list('Integer', [83, 70])])).toBe('SF');
    const all = b.vm.list('String', ['SFDCApex', 'SFDCVisualforce']);
    expect(b.call(S, 'getCommonPrefix', [all])).toBe('SFDC');
  });

  test.each([
    [
      () => b.on(S, 'abc', 'substring', [5]),
      'System.StringException: Starting position out of bounds: 5',
    ],
    [
      () => b.on(S, 'abc', 'substring', [0, 9]),
      'System.StringException: Ending position out of bounds: 9',
    ],
    [
      () => b.on(S, 'abc', 'substring', [2, 1]),
      'System.StringException: Ending position out of bounds: 1',
    ],
    [
      () => b.on(S, 'abc', 'contains', [null]),
      'System.NullPointerException: Argument 1 cannot be null',
    ],
    [
      () => b.call(S, 'format', ['{x}', b.vm.list('Object')]),
      "System.StringException: can't parse argument number: x",
    ],
    [
      () => b.on(S, 'abc', 'abbreviate', [3]),
      'System.StringException: Minimum abbreviation width is 4',
    ],
  ])('error %#', (body, expected) => {
    expect(b.error(body)).toBe(expected);
  });
});

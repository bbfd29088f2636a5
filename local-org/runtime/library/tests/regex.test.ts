import type { ApexList, Value } from '../../core/values-all';
import { bench } from './harness';

const b = bench();
const all = (pattern: string, text: string): Value[] => {
  const found: Value[] = [];
  const p = b.call('System.Pattern', 'compile', [pattern]);
  const m = b.on('System.Pattern', p, 'matcher', [text]);
  while (b.on('System.Matcher', m, 'find') === true) found.push(b.on('System.Matcher', m, 'group'));
  return found;
};

describe('Java patterns', () => {
  test.each([
    ['a+', 'aa b aaa', ['aa', 'aaa']],
    ['[a-z&&[^aeiou]]+', 'banana', ['b', 'n', 'n']],
    ['[a-c[x-z]]+', 'abxy m z', ['abxy', 'z']],
    ['\\p{Alpha}+', 'ab1é', ['ab']],
    ['\\p{L}+', 'ab1é', ['ab', 'é']],
    ['\\p{IsLatin}+', 'aб', ['a']],
    ['\\p{Punct}', 'a.b!', ['.', '!']],
    ['\\Qa.b\\E+', 'a.bb a.b', ['a.bb', 'a.b']],
    ['(?i)abc', 'ABC abc', ['ABC', 'abc']],
    ['(?m)^\\w', 'ab\ncd', ['a', 'c']],
    ['(?s)a.b', 'a\nb', ['a\nb']],
    ['a.b', 'a\nb', []],
    ['\\bfoo\\b', 'foo food', ['foo']],
    ['(\\w)\\1', 'hello book', ['ll', 'oo']],
    ['(?<c>\\w)\\k<c>', 'hello', ['ll']],
    ['(?<=\\$)\\d+', '$12 34', ['12']],
    ['\\d++a', '12a', ['12a']],
    ['(?>a+)b', 'aaab', ['aaab']],
    ['a{2,3}', 'aaaa', ['aaa']],
    ['a*?b', 'aab', ['aab']],
    ['\\x41\\u0042\\x{43}\\t', 'ABC\t', ['ABC\t']],
    ['x*', 'ab', ['', '', '']],
    ['[\\[\\]]', '[x]', ['[', ']']],
    ['[]a]', ']a', [']', 'a']],
    ['[^\\s,]+', 'a, b', ['a', 'b']],
    ['[a\\-z]', 'a-mz', ['a', '-', 'z']],
    ['[\\w.-]+@[\\w-]+\\.com', 'a.b-c@d-e.com', ['a.b-c@d-e.com']],
    ['(?x) a b # comment', 'ab', ['ab']],
    ['end$', 'the end\n', ['end']],
    ['\\R', 'a\r\nb', ['\r\n']],
    ['😀|b', 'a😀b', ['😀', 'b']],
  ])('%s in %j', (pattern, text, expected) => {
    expect(all(pattern, text)).toEqual(expected);
  });

  test.each([
    ['(a', 'System.StringException: Invalid regex: Unclosed group near index 2\n(a'],
    ['*', "System.StringException: Invalid regex: Dangling meta character '*' near index 0\n*"],
    ['[a', 'System.StringException: Invalid regex: Unclosed character class near index 1\n[a'],
    [
      'a(?i)b',
      'System.StringException: Invalid regex: Inline flags after the start are not supported here near index 3\na(?i)b',
    ],
    ['\\G', 'System.StringException: Invalid regex: \\G is not supported here near index 2\n\\G'],
  ])('%s is refused', (pattern, expected) => {
    expect(b.error(() => b.call('System.Pattern', 'compile', [pattern]))).toBe(expected);
  });
});

describe('System.Matcher', () => {
  const matcher = (pattern: string, text: string): Value =>
    b.on('System.Pattern', b.call('System.Pattern', 'compile', [pattern]), 'matcher', [text]);
  const M = 'System.Matcher';

  test('matches takes the whole text', () => {
    expect(b.on(M, matcher('a|ab', 'ab'), 'matches')).toBe(true);
    expect(b.on(M, matcher('a', 'ab'), 'matches')).toBe(false);
    expect(b.on(M, matcher('a', 'ab'), 'lookingAt')).toBe(true);
    expect(b.call('System.Pattern', 'matches', ['\\d+', '123'])).toBe(true);
  });

  test('groups and their places', () => {
    const m = matcher('(a+)(?>b)(c)?', 'xxaab');
    expect(b.on(M, m, 'find')).toBe(true);
    expect([b.on(M, m, 'start'), b.on(M, m, 'end'), b.on(M, m, 'groupCount')]).toEqual([2, 5, 2]);
    expect([b.on(M, m, 'group', [1]), b.on(M, m, 'group', [2])]).toEqual(['aa', null]);
    expect([b.on(M, m, 'start', [2]), b.on(M, m, 'end', [1])]).toEqual([-1, 4]);
    expect(b.error(() => b.on(M, m, 'group', [3]))).toBe('System.StringException: No group 3');
  });

  test('region, reset and replacement', () => {
    const m = matcher('\\d', 'a1b2c3');
    b.on(M, m, 'region', [2, 4]);
    expect(b.on(M, m, 'find')).toBe(true);
    expect(b.on(M, m, 'start')).toBe(3);
    expect(b.on(M, m, 'find')).toBe(false);
    b.on(M, m, 'reset');
    expect(b.on(M, m, 'find', [4])).toBe(true);
    expect(b.on(M, m, 'group')).toBe('3');
    expect(b.on(M, m, 'replaceAll', ['<$0>'])).toBe('a<1>b<2>c<3>');
    expect(b.on(M, m, 'replaceFirst', ['\\$'])).toBe('a$b2c3');
    expect(b.call(M, 'quoteReplacement', ['a$b\\'])).toBe('a\\$b\\\\');
    expect(b.error(() => b.on(M, m, 'replaceAll', ['$4']))).toBe(
      'System.StringException: No group 4',
    );
  });

  test('no match yet', () => {
    expect(b.error(() => b.on(M, matcher('a', 'a'), 'group'))).toBe(
      'System.StringException: No match found',
    );
  });

  test('split of a pattern', () => {
    const p = b.call('System.Pattern', 'compile', ['\\s*,\\s*']);
    const parts = b.on('System.Pattern', p, 'split', ['a , b,c']) as ApexList;
    expect(parts.items).toEqual(['a', 'b', 'c']);
    expect(b.call('System.Pattern', 'quote', ['a\\Eb'])).toBe('\\Qa\\E\\\\E\\Qb\\E');
  });
});

import { Big } from 'bigdecimal.js';
import { ApexDouble, type Value } from '../../core/values-all';
import { bench } from './harness';
import { roundingMode } from '../numbers/rounding';

const b = bench();
const text = (v: Value): string => (v === null ? 'null' : b.vm.str(v));
const d = (n: number): ApexDouble => new ApexDouble(n);
const D = 'System.Decimal';

describe('conversions', () => {
  test.each([
    ['System.Integer', ['12'], '12'],
    ['System.Integer', ['-7'], '-7'],
    ['System.Integer', [Big('3.99')], '3'],
    ['System.Integer', [d(-3.99)], '-3'],
    ['System.Integer', [4294967297n], '1'],
    ['System.Long', ['123456789012'], '123456789012'],
    ['System.Double', ['1e3'], '1000.0'],
    ['System.Double', [' 2.5 '], '2.5'],
    ['System.Double', [7], '7.0'],
    [D, ['1.50'], '1.50'],
    [D, [5n], '5'],
    [D, [d(0.1)], '0.1'],
    ['System.Boolean', ['TRUE'], 'true'],
    ['System.Boolean', ['yes'], 'false'],
  ])('%s.valueOf(%p) is %s', (type, args, expected) => {
    expect(text(b.call(type, 'valueOf', args))).toBe(expected);
  });

  test.each([
    ['System.Integer', '1.5', 'Invalid integer: 1.5'],
    ['System.Integer', '2147483648', 'Invalid integer: 2147483648'],
    ['System.Long', 'x', 'Invalid long: x'],
    ['System.Double', 'x', 'Invalid double: x'],
    [D, '1,5', 'Invalid decimal: 1,5'],
  ])('%s.valueOf(%j) fails', (type, arg, message) => {
    expect(b.error(() => b.call(type, 'valueOf', [arg]))).toBe(`System.TypeException: ${message}`);
  });

  test('null is refused', () => {
    expect(b.error(() => b.call('System.Integer', 'valueOf', [null]))).toBe(
      'System.NullPointerException: Argument cannot be null.',
    );
  });
});

describe('System.Decimal', () => {
  test.each([
    ['-1.5', 'abs', [], '1.5'],
    ['19', 'divide', [Big('100'), 3], '0.190'],
    ['1', 'divide', [Big('3'), 2, roundingMode.of('UP')], '0.34'],
    ['1.9', 'intValue', [], '1'],
    ['4294967297.5', 'intValue', [], '1'],
    ['4294967297.5', 'longValue', [], '4294967297'],
    ['1.1', 'pow', [2], '1.21'],
    ['123.45', 'precision', [], '5'],
    ['123.45', 'scale', [], '2'],
    ['2.5', 'round', [], '2'],
    ['3.5', 'round', [], '4'],
    ['2.5', 'round', [roundingMode.of('HALF_UP')], '3'],
    ['2.345', 'setScale', [2], '2.34'],
    ['2.345', 'setScale', [2, roundingMode.of('HALF_UP')], '2.35'],
    ['5', 'setScale', [2], '5.00'],
    ['1.500', 'stripTrailingZeros', [], '1.5'],
    ['0.00000001', 'toPlainString', [], '0.00000001'],
    ['1234567.8912', 'format', [], '1,234,567.891'],
    ['2.5', 'doubleValue', [], '2.5'],
  ])('%s.%s(%p)', (self, method, args: Value[], expected) => {
    expect(text(b.on(D, Big(self), method, args))).toBe(expected);
  });

  test('errors', () => {
    expect(b.error(() => b.on(D, Big(1), 'divide', [Big(0), 2]))).toBe(
      'System.MathException: Divide by 0',
    );
    const exact = roundingMode.of('UNNECESSARY');
    expect(b.error(() => b.on(D, Big('1.25'), 'setScale', [1, exact]))).toBe(
      'System.MathException: Rounding necessary',
    );
  });
});

describe('whole numbers and Doubles', () => {
  test('members', () => {
    expect(b.on('System.Integer', 1234567, 'format')).toBe('1,234,567');
    expect(b.on('System.Long', 4294967298n, 'intValue')).toBe(2);
    expect(b.on('System.Double', d(1e20), 'intValue')).toBe(2147483647);
    expect(b.on('System.Double', d(-2.7), 'longValue')).toBe(-2n);
    expect(b.on('System.Double', d(4.5), 'round')).toBe(5n);
  });
});

describe('System.Math', () => {
  test.each([
    ['abs', [-3], '3'],
    ['abs', [-2147483648], '-2147483648'],
    ['abs', [d(-1.5)], '1.5'],
    ['ceil', [Big('1.2')], '2'],
    ['ceil', [d(1.2)], '2.0'],
    ['floor', [Big('-1.2')], '-2'],
    ['max', [1, 2], '2'],
    ['min', [5n, 2n], '2'],
    ['max', [Big('1.5'), Big('1.25')], '1.5'],
    ['mod', [-7, 3], '-1'],
    ['mod', [7n, 4n], '3'],
    ['pow', [d(2), d(10)], '1024.0'],
    ['rint', [d(2.5)], '2.0'],
    ['roundToLong', [Big('4.5')], '4'],
    ['roundToLong', [d(5.5)], '6'],
    ['signum', [Big('-3.2')], '-1'],
    ['sqrt', [Big('16')], '4.0'],
    ['cbrt', [d(27)], '3.0'],
  ])('%s(%p) is %s', (name, args: Value[], expected) => {
    expect(text(b.call('System.Math', name, args))).toBe(expected);
  });

  test('round by type, chance from the org', () => {
    expect(b.call('System.Math', 'round', [Big('5.5')], ['System.Decimal'])).toBe(6);
    expect(b.call('System.Math', 'round', [d(4.5)], ['System.Double'])).toBe(4);
    const one = b.call('System.Math', 'random') as ApexDouble;
    expect(one.value).toBeGreaterThanOrEqual(0);
    expect(one.value).toBeLessThan(1);
    expect(b.error(() => b.call('System.Math', 'mod', [1, 0]))).toBe(
      'System.MathException: Divide by 0',
    );
  });
});

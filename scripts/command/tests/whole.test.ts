import { whole } from '../whole';

test.each(['', ' ', '-1', '1.5', '1e3', '0x10', 'ten', '١', '9', '101', '99999999999999999999'])(
  '"%s" is no whole number from 10 to 100',
  (text) => expect(() => whole(10, 100)(text)).toThrow('It must be a whole number from 10 to 100.'),
);

test('both ends are taken, and a range without an end says so', () => {
  expect([whole(10, 100)('10'), whole(10, 100)('100'), whole(0)('007')]).toEqual([10, 100, 7]);
  expect(() => whole(1)('0')).toThrow('It must be a whole number from 1 on.');
});

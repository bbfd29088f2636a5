import { percentile } from '../result';

test('percentiles are nearest-rank', () => {
  const values = [5, 1, 4, 2, 3];
  expect([0, 20, 50, 95, 100].map((p) => percentile(values, p))).toEqual([1, 1, 3, 5, 5]);
  expect(percentile([], 50)).toBe(0);
});

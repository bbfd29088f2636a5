import { clientTime, percentile } from '../result';

test('org time becomes client time by taking the jumps of the clock out', () => {
  const skips = [
    { at: 100, ms: 1000 },
    { at: 150, ms: 1000 },
  ];
  // before any jump, inside the first, between the two, inside the second, after both
  expect([50, 600, 1120, 1700, 2160].map((time) => clientTime(time, skips))).toEqual([
    50, 100, 120, 150, 160,
  ]);
});

test('percentiles are nearest-rank', () => {
  const values = [5, 1, 4, 2, 3];
  expect([0, 20, 50, 95, 100].map((p) => percentile(values, p))).toEqual([1, 1, 3, 5, 5]);
  expect(percentile([], 50)).toBe(0);
});

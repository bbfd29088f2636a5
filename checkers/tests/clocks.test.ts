import { callersTime } from '../history';

test('time of the effects becomes time of the callers by taking the jumps of the clock out', () => {
  const jumps = [
    { at: 100, ms: 1000 },
    { at: 150, ms: 1000 },
  ];
  // before any jump, inside the first, between the two, inside the second, after both
  expect([50, 600, 1120, 1700, 2160].map((time) => callersTime(time, jumps))).toEqual([
    50, 100, 120, 150, 160,
  ]);
});

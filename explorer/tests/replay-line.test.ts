import { readReplay, ReplayRefused, writeReplay, type ReplayLine } from '../replay-line';

const LINE: ReplayLine = {
  version: 'abcd1234',
  scenario: 'two-callers',
  sabotage: 'no-row-lock',
  mode: 'recheck',
  choices: [0, 0, 0, 1, 0, 40, 2, 0, 0],
};

test('a line is short and says everything', () => {
  expect(writeReplay(LINE)).toBe('abcd1234/two-callers/no-row-lock/recheck/Z3.1.Z1.14.2.Z2');
});

test.each([
  LINE,
  { ...LINE, sabotage: null },
  { ...LINE, choices: [] },
  { ...LINE, choices: [35, 36, 1295] },
])('what is written is read back: %j', (line) => {
  expect(readReplay(writeReplay(line), 'abcd1234')).toEqual(line);
});

test('another version is refused', () => {
  expect(() => readReplay(writeReplay(LINE), 'ffff0000')).toThrow(
    /made by version abcd1234, and this is ffff0000/,
  );
});

test.each([
  '',
  'abcd1234/two-callers',
  'abcd1234/a/b/restart/1.!',
  'abcd1234/a/b/restart/1/',
  'abcd1234/a/b/never/1',
])('a damaged line is refused: %j', (text) =>
  expect(() => readReplay(text, 'abcd1234')).toThrow(ReplayRefused),
);

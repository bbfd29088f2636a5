import { closingLine, jestTally, tally } from '../../ci/tally';

describe('the closing line of a run', () => {
  it('adds up the tests of the last summary that Jest printed, in colour or not', () => {
    const plain = 'Tests:       1 failed, 2 skipped, 68 passed, 71 total\n';
    const coloured =
      '\u001b[1mTests:       \u001b[22m\u001b[1m\u001b[32m5 passed\u001b[39m, 5 total';
    expect(jestTally(plain)).toEqual({ passed: 68, failed: 1 });
    expect(jestTally(`${plain}${coloured}`)).toEqual({ passed: 5, failed: 0 });
    expect(jestTally('no summary')).toBeUndefined();
  });

  it('counts a failure for a suite that cannot be loaded, though none of its tests failed', () => {
    expect(tally('jest', false, 'Tests:       3 passed, 3 total')).toEqual({
      passed: 3,
      failed: 1,
    });
  });

  it('counts a failure for a test run without tests', () => {
    expect(tally('jest', true, 'No tests found')).toEqual({ passed: 0, failed: 1 });
    expect(tally('jest', true, 'Tests:       0 total')).toEqual({ passed: 0, failed: 1 });
  });

  it('counts a check once, and the setting up of tools only when it fails', () => {
    expect(tally('check', true, '')).toEqual({ passed: 1, failed: 0 });
    expect(tally('check', false, '')).toEqual({ passed: 0, failed: 1 });
    expect(tally('setup', true, '')).toEqual({ passed: 0, failed: 0 });
    expect(tally('setup', false, '')).toEqual({ passed: 0, failed: 1 });
  });

  it('is plain', () => {
    const tallies = [
      { passed: 40, failed: 1 },
      { passed: 2, failed: 0 },
    ];
    expect(closingLine(tallies)).toBe('42 passed, 1 failed');
  });
});

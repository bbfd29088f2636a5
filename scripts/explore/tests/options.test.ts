import { parseFlags } from '../options';

/** @returns the flags, or what is written to standard error */
function parsed(...args: readonly string[]): unknown {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    return parseFlags(args, (code): never => {
      const text = [...write.mock.calls, ...out.mock.calls]
        .map(([chunk]) => String(chunk))
        .join('');
      throw new Error(`${code}: ${text}`);
    });
  } catch (error) {
    return (error as Error).message;
  } finally {
    write.mockRestore();
    out.mockRestore();
  }
}

test('flags of an exploration', () =>
  expect(
    parsed('--scenario', 'repeat', '--mode', 'skew', '--schedules', 'all', '--processes', '3'),
  ).toMatchObject({
    scenario: 'repeat',
    mode: 'skew',
    schedules: Infinity,
    processes: 3,
    seed: 1,
  }));

const REFUSED: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['an unknown mode', ['--mode', 'never'], /Allowed choices are restart, recheck/],
  ['an unknown scenario', ['--scenario', 'never'], /Allowed choices are two-callers/],
  ['an unknown strategy', ['--strategy', 'luck'], /Allowed choices are random/],
  ['an unknown guard', ['--sabotage', 'x'], /Allowed choices are no-row-lock/],
  ['half a schedule', ['--schedules', '0.5'], /must be a whole number from 1 to 10000000/],
  ['schedules without end', ['--schedules', '1e99'], /must be a whole number from 1 to 10000000/],
  ['no process', ['--processes', '0'], /must be a whole number from 1 to 64/],
  ['an unknown flag', ['--schedule', '5'], /unknown option '--schedule'/],
  ['two orders', ['--recipes', '--scenario', 'repeat'], /cannot be used with/],
  ['a sample that is divided', ['--divide', '--strategy', 'pos'], /give it with --strategy dpor/],
  ['part of a search', ['--divide', '--strategy', 'dpor', '--schedules', '9'], /without a number/],
  ['a line and a mode', ['--replay', 'x', '--mode', 'skew'], /cannot be used with/],
];

test.each(REFUSED)('%s is refused', (_, args, message) => expect(parsed(...args)).toMatch(message));

test('help names every flag and every exit code', () => {
  const text = String(parsed('--help'));
  expect(text).toMatch(/^0: /);
  for (const flag of [
    'mode',
    'all',
    'recipe',
    'recipes',
    'replay',
    'resume',
    'save',
    'html',
    'processes',
  ])
    expect(text).toContain(`--${flag}`);
  expect(text).toContain('Exit codes: 0 every promise held');
});

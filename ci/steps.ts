/** One thing that a run does: a command, started in the root of the repository. */
export interface Step {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  /**
   * How the step counts in the closing line: `jest` adds up the tests that it reports, `check`
   * counts one, and `setup` counts only when it fails.
   */
  readonly counts: 'jest' | 'check' | 'setup';
}

/** Everything that a run does, in order. A failed step does not stop the ones after it. */
export const STEPS: readonly Step[] = [
  { name: 'PostgreSQL', command: ['tsx', 'ci/postgres.ts'], counts: 'setup' },
  { name: 'Tests', command: ['npm', 'test'], counts: 'jest' },
  { name: 'Salesforce CLI', command: ['npm', 'run', 'test:cli'], counts: 'jest' },
  { name: 'Type check', command: ['npm', 'run', 'typecheck'], counts: 'check' },
  { name: 'Apex tools', command: ['npm', 'ci', '--prefix', 'ci'], counts: 'setup' },
  { name: 'Type check of ci', command: ['npm', 'run', 'typecheck:ci'], counts: 'check' },
  { name: 'Format', command: ['npm', 'run', 'format:check'], counts: 'check' },
  { name: 'Lint', command: ['npm', 'run', 'lint'], counts: 'check' },
  { name: 'API docs', command: ['npm', 'run', 'docs:api', '--', '--check'], counts: 'check' },
  { name: 'Java', command: ['tsx', 'ci/java.ts'], counts: 'setup' },
  { name: 'Apex types', command: ['tsx', 'ci/apex.ts', 'types'], counts: 'check' },
  { name: 'Apex rules', command: ['tsx', 'ci/apex.ts', 'rules'], counts: 'check' },
];

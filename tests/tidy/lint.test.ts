import path from 'node:path';
import { ESLint, Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { lintConfig } from '../../ci/lint';
import { arrows } from '../../ci/lint/arrows';
import { determinism } from '../../ci/lint/determinism';

const ROOT = path.resolve(__dirname, '../..');

/**
 * Lints a text as if it stood in a file of the repository. Only the two hand-made rule sets run:
 * the type-aware ones would need the file to exist.
 */
function lint(file: string, code: string): string[] {
  const linter = new Linter({ cwd: ROOT });
  const config: Linter.Config[] = [
    { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
    arrows(ROOT),
    determinism(),
  ];
  return linter
    .verify(code, config, { filename: path.join(ROOT, file) })
    .map(({ ruleId, message }) => `${ruleId ?? 'fatal'}: ${message}`);
}

describe('arrows between folders', () => {
  const FORBIDDEN: [file: string, code: string][] = [
    ['local-org/clock/a.ts', "import { x } from '../scheduler/b';"],
    ['local-org/scheduler/a.ts', "import { x } from '../database/b';"],
    ['local-org/database/a.ts', "import { x } from '../language/b';"],
    ['local-org/database/deep/down/a.ts', "import type { x } from '../../../scheduler/b';"],
    ['local-org/runtime/a.ts', "import { x } from '../transaction/b';"],
    ['local-org/runtime/a.ts', "import { x } from '../database/b';"],
    ['local-org/language/a.ts', "import { x } from '../api/b';"],
    ['local-org/language/a.ts', "import { x } from '../scheduler/b';"],
    ['local-org/metadata/a.ts', "import { x } from '../language/b';"],
    ['local-org/transaction/a.ts', "import { x } from '../jobs/b';"],
    ['local-org/jobs/a.ts', "import { x } from '../org/b';"],
    ['local-org/org/a.ts', "import { x } from '../api/b';"],
    ['local-org/api/a.ts', "import { x } from '../database/b';"],
    ['local-org/api/a.ts', "import type { x } from '../language/b';"],
    ['scripts/a.ts', "import { x } from '../local-org/database/b';"],
    ['local-org/database/a.ts', "import { x } from '../../scripts/b';"],
    // However the import is written.
    ['local-org/database/a.ts', "import { x } from '../language';"],
    ['local-org/database/a.ts', "import { x } from '../language/b.js';"],
    ['local-org/database/a.ts', "export * from '../language/b';"],
    ['local-org/database/a.ts', "const x = require('../language/b');"],
    ['local-org/database/a.ts', "const x = import('../language/b');"],
    // Tests may reach everywhere, and nobody may reach into them.
    ['local-org/database/a.ts', "import { x } from './b.test';"],
    // A folder that has no row in the table has no arrows.
    ['local-org/database/a.ts', "import { x } from '../elsewhere/b';"],
  ];

  it.each(FORBIDDEN)('refuses in %s: %s', (file, code) => {
    expect(lint(file, code)).toEqual([expect.stringMatching(/^boundaries\/dependencies: /)]);
  });

  const ALLOWED: [file: string, code: string][] = [
    ['local-org/scheduler/a.ts', "import { x } from '../clock/b';"],
    ['local-org/database/a.ts', "import { x } from './soql/b';"],
    ['local-org/runtime/a.ts', "import type { x } from '../database/b';"],
    ['local-org/runtime/a.ts', "import type { x } from '../scheduler/b';"],
    ['local-org/language/a.ts', "import { x } from '../runtime/b';"],
    ['local-org/metadata/a.ts', "import { x } from '../database/b';"],
    ['local-org/transaction/a.ts', "import { x } from '../language/b';"],
    ['local-org/jobs/a.ts', "import { x } from '../transaction/b';"],
    ['local-org/org/a.ts', "import { x } from '../jobs/b';"],
    ['local-org/api/a.ts', "import { x } from '../org/b';"],
    ['local-org/api/a.ts', "import type { x } from '../database/b';"],
    ['local-org/api/a.ts', "import fastify from 'fastify';"],
    ['local-org/database/a.test.ts', "import { x } from '../language/b';"],
    ['scripts/a.ts', "import { x } from '../local-org/org/b';"],
    ['explorer/a.ts', "import { x } from '../local-org/jobs/b';"],
    ['tests/database/a.test.ts', "import { x } from '../../local-org/database/b';"],
    ['tests/support/a.ts', "import { x } from '../../local-org/database/b';"],
  ];

  it.each(ALLOWED)('allows in %s: %s', (file, code) => {
    expect(lint(file, code)).toEqual([]);
  });

  it('refuses a file in a folder without a row', () => {
    expect(lint('local-org/elsewhere/a.ts', 'export const x = 1;')).toEqual([
      expect.stringMatching(/^boundaries\/no-unknown-files: /),
    ]);
  });
});

describe('time and chance', () => {
  const FORBIDDEN: [code: string][] = [
    ['const x = Math.random();'],
    ['const x = Date.now();'],
    ['const x = new Date();'],
    ['const x = Date();'],
    ['const x = performance.now();'],
    ['const x = process.hrtime.bigint();'],
    ['setTimeout(f, 1);'],
    ['setImmediate(f);'],
    ['globalThis.setTimeout(f, 1);'],
    ["import { setTimeout } from 'node:timers/promises';"],
    ["import { randomUUID } from 'node:crypto';"],
    ['const x = DateTime.now();'],
    ['const x = DateTime.utc();'],
  ];

  it.each(FORBIDDEN)('refuses in the database: %s', (code) => {
    expect(lint('local-org/database/a.ts', code)).toContainEqual(
      expect.stringMatching(/^no-restricted-/),
    );
  });

  it.each(FORBIDDEN)('allows in the clock and the scheduler: %s', (code) => {
    expect(lint('local-org/clock/a.ts', code)).toEqual([]);
    expect(lint('local-org/scheduler/a.ts', code)).toEqual([]);
  });

  it('allows what is a function of its input', () => {
    const code = "import { createHash } from 'node:crypto';\nconst x = [new Date(0), Math.max(1)];";
    expect(lint('local-org/database/a.ts', code)).toEqual([]);
  });
});

describe('the configuration that the lint command uses', () => {
  const eslint = new ESLint({
    cwd: ROOT,
    overrideConfigFile: true,
    overrideConfig: lintConfig(ROOT),
  });

  /** The severities of some rules for one file; 2 is an error. */
  async function severities(file: string, rules: string[]): Promise<unknown[]> {
    const config = (await eslint.calculateConfigForFile(path.join(ROOT, file))) as Linter.Config;
    return rules.map((rule) => {
      const entry = config.rules?.[rule];
      return Array.isArray(entry) ? entry[0] : entry;
    });
  }

  it('has both rule sets and the rules that need types switched on as errors', async () => {
    const rules = [
      'boundaries/dependencies',
      'boundaries/no-unknown-files',
      'no-restricted-syntax',
      'no-restricted-globals',
      'max-lines',
      'max-lines-per-function',
      '@typescript-eslint/no-floating-promises',
      '@typescript-eslint/no-misused-promises',
      '@typescript-eslint/switch-exhaustiveness-check',
      '@typescript-eslint/consistent-type-imports',
      '@typescript-eslint/no-explicit-any',
    ];
    expect(await severities('local-org/database/a.ts', rules)).toEqual(rules.map(() => 2));
  });
});

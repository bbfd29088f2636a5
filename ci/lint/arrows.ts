import path from 'node:path';
import boundaries from 'eslint-plugin-boundaries';
import type { Linter } from 'eslint';

/** What a folder may import: whole modules by name, or only their types (`types`). */
interface Arrow {
  readonly folder: string;
  readonly imports: readonly string[];
  readonly types?: readonly string[];
}

/**
 * The arrows of the house. Data flows one way; each row says what a folder may import besides
 * itself. A row is the only place where an arrow can be added, with its reason in ARCHITECTURE.md.
 */
export const ARROWS: readonly Arrow[] = [
  { folder: 'local-org/clock', imports: [] },
  { folder: 'local-org/scheduler', imports: ['local-org/clock'] },
  { folder: 'local-org/database', imports: [] },
  {
    folder: 'local-org/runtime',
    imports: ['local-org/clock'],
    types: ['local-org/database', 'local-org/scheduler'],
  },
  {
    folder: 'local-org/language',
    imports: ['local-org/runtime', 'local-org/database'],
    types: ['local-org/scheduler'],
  },
  { folder: 'local-org/metadata', imports: ['local-org/database'] },
  {
    folder: 'local-org/flow',
    imports: ['local-org/runtime', 'local-org/database', 'local-org/metadata'],
    types: ['local-org/language', 'local-org/scheduler'],
  },
  {
    folder: 'local-org/transaction',
    imports: [
      'local-org/language',
      'local-org/runtime',
      'local-org/database',
      'local-org/scheduler',
      'local-org/clock',
    ],
  },
  {
    folder: 'local-org/jobs',
    imports: [
      'local-org/transaction',
      'local-org/language',
      'local-org/runtime',
      'local-org/database',
      'local-org/scheduler',
      'local-org/clock',
    ],
  },
  {
    folder: 'local-org/org',
    imports: [
      'local-org/jobs',
      'local-org/transaction',
      'local-org/flow',
      'local-org/metadata',
      'local-org/language',
      'local-org/runtime',
      'local-org/database',
      'local-org/scheduler',
      'local-org/clock',
    ],
  },
  {
    folder: 'local-org/api',
    imports: ['local-org/org', 'local-org/metadata'],
    types: ['local-org/transaction', 'local-org/database'],
  },
  { folder: 'checkers', imports: [] },
  { folder: 'explorer', imports: ['local-org/*', 'checkers'] },
  {
    folder: 'scripts',
    imports: ['local-org/org', 'local-org/api', 'local-org/metadata', 'explorer', 'checkers'],
  },
  { folder: 'ci', imports: [] },
  { folder: 'cli', imports: ['local-org/org', 'local-org/api'] },
  { folder: 'tests', imports: ['*', 'local-org/*'] },
];

/** One policy of the boundaries rule: from one folder to some others, perhaps for types only. */
function policy(folder: string, targets: readonly string[], kind?: 'type'): object {
  return {
    from: { element: { type: folder } },
    allow: {
      to: { element: { types: { anyOf: [...targets] } } },
      ...(kind === undefined ? {} : { dependency: { kind } }),
    },
  };
}

/** The policies that `ARROWS` amounts to, and the freedom of tests that lie beside their code. */
function policies(): object[] {
  const fromFolders = ARROWS.flatMap(({ folder, imports, types = [] }) => [
    policy(folder, [folder, ...imports]),
    ...(types.length === 0 ? [] : [policy(folder, types, 'type')]),
  ]);
  return [
    ...fromFolders,
    // The last policy that matches decides: nobody reaches into a test, and a test reaches anywhere.
    { disallow: { to: { file: { categories: 'test' } } } },
    {
      from: { file: { categories: 'test' } },
      allow: { to: { element: { types: { anyOf: ['*', 'local-org/*'] } } } },
    },
  ];
}

/**
 * Lint configuration that enforces the arrows between the folders.
 *
 * @param root absolute path of the repository
 * @returns one flat-config entry for all TypeScript files
 */
export function arrows(root: string): Linter.Config {
  return {
    name: 'apex-mutex/arrows',
    files: ['**/*.ts'],
    ignores: ['*.ts'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { [path.join(root, 'ci', 'lint', 'lexical-resolver.cjs')]: {} },
      'boundaries/root-path': root,
      'boundaries/legacy-templates': false,
      'boundaries/elements': ARROWS.map(({ folder }) => ({ type: folder, pattern: folder })),
      'boundaries/files': [{ category: 'test', pattern: '**/*.test.ts' }],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          checkUnknownLocals: true,
          checkInternals: true,
          message:
            '{{from.element.types}} may not import {{to.element.types}} ({{dependency.kind}}): see ci/lint/arrows.ts',
          policies: policies(),
        },
      ],
      'boundaries/no-unknown-files': 'error',
    },
  };
}

import js from '@eslint/js';
import type { Linter } from 'eslint';
import tseslint from 'typescript-eslint';

/** What was caught may be thrown on as it is. */
const UNKNOWN_MAY_PASS = { allowThrowingAny: false, allowThrowingUnknown: true };

/** Rules that need types, and the size limits, for all TypeScript of the project. */
const TYPESCRIPT_RULES: Linter.RulesRecord = {
  '@typescript-eslint/consistent-type-imports': [
    'error',
    // Whole declarations: the arrows tell a type import from a value import by its declaration.
    { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
  ],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
  '@typescript-eslint/restrict-template-expressions': [
    'error',
    { allowNumber: true, allowBoolean: true },
  ],
  '@typescript-eslint/return-await': ['error', 'in-try-catch'],
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
  '@typescript-eslint/only-throw-error': ['error', UNKNOWN_MAY_PASS],
  '@typescript-eslint/prefer-promise-reject-errors': ['error', UNKNOWN_MAY_PASS],
  // A union may name a member for its reader, though another one covers it.
  '@typescript-eslint/no-redundant-type-constituents': 'off',
  // A handler may be async only because its interface is.
  '@typescript-eslint/require-await': 'off',
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  // Strings of the platform hold control characters on purpose.
  'no-control-regex': 'off',
  'no-self-compare': 'error',
  'no-template-curly-in-string': 'error',
  'max-lines': ['error', { max: 400 }],
  'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
};

/**
 * The type-aware rules for TypeScript, and the plain ones for JavaScript.
 *
 * @param root absolute path of the repository
 * @returns flat-config entries, to be followed by the project's own rules
 */
export function typescriptRules(root: string): Linter.Config[] {
  return [
    { ...js.configs.recommended, files: ['**/*.ts'] },
    ...(tseslint.configs.recommendedTypeChecked as Linter.Config[]).map((entry) => ({
      ...entry,
      files: ['**/*.ts'],
    })),
    {
      name: 'apex-mutex/typescript',
      files: ['**/*.ts'],
      languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
      linterOptions: { reportUnusedDisableDirectives: 'error' },
      rules: TYPESCRIPT_RULES,
    },
    {
      name: 'apex-mutex/tests',
      files: ['**/*.test.ts'],
      rules: {
        // A describe block is a list, not a function that somebody has to follow.
        'max-lines-per-function': 'off',
        // Jest's asymmetric matchers are typed any.
        '@typescript-eslint/no-unsafe-assignment': 'off',
        '@typescript-eslint/no-unsafe-argument': 'off',
        '@typescript-eslint/no-unsafe-member-access': 'off',
      },
    },
    {
      name: 'apex-mutex/silent-org',
      files: ['local-org/**/*.ts'],
      ignores: ['**/*.test.ts'],
      rules: { 'no-console': 'error' },
    },
    {
      name: 'apex-mutex/lwc',
      files: ['**/lwc/**/*.js'],
      // The TypeScript parser reads the decorators of Lightning components without a preset.
      languageOptions: { parser: tseslint.parser, sourceType: 'module' },
      rules: {
        eqeqeq: ['error', 'always', { null: 'ignore' }],
        'no-undef-init': 'error',
        'no-var': 'error',
        'prefer-const': 'error',
        'max-lines': ['error', { max: 400 }],
      },
    },
  ];
}

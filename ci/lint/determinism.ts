import type { Linter } from 'eslint';

const WHY =
  'Only local-org/clock owns time and only local-org/scheduler owns choice: ask them, so that a run can be replayed.';

/** Reads of the machine's time or chance that hide behind a property. */
const PROPERTIES: readonly (readonly [object: string, property: string])[] = [
  ['Math', 'random'],
  ['Date', 'now'],
  ['DateTime', 'now'],
  ['performance', 'now'],
  ['performance', 'timeOrigin'],
  ['process', 'hrtime'],
  ['process', 'nextTick'],
  ['process', 'uptime'],
  ['crypto', 'randomUUID'],
  ['crypto', 'randomBytes'],
  ['crypto', 'randomInt'],
  ['crypto', 'getRandomValues'],
];

const GLOBALS = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance'];

const RANDOM_IMPORTS = ['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues', 'webcrypto'];

const MODULES = ['timers', 'timers/promises', 'perf_hooks'].flatMap((m) => [m, `node:${m}`]);

/**
 * Lint configuration that keeps the machine's clock and chance out of the local org: without it a
 * recorded schedule could not be replayed. Tests are free to use both.
 *
 * @returns one flat-config entry for `local-org/`
 */
export function determinism(): Linter.Config {
  return {
    name: 'apex-mutex/determinism',
    files: ['local-org/**/*.ts'],
    ignores: ['local-org/clock/**', 'local-org/scheduler/**', '**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...PROPERTIES.map(([object, property]) => ({ object, property, message: WHY })),
        ...GLOBALS.map((property) => ({ object: 'globalThis', property, message: WHY })),
      ],
      'no-restricted-globals': ['error', ...GLOBALS.map((name) => ({ name, message: WHY }))],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            ...MODULES.map((name) => ({ name, message: WHY })),
            ...['crypto', 'node:crypto'].map((name) => ({
              name,
              importNames: RANDOM_IMPORTS,
              message: WHY,
            })),
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: WHY },
        { selector: "CallExpression[callee.name='Date']", message: WHY },
        {
          selector:
            "CallExpression[callee.object.name='DateTime'][callee.property.name=/^(local|utc)$/][arguments.length=0]",
          message: WHY,
        },
      ],
    },
  };
}

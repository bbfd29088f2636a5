/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

/** The end-to-end tests with the real command line; apart, as each of its starts costs seconds. */
const config: Config = {
  rootDir: __dirname,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  globalSetup: '<rootDir>/install.ts',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // A start of the CLI takes seconds, and more on a busy machine: this ends only what hangs.
  testTimeout: 600_000,
  maxWorkers: 2,
};

export default config;

/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

/** One Jest project for everything: each test says by its folder what it covers. */
const config: Config = {
  testEnvironment: 'node',
  roots: [
    '<rootDir>/local-org',
    '<rootDir>/explorer',
    '<rootDir>/checkers',
    '<rootDir>/scripts',
    '<rootDir>/tests',
  ],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  testTimeout: 60_000,
};

export default config;

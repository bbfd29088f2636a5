import type { Linter } from 'eslint';
import { arrows } from './arrows';
import { determinism } from './determinism';
import { typescriptRules } from './rules';

const IGNORED = ['**/node_modules/', 'coverage/', 'reports/', '.local-org/', '.sf/', '.sfdx/'];

/**
 * The whole lint configuration.
 *
 * @param root absolute path of the repository
 * @returns the flat configuration that `eslint.config.cjs` exports
 */
export function lintConfig(root: string): Linter.Config[] {
  return [{ ignores: IGNORED }, ...typescriptRules(root), arrows(root), determinism()];
}

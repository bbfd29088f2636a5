/** The platform's parser refuses expressions that cannot stand alone; ours lets them through to here. */
import type { SyntaxProblem } from './errors';
import type { AnonymousDecl, ExprSyntax, TriggerDecl, TypeDecl } from './syntax';
import { walkStatements } from './walk';

const STANDALONE: ReadonlySet<ExprSyntax['k']> = new Set([
  'assign',
  'call',
  'ctorCall',
  'increment',
  'new',
]);

export function plainStatements(tree: TypeDecl | TriggerDecl | AnonymousDecl): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  walkStatements(tree, (s) => {
    if (s.k === 'expr' && !STANDALONE.has(s.e.k))
      problems.push({ pos: s.pos, message: 'Expression cannot be a statement.' });
  });
  return problems;
}

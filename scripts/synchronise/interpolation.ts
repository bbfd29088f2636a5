/** Checks what stands in `${...}`: can it be evaluated there, and will equal values give equal names? */
import {
  ApexErrorListener,
  ApexParserFactory,
  ArrayExpressionContext,
  DotExpressionContext,
  ExpressionContext,
  IdPrimaryContext,
  MethodCallExpressionContext,
  PrimaryExpressionContext,
  SubExpressionContext,
  ThisPrimaryContext,
} from '@apexdevtools/apex-parser';
import type { Scope } from './scope';
import { children, descendants, fold, type Node } from './tree';

class Count extends ApexErrorListener {
  errors = 0;

  override apexSyntaxError(): void {
    this.errors++;
  }

  override syntaxError(): void {
    this.errors++;
  }
}

/** Types whose text is no key, and why. */
const UNFIT: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^(list|set|map|iterable)<|\[\]$/i, 'a collection; its text is not a name'],
  [/^(system\.)?datetime$/i, "a Datetime; its text depends on the user's time zone"],
  [/^(system\.)?(decimal|double)$/i, 'a number with decimals; 1.0 and 1.00 would be two names'],
];

/**
 * @param expression text between the braces
 * @returns what is wrong with it, as a sentence; null if nothing is
 */
export function problemOfInterpolation(expression: string, scope: Scope): string | null {
  const shown = '${' + expression + '}';
  const tree = parseExpression(expression);
  if (!tree || !isPath(tree))
    return `${shown} must be a name, a field, an element or a call, such as \${account.Region__c}. Compute anything else into a local variable before.`;
  const root = rootOf(tree);
  if (root instanceof ThisPrimaryContext)
    return scope.instance ? null : `${shown}: there is no "this" here.`;
  if (!(root instanceof IdPrimaryContext)) return null;
  const name = root.getText();
  const type = scope.types.get(fold(name));
  // A name before a dot may be a class; one that a superclass declares is not in this file.
  if (type === undefined && scope.complete && tree instanceof PrimaryExpressionContext)
    return `${shown}: no parameter, local variable or field "${name}" can be seen where the lock is taken.`;
  if (type === undefined || !(tree instanceof PrimaryExpressionContext)) return null;
  const unfit = UNFIT.find(([pattern]) => pattern.test(type));
  return unfit ? `${shown} is ${unfit[1]}. Use an Id, a String, or a whole number.` : null;
}

function parseExpression(text: string): ExpressionContext | null {
  const count = new Count();
  const { parser } = ApexParserFactory.createLexerAndParser(`return ${text};`, count);
  const statement = parser.returnStatement();
  const whole = parser.getCurrentToken().type === -1;
  const [expression] = children(statement, ExpressionContext);
  return count.errors === 0 && whole && expression ? expression : null;
}

const PATHS = [
  DotExpressionContext,
  MethodCallExpressionContext,
  ArrayExpressionContext,
  SubExpressionContext,
];

/** Names, fields, elements and calls; what is in the arguments of a call is not looked at. */
function isPath(node: Node): boolean {
  if (node instanceof PrimaryExpressionContext) {
    const [primary] = [
      ...descendants(node, IdPrimaryContext),
      ...descendants(node, ThisPrimaryContext),
    ];
    return primary !== undefined;
  }
  if (!PATHS.some((kind) => node instanceof kind)) return false;
  if (node instanceof MethodCallExpressionContext) return true;
  const [inner] = children(node, ExpressionContext);
  return inner !== undefined && isPath(inner);
}

function rootOf(node: Node): Node {
  const [inner] = children(node, ExpressionContext);
  if (inner && !(node instanceof MethodCallExpressionContext)) return rootOf(inner);
  return (
    [...descendants(node, IdPrimaryContext), ...descendants(node, ThisPrimaryContext)][0] ?? node
  );
}

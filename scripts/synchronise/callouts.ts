/** Callouts that can be seen in a source: none can follow a lock, because locking is DML. */
import {
  ClassDeclarationContext,
  DotExpressionContext,
  DotMethodCallContext,
  ExpressionListContext,
  ForStatementContext,
  IfStatementContext,
  MethodCallContext,
  MethodDeclarationContext,
  DoWhileStatementContext,
  SwitchStatementContext,
  TypeRefContext,
  WhileStatementContext,
  FormalParametersContext,
} from '@apexdevtools/apex-parser';
import type { Complaints } from './refusal';
import type { Site } from './sites';
import {
  chainOf,
  children,
  contains,
  descendants,
  firstToken,
  fold,
  lastToken,
  nodes,
  placeOf,
  type Node,
} from './tree';

const LOOPS = [ForStatementContext, WhileStatementContext, DoWhileStatementContext];
const BRANCHES = [IfStatementContext, SwitchStatementContext];

/** A place where the transaction leaves the org. */
interface Callout {
  readonly node: Node;
  /** `Http.send`, or a method of this file that gets there. */
  readonly what: string;
}

/** Complains about callouts inside a site, and about those that may follow it. */
export function checkCallouts(tree: Node, sites: readonly Site[], complaints: Complaints): void {
  if (sites.length === 0) return;
  const callouts = calloutsOf(tree);
  for (const { body, method } of sites) {
    for (const { node, what } of callouts) {
      const inside = contains(body, node);
      if (!inside && !(contains(method ?? tree, node) && mayFollow(body, node))) continue;
      complaints.add(
        placeOf(node.start),
        `${what} ${inside ? 'inside' : 'after'} @synchronised: locking writes a row, and the platform refuses a callout while such work is uncommitted. Call out before the lock; or lock here, call out in a Queueable with Mutex.resume, and unlock there.`,
      );
    }
  }
}

/** Later in the text and not in another branch, or in the same loop. */
function mayFollow(body: Node, node: Node): boolean {
  const above = chainOf(body);
  const common = chainOf(node).find((each) => above.includes(each))!;
  const around = chainOf(common);
  if (around.some((each) => LOOPS.some((kind) => each instanceof kind))) return true;
  if (firstToken(node) < lastToken(body)) return false;
  return !BRANCHES.some((kind) => common instanceof kind);
}

/** Direct callouts, and calls of methods of this file that make one. */
function calloutsOf(tree: Node): Callout[] {
  const direct = directCallouts(tree);
  const methods = descendants(tree, MethodDeclarationContext);
  const calls = callsOf(tree, methods);
  const guilty = new Set<Node>();
  let found: Callout[] = direct;
  for (;;) {
    const more = methods.filter(
      (method) => !guilty.has(method) && found.some(({ node }) => contains(method, node)),
    );
    if (more.length === 0) return found;
    for (const method of more) guilty.add(method);
    found = [
      ...direct,
      ...calls
        .filter(({ method }) => guilty.has(method))
        .map(({ node, method }) => ({
          node,
          what: `A call of ${method.id().getText()}, which calls out,`,
        })),
    ];
  }
}

function directCallouts(tree: Node): Callout[] {
  const clients = clientsOf(tree);
  return descendants(tree, DotExpressionContext).flatMap((dot) => {
    const [call] = children(dot, DotMethodCallContext);
    if (!call) return [];
    const name = fold(call.anyId().getText());
    const target = fold(targetOf(dot));
    if (name === 'send' && (clients.has(target) || /^new(system\.)?http\(\)$/.test(target)))
      return [{ node: dot, what: 'A callout (Http.send)' }];
    if (name === 'invoke' && /^(system\.)?webservicecallout$/.test(target))
      return [{ node: dot, what: 'A callout (WebServiceCallout.invoke)' }];
    if (name === 'getcontentaspdf') return [{ node: dot, what: 'A callout (getContentAsPDF)' }];
    return [];
  });
}

function targetOf(dot: DotExpressionContext): string {
  return dot
    .expression()
    .getText()
    .replace(/^this\./i, '');
}

/** Names of variables, fields and parameters whose type is Http. */
function clientsOf(tree: Node): Set<string> {
  const typed = descendants(tree, TypeRefContext).filter((type) =>
    /^(system\.)?http$/i.test(type.getText()),
  );
  return new Set(
    typed.flatMap((type) => {
      const siblings = nodes(chainOf(type)[1]!);
      const names = siblings.slice(siblings.indexOf(type) + 1).map((node) => node.getText());
      return names.flatMap((text) => text.split(',').map((name) => fold(name.split('=')[0]!)));
    }),
  );
}

/** Calls of methods of this file: `m()`, `this.m()`, `Type.m()`; by name and number of arguments. */
function callsOf(tree: Node, methods: readonly MethodDeclarationContext[]) {
  const plain = descendants(tree, MethodCallContext).flatMap((node) => {
    const [name] = nodes(node);
    return name ? [{ node, name: name.getText(), count: countOf(node) }] : [];
  });
  const own = new Set(['this', ...descendants(tree, ClassDeclarationContext).map(nameOf)]);
  const dotted = descendants(tree, DotExpressionContext).flatMap((node) => {
    const [call] = children(node, DotMethodCallContext);
    if (!call || !own.has(fold(node.expression().getText()))) return [];
    return [{ node, name: call.anyId().getText(), count: countOf(call) }];
  });
  return [...plain, ...dotted].flatMap(({ node, name, count }) =>
    methods
      .filter((method) => fold(method.id().getText()) === fold(name))
      .filter((method) => parametersOf(method) === count)
      .map((method) => ({ node, method })),
  );
}

const nameOf = (type: ClassDeclarationContext): string => fold(type.id().getText());

function countOf(call: Node): number {
  const [list] = children(call, ExpressionListContext);
  return list ? nodes(list).length : 0;
}

function parametersOf(method: MethodDeclarationContext): number {
  const [list] = children(method, FormalParametersContext);
  return list ? nodes(list).flatMap(nodes).length : 0;
}

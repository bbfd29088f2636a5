/** Expressions: ANTLR's tree → our own. */
import * as A from '@apexdevtools/apex-parser';
import type { ExprSyntax, LiteralKind } from './syntax';
import { lowerNew } from './lower-new';
import { lowerSoql } from './lower-soql';
import { lowerType, optional, startOf, type Text } from './nodes';

type Lowering = (ctx: never, text: Text) => ExprSyntax;

/** What lowers each kind of expression; `on` keeps the pairing of class and function typed. */
const LOWERINGS = new Map<unknown, Lowering>();
function on<T extends A.ApexParserRuleContext>(
  kind: abstract new (...args: never[]) => T,
  lower: (ctx: T, text: Text) => ExprSyntax,
): void {
  LOWERINGS.set(kind, lower);
}

export function lowerExpr(ctx: A.ApexParserRuleContext, text: Text): ExprSyntax {
  const lower = LOWERINGS.get(ctx.constructor);
  if (!lower) throw new Error(`No lowering for ${ctx.constructor.name}.`);
  return lower(ctx as never, text);
}

export function lowerArgs(list: A.ExpressionListContext | null, text: Text): ExprSyntax[] {
  return list ? list.expression_list().map((e) => lowerExpr(e, text)) : [];
}

const tokenBetween = (ctx: A.ApexParserRuleContext): string => {
  let op = '';
  for (let i = 1; i < ctx.getChildCount() - 1; i++) op += ctx.getChild(i).getText();
  return op.toLowerCase();
};

function binary(
  ctx: A.ApexParserRuleContext & { expression(i: number): A.ExpressionContext },
  text: Text,
): ExprSyntax {
  const op = tokenBetween(ctx);
  return {
    k: 'binary',
    pos: startOf(ctx),
    op: op === '<>' ? '!=' : op,
    left: lowerExpr(ctx.expression(0), text),
    right: lowerExpr(ctx.expression(1), text),
  };
}

for (const kind of [
  A.Arth1ExpressionContext,
  A.Arth2ExpressionContext,
  A.CmpExpressionContext,
  A.EqualityExpressionContext,
  A.LogAndExpressionContext,
  A.LogOrExpressionContext,
  A.BitExpressionContext,
  A.BitAndExpressionContext,
  A.BitOrExpressionContext,
  A.BitNotExpressionContext,
  A.CoalExpressionContext,
])
  LOWERINGS.set(kind, binary);

on(A.PrimaryExpressionContext, (ctx, text) => lowerExpr(ctx.primary(), text));
on(A.SubExpressionContext, (ctx, text) => ({
  k: 'paren',
  pos: startOf(ctx),
  e: lowerExpr(ctx.expression(), text),
}));
on(A.DotExpressionContext, (ctx, text) => {
  const object = lowerExpr(ctx.expression(), text);
  const safe = Boolean(ctx.QUESTIONDOT());
  const call = optional(ctx.dotMethodCall());
  if (!call)
    return { k: 'dot', pos: startOf(ctx.anyId()), object, name: ctx.anyId().getText(), safe };
  return {
    k: 'call',
    pos: startOf(call),
    object,
    name: call.anyId().getText(),
    safe,
    args: lowerArgs(optional(call.expressionList()), text),
  };
});
on(A.ArrayExpressionContext, (ctx, text) => ({
  k: 'index',
  pos: startOf(ctx),
  list: lowerExpr(ctx.expression(0), text),
  index: lowerExpr(ctx.expression(1), text),
}));
on(A.NewExpressionContext, (ctx, text) => lowerNew(ctx, text));
on(A.AssignExpressionContext, (ctx, text) => {
  const op = ctx.getChild(1).getText();
  return {
    k: 'assign',
    pos: startOf(ctx),
    op: op === '=' ? null : op.slice(0, -1),
    target: lowerExpr(ctx.expression(0), text),
    value: lowerExpr(ctx.expression(1), text),
  };
});
on(A.MethodCallExpressionContext, (ctx, text) => {
  const call = ctx.methodCall();
  const args = lowerArgs(optional(call.expressionList()), text);
  if (call.THIS() || call.SUPER())
    return { k: 'ctorCall', pos: startOf(ctx), which: call.THIS() ? 'this' : 'super', args };
  return {
    k: 'call',
    pos: startOf(ctx),
    object: null,
    name: call.id().getText(),
    safe: false,
    args,
  };
});
on(A.CastExpressionContext, (ctx, text) => ({
  k: 'cast',
  pos: startOf(ctx),
  type: lowerType(ctx.typeRef()),
  e: lowerExpr(ctx.expression(), text),
}));
on(A.CondExpressionContext, (ctx, text) => ({
  k: 'ternary',
  pos: startOf(ctx),
  cond: lowerExpr(ctx.expression(0), text),
  then: lowerExpr(ctx.expression(1), text),
  else: lowerExpr(ctx.expression(2), text),
}));
on(A.PostOpExpressionContext, (ctx, text) => ({
  k: 'increment',
  pos: startOf(ctx),
  delta: ctx.INC() ? 1 : -1,
  prefix: false,
  e: lowerExpr(ctx.expression(), text),
}));
on(A.PreOpExpressionContext, (ctx, text) => {
  const op = ctx.getChild(0).getText();
  const e = lowerExpr(ctx.expression(), text);
  if (op === '++' || op === '--')
    return { k: 'increment', pos: startOf(ctx), delta: op === '++' ? 1 : -1, prefix: true, e };
  return { k: 'unary', pos: startOf(ctx), op: op as '+' | '-', e };
});
on(A.NegExpressionContext, (ctx, text) => ({
  k: 'unary',
  pos: startOf(ctx),
  op: ctx.BANG() ? '!' : '~',
  e: lowerExpr(ctx.expression(), text),
}));
on(A.InstanceOfExpressionContext, (ctx, text) => ({
  k: 'instanceof',
  pos: startOf(ctx),
  e: lowerExpr(ctx.expression(), text),
  type: lowerType(ctx.typeRef()),
}));

// ---------------------------------------------------------------- primaries

on(A.ThisPrimaryContext, (ctx) => ({ k: 'this', pos: startOf(ctx) }));
on(A.SuperPrimaryContext, (ctx) => ({ k: 'super', pos: startOf(ctx) }));
on(A.IdPrimaryContext, (ctx) => ({ k: 'name', pos: startOf(ctx), name: ctx.getText() }));
on(A.VoidPrimaryContext, (ctx) => ({ k: 'classLiteral', pos: startOf(ctx), type: null }));
on(A.TypeRefPrimaryContext, (ctx) => ({
  k: 'classLiteral',
  pos: startOf(ctx),
  type: lowerType(ctx.typeRef()),
}));
on(A.SoqlPrimaryContext, (ctx, text) => {
  const { query, binds, unsupported } = lowerSoql(ctx.soqlLiteral().query(), text);
  return {
    k: 'soql',
    pos: startOf(ctx),
    query,
    binds: binds.map((e) => lowerExpr(e, text)),
    unsupported,
  };
});
on(A.SoslPrimaryContext, (ctx) => ({ k: 'sosl', pos: startOf(ctx), text: ctx.getText() }));
on(A.LiteralPrimaryContext, (ctx) => lowerLiteral(ctx.literal()));

/** The kind follows from the first characters. */
export function literalKind(text: string): LiteralKind {
  const lower = text.toLowerCase();
  if (lower.startsWith("'")) return 'string';
  if (lower === 'null') return 'null';
  if (lower === 'true' || lower === 'false') return 'boolean';
  if (/^\d+l$/.test(lower)) return 'long';
  return /^\d+$/.test(lower) ? 'integer' : 'number';
}

function lowerLiteral(ctx: A.LiteralContext): ExprSyntax {
  const text = ctx.getText();
  return { k: 'literal', pos: startOf(ctx), kind: literalKind(text), text };
}

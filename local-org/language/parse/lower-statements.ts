/** Statements: ANTLR's tree → our own. */
import type * as A from '@apexdevtools/apex-parser';
import { lowerArgs, lowerExpr, literalKind } from './lower-expressions';
import { lowerType, optional, positionOf, startOf, type Text } from './nodes';
import type {
  BlockSyntax,
  CatchSyntax,
  Declarator,
  ExprSyntax,
  LocalSyntax,
  StmtSyntax,
  TypeSyntax,
  WhenSyntax,
} from './syntax';

export function lowerBlock(ctx: A.BlockContext, text: Text): BlockSyntax {
  return {
    k: 'block',
    pos: startOf(ctx),
    statements: ctx.statement_list().map((s) => lowerStatement(s, text)),
    end: positionOf(ctx.stop ?? ctx.start),
  };
}

export const lowerVariables = (ctx: A.VariableDeclaratorsContext, text: Text): Declarator[] =>
  ctx.variableDeclarator_list().map((v) => {
    const init = optional(v.expression());
    return { pos: startOf(v), name: v.id().getText(), init: init && lowerExpr(init, text) };
  });

function lowerLocal(ctx: A.LocalVariableDeclarationContext, text: Text): LocalSyntax {
  return {
    k: 'local',
    pos: startOf(ctx),
    isFinal: ctx.modifier_list().some((m) => m.FINAL()),
    type: lowerType(ctx.typeRef()),
    variables: lowerVariables(ctx.variableDeclarators(), text),
  };
}

export function lowerStatement(ctx: A.StatementContext, text: Text): StmtSyntax {
  const pos = startOf(ctx);
  const expr = (e: A.ExpressionContext): ExprSyntax => lowerExpr(e, text);
  const body = (s: A.StatementContext | null): StmtSyntax | null =>
    s ? lowerStatement(s, text) : null;

  const block = optional(ctx.block());
  if (block) return lowerBlock(block, text);
  const local = optional(ctx.localVariableDeclarationStatement());
  if (local) return lowerLocal(local.localVariableDeclaration(), text);
  const e = optional(ctx.expressionStatement());
  if (e) return { k: 'expr', pos, e: expr(e.expression()) };
  const i = optional(ctx.ifStatement());
  if (i)
    return {
      k: 'if',
      pos,
      cond: expr(i.parExpression().expression()),
      then: lowerStatement(i.statement(0), text),
      else: body(optional(i.statement(1))),
    };
  const r = optional(ctx.returnStatement());
  if (r) return { k: 'return', pos, e: r.expression() ? expr(r.expression()) : null };
  const f = optional(ctx.forStatement());
  if (f) return lowerFor(f, text);
  const w = optional(ctx.whileStatement());
  if (w)
    return {
      k: 'while',
      pos,
      cond: expr(w.parExpression().expression()),
      body: body(optional(w.statement())),
    };
  const d = optional(ctx.doWhileStatement());
  if (d)
    return {
      k: 'doWhile',
      pos,
      cond: expr(d.parExpression().expression()),
      body: lowerBlock(d.block(), text),
    };
  const t = optional(ctx.tryStatement());
  if (t) return lowerTry(t, text);
  const th = optional(ctx.throwStatement());
  if (th) return { k: 'throw', pos, e: expr(th.expression()) };
  if (ctx.breakStatement()) return { k: 'break', pos };
  if (ctx.continueStatement()) return { k: 'continue', pos };
  const s = optional(ctx.switchStatement());
  if (s)
    return {
      k: 'switch',
      pos,
      on: expr(s.expression()),
      whens: s.whenControl_list().map((when) => lowerWhen(when, text)),
    };
  const runAs = optional(ctx.runAsStatement());
  if (runAs)
    return {
      k: 'runAs',
      pos,
      args: lowerArgs(optional(runAs.expressionList()), text),
      body: lowerBlock(runAs.block(), text),
    };
  return lowerDml(ctx, text);
}

function lowerFor(ctx: A.ForStatementContext, text: Text): StmtSyntax {
  const pos = startOf(ctx);
  const control = ctx.forControl();
  const inner = optional(ctx.statement());
  const body = inner && lowerStatement(inner, text);
  const each = optional(control.enhancedForControl());
  if (each)
    return {
      k: 'forEach',
      pos,
      type: lowerType(each.typeRef()),
      name: each.id().getText(),
      namePos: startOf(each.id()),
      over: lowerExpr(each.expression(), text),
      body,
    };
  const init = optional(control.forInit());
  const local = init && optional(init.localVariableDeclaration());
  const cond = optional(control.expression());
  return {
    k: 'for',
    pos,
    init: local
      ? [lowerLocal(local, text)]
      : lowerArgs(init && init.expressionList(), text).map((e) => ({ k: 'expr', pos: e.pos, e })),
    cond: cond && lowerExpr(cond, text),
    update: lowerArgs(optional(control.forUpdate())?.expressionList() ?? null, text),
    body,
  };
}

/** A dotted name in the place of a type. */
export const namedType = (ctx: A.QualifiedNameContext): TypeSyntax => ({
  pos: startOf(ctx),
  parts: ctx.id_list().map((id) => ({ name: id.getText(), args: [] })),
  dims: 0,
});

function lowerTry(ctx: A.TryStatementContext, text: Text): StmtSyntax {
  const last = optional(ctx.finallyBlock());
  return {
    k: 'try',
    pos: startOf(ctx),
    body: lowerBlock(ctx.block(), text),
    catches: ctx.catchClause_list().map((c): CatchSyntax => ({
      pos: startOf(c),
      type: namedType(c.qualifiedName()),
      name: c.id().getText(),
      body: lowerBlock(c.block(), text),
    })),
    finally: last && lowerBlock(last.block(), text),
  };
}

function lowerWhen(ctx: A.WhenControlContext, text: Text): WhenSyntax {
  const value = ctx.whenValue();
  const type = optional(value.typeRef());
  return {
    pos: startOf(ctx),
    isElse: Boolean(value.ELSE()),
    values: value.whenLiteral_list().map(lowerWhenLiteral),
    sobject: type && { type: lowerType(type), name: value.id().getText() },
    body: lowerBlock(ctx.block(), text),
  };
}

function lowerWhenLiteral(ctx: A.WhenLiteralContext): ExprSyntax {
  const inner = optional(ctx.whenLiteral());
  if (inner) return lowerWhenLiteral(inner);
  const pos = startOf(ctx);
  const name = optional(ctx.qualifiedName());
  if (name) {
    const [first, ...rest] = name.id_list();
    let e: ExprSyntax = { k: 'name', pos, name: first?.getText() ?? '' };
    for (const id of rest)
      e = { k: 'dot', pos: startOf(id), object: e, name: id.getText(), safe: false };
    return e;
  }
  const text = ctx.getText().replace(/^[-+]+/, '');
  const literal: ExprSyntax = { k: 'literal', pos, kind: literalKind(text), text };
  return ctx.SUB_list().length % 2 === 1 ? { k: 'unary', pos, op: '-', e: literal } : literal;
}

function lowerDml(ctx: A.StatementContext, text: Text): StmtSyntax {
  const merge = optional(ctx.mergeStatement());
  const upsert = optional(ctx.upsertStatement());
  const candidates = [
    ['insert', optional(ctx.insertStatement())],
    ['update', optional(ctx.updateStatement())],
    ['delete', optional(ctx.deleteStatement())],
    ['undelete', optional(ctx.undeleteStatement())],
    ['upsert', upsert],
  ] as const;
  const [op, statement] = candidates.find(([, s]) => s) ?? (['merge', merge] as const);
  if (!statement) throw new Error(`No lowering for the statement '${ctx.getText()}'.`);
  const level = optional(statement.accessLevel());
  const id = upsert && optional(upsert.qualifiedName());
  return {
    k: 'dml',
    pos: startOf(ctx),
    op,
    records: lowerExpr(
      merge ? merge.expression(0) : (statement as A.InsertStatementContext).expression(),
      text,
    ),
    other: merge && lowerExpr(merge.expression(1), text),
    externalId: id && { parts: id.id_list().map((x) => x.getText()), pos: startOf(id) },
    access: level && (level.USER() ? 'user' : 'system'),
  };
}

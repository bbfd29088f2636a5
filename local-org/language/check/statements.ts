/** Statements: from syntax to the typed tree. */
import type { BlockSyntax, ExprSyntax, LocalSyntax, StmtSyntax } from '../parse/syntax';
import type { Block, Stmt } from '../tree';
import type { Body } from './body';
import { constructorCall } from './creators';
import { dml, runAs } from './dml';
import { condition, expr } from './expressions';
import { isException } from './lineage';
import { forEach, forLoop } from './loops';
import { switchStatement } from './switch';
import { tryStatement } from './try';
import { typeName, UNKNOWN } from './types';

export const block = (b: Body, s: BlockSyntax): Block =>
  b.scoped(() => ({ k: 'block', pos: s.pos, statements: statements(b, s.statements) }));

export const statements = (b: Body, list: readonly StmtSyntax[]): Stmt[] =>
  list.flatMap((s) => (s.k === 'local' ? locals(b, s) : [statement(b, s)]));

/** A body of its own scope, which need not be a block. */
export function scopedStatement(b: Body, s: StmtSyntax): Stmt {
  return b.scoped(() => {
    const [first, ...rest] = statements(b, [s]);
    if (!first) return { k: 'block', pos: s.pos, statements: [] };
    return rest.length === 0 ? first : { k: 'block', pos: s.pos, statements: [first, ...rest] };
  });
}

/** The body of a loop; `;` stands for an empty one. */
export function loopBody(b: Body, pos: StmtSyntax['pos'], s: StmtSyntax | null): Stmt {
  if (!s) return { k: 'block', pos, statements: [] };
  b.loops++;
  const body = scopedStatement(b, s);
  b.loops--;
  return body;
}

function locals(b: Body, s: LocalSyntax): Stmt[] {
  b.lines.push(s.pos.line);
  const type = b.type(s.type);
  return s.variables.map(({ name, pos, init }, i) => {
    // The name is not in scope in its own initial value: `Foo foo = Foo.make()`.
    const e = init && b.assign(expr(b, init), type, pos);
    const v = b.declare(pos, name, type, s.isFinal);
    if (init) b.assigned.add(v);
    return { k: 'local', v, init: e, pos: i === 0 ? s.pos : pos };
  });
}

function statement(b: Body, s: Exclude<StmtSyntax, LocalSyntax>): Stmt {
  const { pos } = s;
  if (s.k !== 'block') b.lines.push(pos.line);
  switch (s.k) {
    case 'block':
      return block(b, s);
    case 'expr':
      return s.e.k === 'ctorCall' ? ctorCall(b, s.e) : { k: 'expr', e: expr(b, s.e), pos };
    case 'if':
      return {
        k: 'if',
        cond: condition(b, s.cond),
        then: scopedStatement(b, s.then),
        else: s.else && scopedStatement(b, s.else),
        pos,
      };
    case 'while':
      return { k: 'while', cond: condition(b, s.cond), body: loopBody(b, pos, s.body), pos };
    case 'doWhile': {
      const body = loopBody(b, pos, s.body);
      return { k: 'doWhile', body, cond: condition(b, s.cond), pos };
    }
    case 'for':
      return forLoop(b, s);
    case 'forEach':
      return forEach(b, s);
    case 'return':
      return returnStatement(b, s);
    case 'throw':
      return throwStatement(b, s);
    case 'try':
      return tryStatement(b, s);
    case 'break':
    case 'continue':
      if (b.loops === 0)
        b.report(
          pos,
          s.k === 'break'
            ? 'Break statement must be in loop'
            : 'Continue statement must be in loop',
        );
      return { k: s.k, pos };
    case 'switch':
      return switchStatement(b, s);
    case 'dml':
      return dml(b, s);
    case 'runAs':
      return runAs(b, s);
  }
}

function returnStatement(b: Body, s: Extract<StmtSyntax, { k: 'return' }>): Stmt {
  const { pos } = s;
  if (!s.e) {
    if (b.returns.k !== 'void') b.report(pos, 'Non-void method must return a value');
    return { k: 'return', e: null, pos };
  }
  const e = expr(b, s.e);
  if (b.returns.k === 'void') {
    b.report(pos, 'Void method must not return a value');
    return { k: 'return', e: null, pos };
  }
  return { k: 'return', e: b.assign(e, b.returns, pos, 'Illegal conversion'), pos };
}

function throwStatement(b: Body, s: Extract<StmtSyntax, { k: 'throw' }>): Stmt {
  const e = expr(b, s.e);
  if (e.type !== UNKNOWN && !isException(e.type))
    b.report(s.pos, `Throw expression must be of type exception: ${typeName(e.type)}`);
  return { k: 'throw', e, pos: s.pos };
}

/** `this(…)` and `super(…)`: the checker of constructors has seen to it that they come first. */
function ctorCall(b: Body, s: Extract<ExprSyntax, { k: 'ctorCall' }>): Stmt {
  const { pos, which } = s;
  const node = { k: 'ctorCall', which, cls: null, ctor: null, args: [], pos } as const;
  if (!b.options.isConstructor || !b.atStart) {
    expr(b, s);
    return node;
  }
  const args = s.args.map((a) => expr(b, a));
  const superType = b.cls.superType;
  const cls = which === 'this' ? b.cls : superType?.k === 'class' ? superType.cls : null;
  if (!cls) {
    if (superType?.k !== 'lib') {
      if (args.length > 0) b.report(pos, 'No super type found for the class');
      return node;
    }
    const call = constructorCall(b, pos, { ...b.cls, constructors: [] }, args);
    return { ...node, args: call?.args ?? [] };
  }
  const call = constructorCall(b, pos, cls, args);
  return { ...node, cls, ctor: call?.ctor ?? null, args: call?.args ?? [] };
}

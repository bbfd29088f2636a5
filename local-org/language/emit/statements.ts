/** Statements. Each starts on a line of its own and counts towards the CPU limit. */
import type { Block, Stmt } from '../tree';
import { assign, increment } from './assign';
import { dml } from './data';
import { expression, notNull } from './expressions';
import type { Frame } from './frame';
import { doWhile, forEach, forLoop, forSoql, whileLoop } from './loops';
import { constructorKey, localName, quote } from './names';
import { switchOn } from './switch';
import { tryCatch } from './tries';

type Of<K extends Stmt['k']> = Extract<Stmt, { k: K }>;

/** Statements of a block, in braces. */
export function block(f: Frame, b: Stmt): string {
  return b.k === 'block' ? `{${statements(f, b)}}` : `{${statement(f, b)}}`;
}

export function statements(f: Frame, b: Block): string {
  return b.statements.map((s) => statement(f, s)).join('');
}

export function statement(f: Frame, s: Stmt): string {
  if (s.k === 'block') return block(f, s);
  return f.mark(s.pos.line) + f.unit.tick(s.pos.line) + bare(f, s);
}

/** The statement without its tick. */
export function bare(f: Frame, s: Stmt): string {
  switch (s.k) {
    case 'block':
      return block(f, s);
    case 'local':
      return `let ${localName(s.v)}=${s.init ? expression(f, s.init) : 'null'};`;
    case 'expr':
      return `${effect(f, s.e)};`;
    case 'if': {
      const cond = notNull(f, s.cond);
      const then = block(f, s.then);
      return `if(${cond})${then}${s.else ? `else${block(f, s.else)}` : ''}`;
    }
    case 'while':
      return whileLoop(f, s);
    case 'doWhile':
      return doWhile(f, s);
    case 'for':
      return forLoop(f, s);
    case 'forEach':
      return forEach(f, s);
    case 'forSoql':
      return forSoql(f, s);
    case 'return':
      return f.exit(s.e ? expression(f, s.e) : null);
    case 'throw':
      return `throw thrown(${expression(f, s.e)});`;
    case 'try':
      return tryCatch(f, s);
    case 'break':
    case 'continue':
      return f.jump(s.k);
    case 'switch':
      return switchOn(f, s);
    case 'dml':
      return dml(f, s);
    case 'runAs':
      return runAs(f, s);
    case 'ctorCall':
      return constructorCall(f, s);
  }
}

/** An expression whose value nobody looks at. */
export function effect(f: Frame, e: Of<'expr'>['e']): string {
  if (e.k === 'increment') return increment(f, e, false);
  if (e.k === 'assign') return assign(f, e);
  return expression(f, e);
}

/** The body becomes a function of its own, which the host runs as the other user. */
function runAs(f: Frame, s: Of<'runAs'>): string {
  const result = f.temp();
  const user = notNull(f, s.user);
  f.scopes.push({ kind: 'runAs', result });
  const body = block(f, s.body);
  f.scopes.pop();
  const run = f.suspend(`testControl($a).runAs(${user},()=>(function*()${body}).call(this))`);
  return `${result}=null;${run};if(${result}!==null)${f.exit(`${result}[0]`)}`;
}

/** `this(…)` and `super(…)`. */
function constructorCall(f: Frame, s: Of<'ctorCall'>): string {
  const args = s.args.map((a) => expression(f, a)).join(',');
  const { colouring } = f.unit.options;
  if (!s.cls) return `initException(this${args ? `,${args}` : ''});`;
  const coloured = s.ctor ? colouring.method(s.ctor) : colouring.implicitConstructor(s.cls);
  return `${f.invoke(coloured, `this[${quote(constructorKey(s.cls, s.ctor))}](${args})`)};`;
}
